import { Session } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import type { Counted, Work } from './work'

// A function whose code was flushed while it is counted is compiled anew with other slots: Node 20 ends with a fatal error
// (`closure_feedback_cell_array().length()`).
setFlagsFromString('--no-flush-bytecode')
const session = new Session()
session.connect()
session.post('Profiler.enable')
// What was compiled before is not counted block by block: the renderer is loaded after this.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

let scanned = 0
const { indexOf } = String.prototype
const { exec } = RegExp.prototype
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

/** The steps since it was asked last, in the one script of this thread. */
function stepsSoFar(): number {
  let steps = 0
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    for (const { url, functions } of result) {
      if (url.startsWith('node:')) continue
      for (const { ranges } of functions) for (const { count } of ranges) steps += count
    }
  })
  return steps
}

async function answer(): Promise<void> {
  const { createAnswerRenderer } = await import('../../miniprogram/render/index')
  const { schoolSpelling } = await import('../../miniprogram/render/math/school-spelling')
  const { readTex, sourceOf } = await import('../../miniprogram/render/math/tex-tree')
  const does: Record<Counted['how'], (text: string) => void> = {
    whole: (text) => {
      const renderer = createAnswerRenderer(() => {})
      renderer.push(text)
      renderer.end()
    },
    'in deltas': (text) => {
      const renderer = createAnswerRenderer(() => {})
      for (let from = 0; from < text.length; from += 1000) {
        renderer.push(text.slice(from, from + 1000))
        renderer.flush()
      }
      renderer.end()
    },
    spelled: (text) => {
      schoolSpelling(text, false)
      sourceOf(readTex(text))
    },
    'looking again from each place': (text) => {
      for (let start = 0; start < text.length; start++) text.indexOf('b', start)
    },
  }
  parentPort?.on('message', ({ how, text }: Counted) => {
    stepsSoFar()
    scanned = 0
    does[how](text)
    const work: Work = { scanned, steps: stepsSoFar() }
    parentPort?.postMessage(work)
  })
}

void answer()
