import type { ModelEvent, ModelRequest, TutorModel } from '../../src/model/model'
import { createOpenAiModel } from '../../src/model/openai-model'
import {
  type Behaviour,
  ChatEndpoint,
  delta,
  finish,
  refuses,
  sendChunks,
  streams,
  usageChunk,
} from '../support/chat-endpoint'

let endpoint: ChatEndpoint
let model: TutorModel

async function start(behaviour: Behaviour): Promise<void> {
  endpoint = await ChatEndpoint.start(behaviour)
  model = createOpenAiModel({
    name: 'reader-1',
    baseUrl: endpoint.baseUrl,
    apiKey: 'key',
    patience: 100,
  })
}

afterEach(() => endpoint.close())

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return { question: '一加一？', images: [], history: [], signal: new AbortController().signal, ...more }
}

async function answer(more: Partial<ModelRequest> = {}): Promise<ModelEvent[]> {
  const events: ModelEvent[] = []
  for await (const event of model.answer(request(more))) events.push(event)
  return events.filter(({ type }) => type !== 'stage' && type !== 'alive')
}

const usage = { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 }

describe('an answer of an OpenAI-compatible model', () => {
  it('has the usage of the chunk with empty choices that comes after the stop chunk', async () => {
    await start(streams(delta('一加一'), delta('等于二'), finish(), usageChunk))
    expect(await answer()).toEqual([
      { type: 'content', delta: '一加一' },
      { type: 'content', delta: '等于二' },
      { type: 'finish', finishReason: 'stop', usage },
    ])
  })

  it('has the usage of the stop chunk, or none', async () => {
    await start(streams(delta('好'), { ...finish('length'), usage }))
    expect((await answer()).at(-1)).toEqual({ type: 'finish', finishReason: 'length', usage })
    endpoint.behaviour = streams(delta('好'), finish())
    expect((await answer()).at(-1)).toEqual({ type: 'finish', finishReason: 'stop' })
  })

  it('is told to be whole while its usage is still to come', async () => {
    let end = () => undefined as unknown
    await start((response) => {
      sendChunks(response, [delta('好'), finish()])
      end = () => response.end(`data: ${JSON.stringify(usageChunk)}\n\ndata: [DONE]\n\n`)
    })
    model = createOpenAiModel({ name: 'reader-1', baseUrl: endpoint.baseUrl })
    const events: ModelEvent[] = []
    for await (const event of model.answer(request())) {
      if (event.type !== 'alive') events.push(event)
      if (event.type === 'complete') end()
    }
    expect(events.slice(-2)).toEqual([
      { type: 'complete', finishReason: 'stop' },
      { type: 'finish', finishReason: 'stop', usage },
    ])
  })

  it('is whole when its connection stays open, or breaks, after the finish_reason', async () => {
    await start((response) => sendChunks(response, [delta('好'), finish()]))
    expect((await answer()).at(-1)).toEqual({ type: 'finish', finishReason: 'stop' })
    endpoint.behaviour = (response) => {
      sendChunks(response, [delta('好'), finish()])
      setTimeout(() => response.destroy(), 20)
    }
    expect((await answer()).at(-1)).toEqual({ type: 'finish', finishReason: 'stop' })
    await endpoint.allClosed()
  })

  it('is not whole by an empty finish_reason, which some vendors send along', async () => {
    await start(
      streams({ choices: [{ delta: { content: '好' }, finish_reason: '' }] }, delta('的'), finish('length')),
    )
    const events = await answer()
    expect(events.map((event) => (event.type === 'content' ? event.delta : event.type))).toEqual([
      '好',
      '的',
      'finish',
    ])
  })

  it('counts tokens along where the vendor does', async () => {
    const counted = { ...delta('好'), usage: { prompt_tokens: 1, completion_tokens: 4, total_tokens: 5 } }
    await start(streams(counted, finish()))
    expect((await answer())[0]).toEqual({ type: 'content', delta: '好', tokens: 4 })
  })

  it.each(['reasoning_content', 'reasoning'])(
    'has the reasoning of vendors that call it %s',
    async (field) => {
      const thought = {
        choices: [{ delta: { [field]: '先想', content: null }, finish_reason: null }],
        usage: null,
      }
      await start(streams(thought, delta('答'), finish()))
      expect((await answer()).slice(0, 2)).toEqual([
        { type: 'reasoning', delta: '先想' },
        { type: 'content', delta: '答' },
      ])
    },
  )

  it('asks with the pages in order, the history, the subject, and streams with usage', async () => {
    await start(streams(delta('好'), finish()))
    const images = ['一', '二'].map((page) => ({ mime: 'image/png' as const, bytes: Buffer.from(page) }))
    await answer({
      images,
      history: [
        { question: '未答', answer: '\n' },
        { question: '问', answer: '答' },
      ],
      subject: '数学',
    })
    const [body] = endpoint.bodies
    expect(body).toMatchObject({ model: 'reader-1', stream: true, stream_options: { include_usage: true } })
    expect(body?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(body?.messages[0]?.content).toContain('这次的科目：数学')
    expect(body?.messages[3]?.content).toEqual([
      {
        type: 'image_url',
        image_url: { url: `data:image/png;base64,${Buffer.from('一').toString('base64')}` },
      },
      {
        type: 'image_url',
        image_url: { url: `data:image/png;base64,${Buffer.from('二').toString('base64')}` },
      },
      { type: 'text', text: '一加一？' },
    ])
  })

  it('goes on from a text by having said it', async () => {
    await start(streams(delta('于二'), finish()))
    await answer({ continueFrom: '一加一等' })
    const messages = endpoint.bodies[0]?.messages ?? []
    expect(messages.at(-2)).toEqual({ role: 'assistant', content: '一加一等' })
    expect(messages.at(-1)).toMatchObject({ role: 'user', content: expect.stringContaining('接着写完') })
  })

  it('may have nothing to add to the text that it goes on from', async () => {
    await start(streams(finish()))
    expect(await answer({ continueFrom: '一加一等于二。' })).toEqual([
      { type: 'finish', finishReason: 'stop' },
    ])
  })

  it('ends at once without finish when it is aborted, and lets the connection go', async () => {
    await start((response) => sendChunks(response, [delta('一')]))
    const controller = new AbortController()
    const events: ModelEvent[] = []
    for await (const event of model.answer(request({ signal: controller.signal }))) {
      events.push(event)
      if (event.type === 'content') controller.abort()
    }
    expect(events.at(-1)).toEqual({ type: 'content', delta: '一' })
    await endpoint.allClosed()
  })

  it('is not even begun when it is aborted before', async () => {
    await start(streams(finish()))
    const controller = new AbortController()
    controller.abort()
    expect(await answer({ signal: controller.signal })).toEqual([])
    expect(endpoint.bodies).toEqual([])
  })
})

describe('a model that fails', () => {
  const html: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<html>gateway</html>')
  }
  const badJson: Behaviour = (response) => {
    sendChunks(response, [delta('一')])
    response.end('data: {"choices": [\n\n')
  }
  const cut: Behaviour = (response) => {
    sendChunks(response, [delta('一')])
    setTimeout(() => response.destroy(), 20)
  }
  const errorEvent: Behaviour = (response) => {
    sendChunks(response, [delta('一'), { error: { message: 'upstream exploded' } }])
    response.end()
  }

  it.each<[string, Behaviour, object]>([
    ['401', refuses(401, 'Incorrect API key sk-1'), { code: 'MODEL_UNAVAILABLE', retryable: true }],
    ['404', refuses(404, 'no such model'), { code: 'MODEL_UNAVAILABLE' }],
    [
      '429',
      refuses(429, 'slow down', 'rate_limit', { 'retry-after': '7' }),
      { code: 'OVERLOADED', retryAfterMs: 7000 },
    ],
    ['429 for want of money', refuses(429, 'pay', 'insufficient_quota'), { code: 'MODEL_UNAVAILABLE' }],
    ['500', refuses(500, 'stack trace'), { code: 'MODEL_UNAVAILABLE', retryable: true }],
    ['504', refuses(504, 'late'), { code: 'MODEL_TIMEOUT', retryable: true }],
    ['400', refuses(400, 'no images please'), { code: 'MODEL_UNAVAILABLE', retryable: false }],
    ['a filter', refuses(400, 'filtered', 'content_filter'), { code: 'CONTENT_REJECTED', retryable: false }],
    ["Qwen's filter", refuses(400, 'x', 'data_inspection_failed'), { code: 'CONTENT_REJECTED' }],
    ["DeepSeek's filter", refuses(400, 'Content Exists Risk'), { code: 'CONTENT_REJECTED' }],
    ['nothing', (response) => response.writeHead(200).end(), { code: 'MODEL_UNAVAILABLE', retryable: true }],
    ['garbage', html, { code: 'MODEL_UNAVAILABLE', retryable: true }],
    ['a reset before the first word', (response) => response.destroy(), { code: 'MODEL_UNAVAILABLE' }],
    ['a reset in the middle', cut, { code: 'GENERATION_INTERRUPTED', retryable: true }],
    ['bad JSON in the middle', badJson, { code: 'GENERATION_INTERRUPTED', retryable: true }],
    ['an error in the middle', errorEvent, { code: 'GENERATION_INTERRUPTED', retryable: true }],
    [
      'an end without finish_reason',
      (response) => {
        sendChunks(response, [delta('一')])
        response.end()
      },
      { code: 'GENERATION_INTERRUPTED', retryable: true },
    ],
  ])('by %s tells which failure it is, after one call', async (_what, behaviour, expected) => {
    await start(behaviour)
    await expect(answer()).rejects.toMatchObject(expected)
    expect(endpoint.bodies).toHaveLength(1)
  })

  it('is named by status, code and type, and by nothing that could quote the question', async () => {
    await start(refuses(400, 'cannot read "秘密的问题"', 'invalid_image'))
    await expect(answer()).rejects.toMatchObject({ message: '400 invalid_image' })
    endpoint.behaviour = (response) => {
      sendChunks(response, [
        delta('一'),
        { error: { message: '秘密的问题', code: '秘密', type: 'server_error' } },
      ])
      response.end()
    }
    await expect(answer()).rejects.toMatchObject({ message: 'in the stream: server_error' })
    endpoint.behaviour = (response) => response.destroy()
    await expect(answer()).rejects.toMatchObject({
      message: expect.stringMatching(/^connection failed: [A-Z_]+$/),
    })
  })

  it('by not being there is MODEL_UNAVAILABLE', async () => {
    await start(streams())
    await endpoint.close()
    await expect(answer()).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true })
    endpoint = await ChatEndpoint.start(streams())
  })
})
