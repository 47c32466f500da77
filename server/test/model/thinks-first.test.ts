import type { ModelEvent, TutorModel } from '../../src/model/model'
import { createOpenAiModel } from '../../src/model/openai-model'
import { type Behaviour, ChatEndpoint, delta, finish, sendChunks, streams } from '../support/chat-endpoint'

let endpoint: ChatEndpoint

beforeAll(async () => {
  endpoint = await ChatEndpoint.start(() => undefined)
})

afterAll(() => endpoint.close())

const modelFor = (behaviour: Behaviour) => {
  endpoint.behaviour = behaviour
  return createOpenAiModel({ name: 'any', baseUrl: endpoint.baseUrl, patience: 60, thinksFirst: true })
}

const answer = (behaviour: Behaviour) => eventsOf(modelFor(behaviour))

async function eventsOf(model: TutorModel): Promise<{ events: ModelEvent[]; failure: unknown }> {
  const events: ModelEvent[] = []
  const request = { question: '问', images: [], history: [], signal: new AbortController().signal }
  try {
    for await (const event of model.answer(request)) events.push(event)
  } catch (failure) {
    return { events, failure }
  }
  return { events, failure: undefined }
}

const joined = (events: readonly ModelEvent[], type: 'content' | 'reasoning'): string =>
  events.map((event) => (event.type === type ? event.delta : '')).join('')

const thought = (reasoning_content: string) => ({ choices: [{ delta: { reasoning_content } }] })

describe('a model whose prompt opens its thoughts', () => {
  it.each<[string, object[], string, string]>([
    [
      'thinks until it says that it does not',
      [delta('先想'), delta('一想</think>\n\n答案')],
      '先想一想',
      '答案',
    ],
    ['ends its thoughts tag by tag', [...'想</think>答'].map(delta), '想', '答'],
    ['opens them once more by itself', [delta('\n<thi'), delta('nk>想</think>答')], '想', '答'],
    ['never ends them', [delta('答案'), delta(' a <')], '答案 a ', '答案 a <'],
    ['tells them in a field of their own', [thought('想'), delta('答'), delta('案')], '想', '答案'],
    ['thinks nothing', [delta('</think>'), delta('答')], '', '答'],
  ])('and that %s loses nothing', async (_how, chunks, thoughts, text) => {
    const { events, failure } = await answer(streams(...chunks, finish()))
    expect(failure).toBeUndefined()
    expect(joined(events, 'reasoning')).toBe(thoughts)
    expect(joined(events, 'content')).toBe(text)
    expect(events.at(-1)).toEqual({ type: 'finish', finishReason: 'stop' })
  })

  it('and that never ends them is told to be whole only behind its text, also where the stream stays open', async () => {
    const { events } = await answer((response) => sendChunks(response, [delta('答案'), finish()]))
    const types = events.map(({ type }) => type).filter((type) => type !== 'alive' && type !== 'stage')
    expect(types).toEqual(['reasoning', 'content', 'complete', 'finish'])
  })

  it('and that breaks off while it thinks has said nothing yet', async () => {
    const { events, failure } = await answer((response) => {
      sendChunks(response, [delta('先想')])
      response.end()
    })
    expect(failure).toMatchObject({ code: 'GENERATION_INTERRUPTED' })
    expect(joined(events, 'content')).toBe('')
  })

  it('and whose own opening tag is cut before its end has answered with thoughts alone', async () => {
    const { events, failure } = await answer(streams(delta('<think>想了很久'), finish('length')))
    expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE' })
    expect(joined(events, 'reasoning')).toBe('想了很久')
  })

  it.each(['length', 'max_tokens', 'content_filter', 'abort'])(
    'and that ends without a closing tag, by %s, has its text told: it may be an answer',
    async (reason) => {
      const { events, failure } = await answer(streams(delta('答'), delta('案</thi'), finish(reason)))
      expect([failure, joined(events, 'content')]).toEqual([undefined, '答案</thi'])
      expect(events.at(-1)).toEqual({ type: 'finish', finishReason: reason })
    },
  )

  it.each<[string, string, string]>([
    ['ends', '想</think>{}', '{}'],
    ['does not end', '{}', '{}'],
    ['stands in the data', '{"a": "</think>"}', '{"a": "</think>"}'],
  ])(
    'replies with its text, where the thoughts are told to have begun and their end %s',
    async (_how, sent, text) => {
      const { signal } = new AbortController()
      const model = modelFor(streams(delta(sent), finish()))
      expect(await model.reply?.({ messages: [], format: {}, signal })).toEqual({ text })
    },
  )
})

describe('a model of which nobody said whether its prompt opens its thoughts', () => {
  const notices = (events: readonly ModelEvent[]) =>
    events.flatMap((event) => (event.type === 'notice' ? event.message : []))

  /** What its answers one after the other are. */
  async function answers(texts: readonly string[], thinksFirst?: boolean) {
    const model = createOpenAiModel({ name: 'any', baseUrl: endpoint.baseUrl, patience: 60, thinksFirst })
    const told = []
    for (const text of texts) {
      endpoint.behaviour = streams(...text.split('|').map(delta), finish())
      const { events } = await eventsOf(model)
      const [content, thoughts] = [joined(events, 'content'), joined(events, 'reasoning')]
      told.push({ content, thoughts, notices: notices(events) })
    }
    return told
  }

  const LONE = '先|想</think>\n答'

  it('has its text told as it wrote it, however often, and an operator is told once what may be set', async () => {
    const [first, second, third] = await answers([LONE, LONE, '答|案'])
    const told = { content: '先想</think>\n答', thoughts: '' }
    expect(first).toEqual({ ...told, notices: [expect.stringMatching(/^model any: .*thinks_first/)] })
    expect(second).toEqual({ ...told, notices: [] })
    expect(third).toEqual({ content: '答案', thoughts: '', notices: [] })
  })

  it.each(['<think>想</think>答', '写 <think>想</think>', '答'])(
    'is nothing to tell of where it says %s',
    async (text) => {
      const [first] = await answers([text])
      expect(first?.notices).toEqual([])
    },
  )

  it('is left as it is where somebody said so', async () => {
    const [first] = await answers([LONE], false)
    expect(first).toEqual({ content: '先想</think>\n答', thoughts: '', notices: [] })
    const [second] = await answers(['答|案'], true)
    expect(second).toEqual({ content: '答案', thoughts: '答案', notices: [] })
  })

  it('answers two at once as it would one', async () => {
    const model = createOpenAiModel({ name: 'any', baseUrl: endpoint.baseUrl, patience: 60 })
    const texts = [LONE, '<think>想</think>甲</think>'].map((text) => text.split('|'))
    let asked = 0
    endpoint.behaviour = (response, request) => {
      const pieces = texts[asked] ?? []
      asked += 1
      return streams(...pieces.map(delta), finish())(response, request)
    }
    const both = await Promise.all([eventsOf(model), eventsOf(model)])
    const contents = both.map(({ events }) => joined(events, 'content'))
    expect(contents.sort()).toEqual(['先想</think>\n答', '甲</think>'])
  })
})
