import type { ChildProcess } from 'node:child_process'

/**
 * What a program says in its output, once it says it: of `pattern`, its group where it has one, else all of it. Rejects with what it said
 * where it cannot be started, or ends before.
 */
export function untilSaid(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    let complained = ''
    child.stdout?.on('data', (part: Buffer) => {
      said += part.toString()
      const found = pattern.exec(said)
      if (found !== null) resolve(found[1] ?? found[0])
    })
    child.stderr?.on('data', (part: Buffer) => {
      complained += part.toString()
    })
    child.on('error', reject)
    child.on('close', () => reject(new Error(`it ended before it listened: ${said}${complained}`)))
  })
}
