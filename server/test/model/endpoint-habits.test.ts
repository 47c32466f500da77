import { createServer } from 'node:net'
import type { ModelEvent } from '../../src/model/model'
import { createOpenAiModel } from '../../src/model/openai-model'
import { ChatEndpoint } from '../support/chat-endpoint'

const says = (code: unknown, type = '', message = 'x') => ({ error: { code, type, message } })

describe('an endpoint with habits of its own', () => {
  const notices = (events: readonly ModelEvent[]) =>
    events.flatMap((event) => (event.type === 'notice' ? event.message : []))
  const ask = async (model: ReturnType<typeof createOpenAiModel>): Promise<ModelEvent[]> => {
    const events: ModelEvent[] = []
    const request = { question: '问', images: [], history: [], signal: new AbortController().signal }
    for await (const event of model.answer(request)) events.push(event)
    return events
  }
  const whole = JSON.stringify({ choices: [{ message: { content: '好' }, finish_reason: 'stop' }] })

  it('is asked without the fields that it refuses, and from then on never with them', async () => {
    const own = await ChatEndpoint.start((response) => {
      const body = own.bodies.at(-1) ?? {}
      const unknown = ['stream_options', 'max_tokens'].find((field) => field in body)
      if (unknown === undefined) {
        response.end(whole)
        return
      }
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ detail: [{ type: 'extra_forbidden', loc: ['body', unknown] }] }))
    })
    const parameters = { max_tokens: 100, temperature: 0.2 }
    const model = createOpenAiModel({ name: 'old', baseUrl: own.baseUrl, parameters })
    const events = await ask(model)
    expect(events.at(-1)).toEqual({ type: 'finish', finishReason: 'stop' })
    expect(notices(events)).toEqual([
      'model old: the endpoint does not take stream_options (400), asked without it from now on',
      'model old: the endpoint does not take max_tokens (400), asked without it from now on',
    ])
    await ask(model)
    expect(own.bodies).toHaveLength(4)
    expect(own.bodies.at(-1)).not.toHaveProperty('max_tokens')
    expect(own.bodies.at(-1)).toHaveProperty('temperature', 0.2)
    await own.close()
  })

  it('is asked by each of two calls at once without the field that it refuses', async () => {
    const refused: (() => void)[] = []
    const own = await ChatEndpoint.start((response) => {
      if (!('stream_options' in (own.bodies.at(-1) ?? {}))) {
        response.end(whole)
        return
      }
      // Both are under way with the field before either is refused.
      refused.push(() => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(JSON.stringify(says('', '', 'unknown field stream_options')))
      })
      if (refused.length === 2) for (const refuse of refused) refuse()
    })
    const model = createOpenAiModel({ name: 'old', baseUrl: own.baseUrl })
    const answers = await Promise.all([ask(model), ask(model)])
    expect(answers.map((events) => events.at(-1))).toEqual([
      { type: 'finish', finishReason: 'stop' },
      { type: 'finish', finishReason: 'stop' },
    ])
    expect(own.bodies).toHaveLength(4)
    await own.close()
  })

  it.each([
    [
      'vLLM',
      "'max_tokens' or 'max_completion_tokens' is too large: 8192. This model's maximum context length is 16384 tokens and your request has 9000 input tokens",
    ],
    ['a gateway', 'max_tokens 超过模型的上下文长度'],
  ])(
    'such as %s, that has no room for the limit beside one question, is asked with it again',
    async (_who, words) => {
      const own = await ChatEndpoint.start((response) => {
        if (own.bodies.length !== 1) {
          response.end(whole)
          return
        }
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ object: 'error', message: words }))
      })
      const model = createOpenAiModel({ name: 'own', baseUrl: own.baseUrl, parameters: { max_tokens: 8192 } })
      expect(notices(await ask(model))).toEqual([
        'model own: the endpoint has no room for max_tokens (400) beside this question, asked without it this once',
      ])
      await ask(model)
      expect(own.bodies.map(({ max_tokens }) => max_tokens)).toEqual([8192, undefined, 8192])
      await own.close()
    },
  )

  it('such as OpenAI, whose model never writes so much, is asked without that limit from now on', async () => {
    const words = 'max_tokens is too large: 100000. This model supports at most 16384 completion tokens'
    const own = await ChatEndpoint.start((response) => {
      if (own.bodies.length !== 1) {
        response.end(whole)
        return
      }
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: words } }))
    })
    const model = createOpenAiModel({
      name: 'own',
      baseUrl: own.baseUrl,
      parameters: { max_tokens: 100_000 },
    })
    await ask(model)
    await ask(model)
    expect(own.bodies.map(({ max_tokens }) => max_tokens)).toEqual([100_000, undefined, undefined])
    await own.close()
  })

  it.each([
    ['is on the way to its deployments', '/openai/deployments/d?api-version=1', 'key', undefined],
    ['is its v1', '/openai/v1', undefined, 'Bearer key'],
  ])(
    'such as Azure is given its key as it wants it where the address %s',
    async (_which, path, key, bearer) => {
      const given: unknown[] = []
      const own = await ChatEndpoint.start((response, { headers }) => {
        given.push(headers['api-key'], headers.authorization)
        response.end(whole)
      })
      const baseUrl = new URL(path, own.baseUrl).href
      await ask(createOpenAiModel({ name: 'any', baseUrl, apiKey: 'key' }))
      expect(given).toEqual([key, bearer])
      await own.close()
    },
  )

  it('that closes a kept connection before it answers is asked once more over a new one', async () => {
    const sockets: number[] = []
    const own = createServer((socket) => {
      const number = sockets.push(0) - 1
      socket.on('error', () => undefined)
      socket.on('data', () => {
        sockets[number] = (sockets[number] ?? 0) + 1
        if (number === 0 && sockets[number] === 2) socket.resetAndDestroy()
        else
          socket.write(
            `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(whole)}\r\n\r\n${whole}`,
          )
      })
    })
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
    const address = own.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const model = createOpenAiModel({ name: 'any', baseUrl: `http://127.0.0.1:${port}/v1` })
    await ask(model)
    const events = await ask(model)
    expect(sockets).toEqual([2, 1])
    expect(notices(events)).toEqual([
      'model any: a kept connection was closed by the endpoint (ECONNRESET), asked over a new one',
    ])
    expect(events.at(-1)).toMatchObject({ type: 'finish' })
    await new Promise((resolve) => own.close(resolve))
  })

  it('whose address has a query keeps it', async () => {
    const paths: (string | undefined)[] = []
    const own = await ChatEndpoint.start((response, request) => {
      paths.push(request.url)
      response.end(whole)
    })
    await ask(createOpenAiModel({ name: 'any', baseUrl: `${own.baseUrl}/?api-version=1` }))
    expect(paths).toEqual(['/v1/chat/completions?api-version=1'])
    await own.close()
  })

  it('that sends chunks nobody understands has them counted in one line, without their text', async () => {
    const own = await ChatEndpoint.start((response) => {
      response.write('data: 秘密\n\ndata: {"secret":"秘密"}\n\n')
      response.end('data: {"choices":[{"delta":{"content":"好"}}]}\n\ndata: [DONE]\n\n')
    })
    expect(notices(await ask(createOpenAiModel({ name: 'any', baseUrl: own.baseUrl })))).toEqual([
      'the model sent 2 chunks that were not understood; no text is missing',
    ])
    await own.close()
  })

  it('that sends only comments, and one to which the pages go up slowly, shows life', async () => {
    const own = await ChatEndpoint.start((response) => {
      response.write(': keep-alive\n\n')
      setTimeout(() => response.end('data: {"choices":[{"delta":{"content":"好"}}]}\n\ndata: [DONE]\n\n'), 20)
    })
    const model = createOpenAiModel({ name: 'any', baseUrl: own.baseUrl })
    const images = [{ mime: 'image/png' as const, bytes: Buffer.alloc(200_000) }]
    const types: string[] = []
    const request = { question: '', images, history: [], signal: new AbortController().signal }
    for await (const { type } of model.answer(request)) types.push(type)
    const answered = types.indexOf('stage')
    expect(types.slice(0, answered).filter((type) => type === 'alive').length).toBeGreaterThan(10)
    expect(types.slice(answered)).toEqual(['stage', 'alive', 'content', 'finish'])
    await own.close()
  })
})
