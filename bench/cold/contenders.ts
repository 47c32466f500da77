import { createRequire } from 'node:module'
import path from 'node:path'
import { CompiledProgram } from '../../scripts/package/compiled-program'
import { compiledRenderer } from '../../scripts/package/compiled-rendering'
import { DELTAS_PER_SECOND } from '../answers'
import { BenchClock } from '../bench-clock'

/** Milliseconds between two batches, for everybody. */
export const INTERVAL = 100

/** Shows an answer as its deltas come, and hands `send` what would go to `setData`. */
export type Shows = (deltas: readonly string[], send: (patch: unknown) => void) => void

/** Where the contenders' code lies. */
export interface Places {
  /** What WeChat's compiler made of our program. */
  readonly compiled: string
  readonly nodeModules: string
  /** CloudBase's component as one script; empty where there is none. */
  readonly cloudbase: string
}

const load = createRequire(__filename)

/** Each way to show an answer, by name; called, it loads its code. */
export const contenders: Record<string, (places: Places) => Shows> = {
  ours: ({ compiled }) => {
    const { createAnswerRenderer } = compiledRenderer(new CompiledProgram(compiled))
    return (deltas, send) => {
      const clock = new BenchClock()
      const renderer = createAnswerRenderer(send, { clock, interval: INTERVAL })
      deltas.forEach((delta, index) => {
        clock.to(dueAt(index))
        renderer.push(delta)
      })
      renderer.end()
    }
  },
  /** `chat-markdown`: the page sets `content`, it does `new Lexer().lex(content)` and `setData({nodes})`. */
  tdesign: ({ nodeModules }) => {
    const { Lexer } = load(
      path.join(nodeModules, 'tdesign-miniprogram/miniprogram_dist/miniprogram_npm/marked/index.js'),
    )
    return wholeEachTime((text) => [{ content: text }, { nodes: new Lexer({}).lex(text) }])
  },
  cloudbase: ({ cloudbase }) => wholeEachTime(load(cloudbase).createCloudbase()),
  /** No Markdown: the list of messages with the whole text so far, as the original page sets it. */
  text: () =>
    wholeEachTime((text) => [
      {
        messageList: [
          { id: 1, type: 'user', content: '请讲一讲' },
          { id: 2, type: 'ai', content: text },
        ],
      },
    ]),
}

/** A batch has the whole text so far; `make` gives what goes to `setData` for it. */
function wholeEachTime(make: (text: string) => unknown[]): Shows {
  return (deltas, send) => {
    let text = ''
    let last = Number.NEGATIVE_INFINITY
    deltas.forEach((delta, index) => {
      text += delta
      const isDue = dueAt(index) - last >= INTERVAL
      if (!isDue && index < deltas.length - 1) return
      last = dueAt(index)
      make(text).forEach(send)
    })
  }
}

function dueAt(index: number): number {
  return Math.floor((index * 1000) / DELTAS_PER_SECOND)
}
