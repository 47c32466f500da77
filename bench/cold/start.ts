import { CompiledProgram } from '../../scripts/package/compiled-program'
import { FIRST_PAGE, runFirstFrame, weighRun } from '../../scripts/package/first-frame'
import { processorTimeOf } from './processor'

/** What a start runs before its first frame. */
export interface Start {
  processor: number
  /** Its modules in the order in which they began to run, and the bytes of each. */
  modules: [name: string, bytes: number][]
}

/** Starts the compile in `folder` up to its first frame. */
export function start(folder: string): Start {
  const program = new CompiledProgram(folder)
  const processor = processorTimeOf(() => runFirstFrame(program, folder, FIRST_PAGE))
  return { processor, modules: weighRun(program, folder) }
}
