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
    'and that is cut while it thinks, by %s, has answered with thoughts alone',
    async (reason) => {
      const { events, failure } = await answer(streams(delta('想了很久'), finish(reason)))
      const code = reason === 'content_filter' ? 'CONTENT_REJECTED' : 'MODEL_UNAVAILABLE'
      expect(failure).toMatchObject({ code })
      expect([joined(events, 'reasoning'), joined(events, 'content')]).toEqual(['想了很久', ''])
    },
  )

  it.each<[string, string, string]>([
    ['ends', '想</think>{}', '{}'],
    ['does not end', '{}', '{}'],
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

  it('is known from its first answer on, and an operator is told', async () => {
    const [first, second, third] = await answers([
      '先|想</think>\n答',
      '再|想</think>\n\n|好',
      '想</think>好',
    ])
    expect(first).toMatchObject({ content: '先想\n答', thoughts: '' })
    expect(first?.notices).toEqual([expect.stringMatching(/^model any: .*thinks_first/)])
    expect(second).toEqual({ content: '好', thoughts: '再想', notices: [] })
    expect(third).toEqual({ content: '好', thoughts: '想', notices: [] })
  })

  it('is known to begin with its answer again once it does, and that answer is told whole', async () => {
    const [, second, third] = await answers(['想</think>答', '不|想了', '答|案'])
    expect(second).toMatchObject({ content: '不想了', thoughts: '不想了' })
    expect(second?.notices).toHaveLength(1)
    expect(third).toEqual({ content: '答案', thoughts: '', notices: [] })
  })

  it.each([
    ['both tags', '<think>想</think>答'],
    ['a closing tag before its first word', '</think>\n答'],
    ['a closing tag in code', '写 `</think>`'],
    ['a pair of tags in its middle', '写 <think>想</think>'],
  ])('is not taken for one by %s', async (_what, text) => {
    const [, second] = await answers([text, '答|案'])
    expect(second).toEqual({ content: '答案', thoughts: '', notices: [] })
  })

  it('is left as it is where somebody said so', async () => {
    const [first, second] = await answers(['想</think>答', '答|案'], false)
    expect([first?.notices, second]).toEqual([[], { content: '答案', thoughts: '', notices: [] }])
    const [third] = await answers(['答|案'], true)
    expect(third).toEqual({ content: '答案', thoughts: '答案', notices: [] })
  })
})
