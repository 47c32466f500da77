import { readFileSync } from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'
import { block } from '../../scripts/packages/readme-program'

/** A page of a mini-program, as somebody copies it. */
interface CopiedPage {
  readonly data: Record<string, unknown>
  onLoad?(): void
  onReady?(): void
  onAsk?(): void
}

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples')
const example = (file: string): string => readFileSync(path.join(EXAMPLES, file), 'utf8')

/** What copies of these pages show of an answer; those without the view show no more than a note. */
const PAGES: readonly [where: string, code: string, hasView: boolean][] = [
  ['the README of wuhao-answer-stream', block('answer-stream', 'ts', 0), false],
  ['the README of wuhao-answer-view', block('answer-view', 'js', 0), true],
  ['the example in JavaScript', example('chat-completions/miniprogram/pages/index/index.js'), true],
  ['the example in TypeScript', example('typescript/miniprogram/pages/index/index.ts'), true],
]

/** Asks on a page whose answer ends so. Gives the note that it shows, and what it told the view. */
async function shown(code: string, finishReason: string): Promise<{ note: unknown; torn: unknown }> {
  const ended: { note: unknown; torn: unknown } = { note: '', torn: undefined }
  const answer = {
    push: () => undefined,
    replace: () => undefined,
    finish: (torn = false) => {
      ended.torn = torn
    },
  }
  const stream = { result: Promise.resolve({ text: '一', finishReason }), stop: () => undefined }
  const client = { ask: () => stream, unfinished: () => [] }
  const modules: Readonly<Record<string, object>> = {
    'wuhao-answer-stream': { createAnswerClient: () => client, chatCompletionsBackend: () => ({}) },
    'wuhao-answer-view': { answerContent: () => answer },
    '../../client': { client },
    '../../config': { endpoint: '', model: '' },
  }
  let copied: CopiedPage | undefined
  const { code: script } = transformSync(code, { loader: 'ts', format: 'cjs' })
  new Function('require', 'Page', 'module', script)(
    (name: string) => modules[name],
    (page: CopiedPage) => {
      copied = page
    },
    { exports: {} },
  )
  if (copied === undefined) throw new Error('it makes no page')
  const page = {
    ...copied,
    selectComponent: () => answer,
    setData: ({ note }: Record<string, unknown>) => {
      if (note !== undefined) ended.note = note
    },
  }
  page.onLoad?.()
  page.onReady?.()
  page.onAsk?.()
  await stream.result
  await new Promise(setImmediate)
  return ended
}

describe.each(PAGES)('%s', (_where, code, hasView) => {
  test.each(['length', 'content_filter', 'stopped', 'MAX_TOKENS'])(
    'shows an answer that ended with %s as a cut one, and says why',
    async (finishReason) => {
      const { note, torn } = await shown(code, finishReason)
      expect(note).toMatch(/./)
      if (hasView) expect(torn).toBe(true)
    },
  )

  test('shows an answer that came to its own end as a whole one', async () => {
    const { note, torn } = await shown(code, 'stop')
    expect(note).toBe('')
    if (hasView) expect(torn).toBe(false)
  })
})
