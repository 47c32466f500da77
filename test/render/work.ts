import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { buildSync } from 'esbuild'

/**
 * What a piece of work costs, counted and not timed: the same on every machine, however loaded it is. How often a regular
 * expression goes back inside of one search is not seen.
 */
export interface Work {
  /** How often the renderer's functions and the blocks of their code were run. */
  steps: number
  /** Characters that the engine's own searches (`indexOf`, regular expressions that are not anchored) went over. */
  scanned: number
}

/** What is done with a text while it is counted. */
export interface Counted {
  /**
   * Shown by a renderer, `whole` or in deltas of a thousand characters, a batch each; spelled as KaTeX reads a formula; or a search
   * that is known to be too much.
   */
  how: 'whole' | 'in deltas' | 'spelled' | 'looking again from each place'
  text: string
}

// In a thread of its own: the engine counts, and tells of, all that its process has loaded, which in a long run of tests is
// a hundred times as much as the renderer.
const { outputFiles } = buildSync({
  entryPoints: [path.join(__dirname, 'counting-thread.ts')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  write: false,
})
const thread = new Worker(outputFiles[0]?.text ?? '', { eval: true })

afterAll(() => thread.terminate())

/** Counts what that costs. Rejects with what was thrown. */
export async function workOf(counted: Counted): Promise<Work> {
  const answered: Promise<Work[]> = once(thread, 'message')
  thread.postMessage(counted)
  const [work] = await answered
  if (work === undefined) throw new Error('nothing was counted')
  return work
}
