import { CLOSING, OPENING } from '../../packages/answer-stream/src/thoughts/tags'
import { aForeignProgramForEachTest, event, type ForeignAnswer, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()

function client(settings: { thinksFirst?: boolean } = {}): ForeignClient {
  return on.program.client((library) =>
    library.chatCompletionsBackend({ url: 'https://model.test', ...settings }),
  )
}

const delta = (content: unknown, more: object = {}) => ({ choices: [{ delta: { content, ...more } }] })
const finish = (reason = 'stop') => ({ choices: [{ delta: {}, finish_reason: reason }] })

/** An answer whose endpoint tells these events, and ends as vendors do. */
function answered(events: readonly (object | string)[], asking = client()): ForeignAnswer {
  const asked = asking.ask()
  for (const each of [...events, '[DONE]']) on.program.phone.request.bytes(event(each))
  return asked
}

const torn = (text: string) => [...text].map((character) => delta(character))

describe('thoughts that an endpoint writes into its text', () => {
  test.each(OPENING.map((opening, at) => [opening, CLOSING[at]]))(
    'are reasoning between %s and %s, and the answer begins with its first word',
    async (opening, closing) => {
      const asked = answered([...torn(`\n${opening}先想 a<b${closing}\n\n等于 2`), finish()])
      expect(await asked.outcome()).toMatchObject({ text: '等于 2', finishReason: 'stop' })
      expect([asked.shown, asked.reasoning]).toEqual(['等于 2', '先想 a<b'])
    },
  )

  test.each([
    ['in code', '写作 `<think>想</think>`：\n```\n</think>\n```'],
    ['in its middle', '写 <think>想</think> 吧'],
    ['alone', '先想</think>\n答'],
    ['half at its end', 'a <'],
    ['half, and nothing else', '<thi'],
  ])('are none where a text speaks of tags %s', async (_where, text) => {
    const asked = answered([...torn(text), finish()])
    expect(await asked.outcome()).toMatchObject({ text })
    expect([asked.shown, asked.reasoning]).toEqual([text, ''])
  })

  test('hold no word of an answer back', () => {
    const asked = client().ask()
    const words = ['你', '好 ', '[', '1] a <', ' b']
    const shown = words.map((word) => {
      on.program.phone.request.bytes(event(delta(word)))
      return asked.shown
    })
    expect(shown).toEqual(['你', '你好 ', '你好 [', '你好 [1] a <', '你好 [1] a < b'])
  })

  test.each([
    ['stop', { code: 'SERVER_ERROR', partial: '' }],
    ['length', { text: '', finishReason: 'length' }],
    ['content_filter', { code: 'CONTENT_REJECTED' }],
  ])('that end the answer are what an answer without a word is: %s', async (reason, outcome) => {
    const asked = answered([delta('<think>想'), delta('了很久</th'), finish(reason)])
    expect(await asked.outcome()).toMatchObject(outcome)
    expect([asked.shown, asked.reasoning]).toEqual(['', '想了很久'])
  })

  test('may come as one JSON object, and as parts', async () => {
    const asked = client().ask()
    const message = { content: '<think>\n想</think>\n\n答' }
    const body = JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] })
    on.program.phone.request.bytes(new TextEncoder().encode(body))
    on.program.phone.request.answer(200)
    expect(await asked.outcome()).toMatchObject({ text: '答' })
    expect(asked.reasoning).toBe('\n想')
    const inParts = [
      { type: 'thinking', thinking: [{ type: 'text', text: '想' }] },
      { type: 'text', text: '答' },
    ]
    for (const parts of [
      inParts,
      [{ type: 'reasoning', text: '想' }, '不是', { type: 'text', text: '答' }],
    ]) {
      const other = answered([delta(parts), finish()])
      expect(await other.outcome()).toMatchObject({ text: '答' })
      expect(other.reasoning).toBe('想')
    }
  })

  test('are told once where they come in a field as well', async () => {
    const asked = answered([
      delta('<think>先', { reasoning_content: '先' }),
      delta('想</think>\n答', { reasoning_content: '想' }),
      finish(),
    ])
    expect(await asked.outcome()).toMatchObject({ text: '答' })
    expect(asked.reasoning).toBe('先想')
  })
})

describe('an endpoint whose prompt opens the thoughts', () => {
  test('may be said to do so', async () => {
    const asked = answered([...torn('想</think>答'), finish()], client({ thinksFirst: true }))
    expect(await asked.outcome()).toMatchObject({ text: '答' })
    expect([asked.shown, asked.reasoning]).toEqual(['答', '想'])
    const cut = answered([delta('没有想'), finish('length')], client({ thinksFirst: true }))
    expect(await cut.outcome()).toMatchObject({ text: '没有想', finishReason: 'length' })
  })

  test('and of which nobody said so has its text told as it is, one answer as the next', async () => {
    const asking = client()
    for (const text of ['想</think>答', '想</think>答', '好']) {
      const asked = answered([...torn(text), finish()], asking)
      expect(await asked.outcome()).toMatchObject({ text })
      expect([asked.shown, asked.reasoning]).toEqual([text, ''])
    }
  })
})

describe('an endpoint with habits of its own', () => {
  test.each([
    [
      {
        choices: [
          { delta: { content: '' }, finish_reason: 'error', error: { code: 502, message: 'secret' } },
        ],
      },
    ],
    [{ choices: [{ delta: {}, error: { message: 'secret' } }] }],
  ])('may tell inside of a choice that it failed: %j', async (failing) => {
    const error = await answered([delta('写'), failing]).outcome()
    expect(error).toMatchObject({ code: 'SERVER_ERROR', partial: '写' })
    expect(String(error)).not.toMatch(/secret/)
  })

  test.each([{}, { code: 0, message: 'success' }, { code: null, message: 'OK' }, { code: '', message: '' }])(
    'may have an error that is none: %j',
    async (error) => {
      const odd = { choices: [{ delta: { content: '写' }, error }], error }
      expect(await answered([odd, finish()]).outcome()).toMatchObject({ text: '写' })
    },
  )

  test('may name its data twice', async () => {
    const asked = client().ask()
    const { request } = on.program.phone
    for (const each of [JSON.stringify(delta('写')), JSON.stringify(finish()), '[DONE]'])
      request.bytes(new TextEncoder().encode(`data: data: ${each}\n\n`))
    expect(await asked.outcome()).toMatchObject({ text: '写', finishReason: 'stop' })
  })

  test('may name its data as often as it likes', async () => {
    const asked = client().ask()
    const { request } = on.program.phone
    const many = 'data:'.repeat(20_000)
    for (const each of [JSON.stringify(delta('写')), JSON.stringify(finish()), '[DONE]'])
      request.bytes(new TextEncoder().encode(`data: ${many} ${each}\n\n`))
    expect(await asked.outcome()).toMatchObject({ text: '写', finishReason: 'stop' })
  })

  test('may count along, and say nothing at its end', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 }
    const none = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
    const asked = answered([{ ...delta('写'), usage }, finish(), { choices: [], usage: none }])
    expect(await asked.outcome()).toMatchObject({ text: '写', usage })
  })
})
