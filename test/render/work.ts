import { Session } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'

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

// A function whose code was flushed while it is counted is compiled anew with other slots: Node 20 ends with a fatal error
// (`closure_feedback_cell_array().length()`), in whichever test runs next in this process.
setFlagsFromString('--no-flush-bytecode')
const session = new Session()
session.connect()
session.post('Profiler.enable')
// What was compiled before is not counted block by block: this module is to be loaded before anything is rendered.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

// Else every later test of the process is counted too, which is slow.
afterAll(() => {
  session.post('Profiler.stopPreciseCoverage')
  session.disconnect()
})

/** Counts what `work` costs. */
export function workOf(work: () => void): Work {
  stepsSoFar()
  const { indexOf } = String.prototype
  const { exec, test } = RegExp.prototype
  let scanned = 0
  String.prototype.indexOf = function (what, from = 0) {
    const at = indexOf.call(this, what, from)
    scanned += Math.max(0, (at < 0 ? this.length : at) - from)
    return at
  }
  RegExp.prototype.exec = function (text) {
    const from = this.global || this.sticky ? this.lastIndex : 0
    const found = exec.call(this, text)
    if (found) scanned += found.index + found[0].length - from
    else if (!this.sticky && !this.source.startsWith('^')) scanned += text.length - from
    return found
  }
  RegExp.prototype.test = function (text) {
    return this.exec(text) !== null
  }
  try {
    work()
  } finally {
    String.prototype.indexOf = indexOf
    RegExp.prototype.exec = exec
    RegExp.prototype.test = test
  }
  return { steps: stepsSoFar(), scanned }
}

/** The steps since it was asked last. */
function stepsSoFar(): number {
  let steps = 0
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    for (const { url, functions } of result) {
      if (!url.includes('/miniprogram/render/')) continue
      for (const { ranges } of functions) for (const { count } of ranges) steps += count
    }
  })
  return steps
}
