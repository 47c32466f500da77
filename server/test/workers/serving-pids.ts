import type { ServerProcess } from '../http/server-process'

/** The process ids of the workers that serve, or did, in the order in which their lines of the log tell that they began. */
export function servingPids({ output }: ServerProcess): number[] {
  return output()
    .split('\n')
    .filter((line) => line.includes('server ready at') && !line.includes('"workers"'))
    .map((line) => Number(/"pid":(\d+)/.exec(line)?.[1]))
}
