import { createServer } from 'node:net'
import { retryAfter } from '../../src/model/chat/retry-after'
import type { ModelEvent, ModelRequest } from '../../src/model/model'
import { createOpenAiModel } from '../../src/model/openai-model'
import { ChatEndpoint } from '../support/chat-endpoint'

interface Refused {
  status: number
  error: object
  headers?: Record<string, string>
  /** With a page in the question. */
  page?: true
}

let endpoint: ChatEndpoint

beforeAll(async () => {
  endpoint = await ChatEndpoint.start(() => undefined)
})

afterAll(() => endpoint.close())

async function failureOf({ status, error, headers = {}, page }: Refused): Promise<unknown> {
  endpoint.behaviour = (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(error))
  }
  const model = createOpenAiModel({ name: 'any', baseUrl: endpoint.baseUrl })
  const images = page ? [{ mime: 'image/png' as const, bytes: Buffer.from('page') }] : []
  const request: ModelRequest = { question: '问', images, history: [], signal: new AbortController().signal }
  try {
    for await (const _event of model.answer(request));
  } catch (failure) {
    return failure
  }
  return undefined
}

const says = (code: unknown, type = '', message = 'x') => ({ error: { code, type, message } })

describe('a refusal', () => {
  it.each<[string, Refused]>([
    ["DashScope's inspection", { status: 400, error: says('data_inspection_failed') }],
    ["DashScope's own form", { status: 400, error: { code: 'DataInspectionFailed', message: 'x' } }],
    ["Ark's text inspection", { status: 400, error: says('InputTextSensitiveContentDetected') }],
    [
      "Ark's image inspection",
      { status: 400, error: says('InputImageSensitiveContentDetected'), page: true },
    ],
    ["Ark's risk detection", { status: 400, error: says('OutputTextRiskDetection') }],
    [
      "Zhipu's 1301",
      { status: 400, error: says('1301', '', '系统检测到输入或生成内容可能包含不安全或敏感内容') },
    ],
    ["DeepSeek's words", { status: 400, error: says('invalid_request_error', '', 'Content Exists Risk') }],
    ["Moonshot's type", { status: 400, error: says(null, 'content_filter') }],
    [
      "Azure's filter",
      {
        status: 400,
        error: { error: { code: 'content_filter', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
      },
    ],
    ["OpenAI's policy", { status: 400, error: says('content_policy_violation') }],
    ["OpenAI's image policy", { status: 400, error: says('image_content_policy_violation'), page: true }],
    [
      'a list of one, as Gemini writes it',
      {
        status: 400,
        error: [{ error: { code: 'content_filter', message: 'x', status: 'INVALID_ARGUMENT' } }],
      },
    ],
    ["a gateway's word list", { status: 403, error: says('sensitive_words_detected') }],
  ])('by %s is of the content, and asking again does not cure it', async (_what, refused) => {
    expect(await failureOf(refused)).toMatchObject({ code: 'CONTENT_REJECTED', retryable: false })
  })

  it.each<[string, Refused]>([
    ['a name', { status: 404, error: says('model_not_found', '', 'Model names are case-sensitive') }],
    ['a header', { status: 400, error: says('bad_header', '', 'case-sensitive content types are refused') }],
    ['a key', { status: 401, error: says('invalid_api_key', '', 'never share sensitive information') }],
  ])(
    'that calls %s case-sensitive, or something of its own sensitive, is none of the content',
    async (_what, refused) => {
      expect(await failureOf(refused)).toMatchObject({ code: 'MODEL_UNAVAILABLE' })
    },
  )

  it.each<[string, Refused]>([
    ['OpenAI', { status: 400, error: says('invalid_image_format') }],
    [
      'DashScope',
      {
        status: 400,
        error: says('invalid_parameter_error', '', 'The image format is illegal and cannot be opened'),
      },
    ],
    [
      'DashScope, that could not open it',
      {
        status: 400,
        error: says(
          'InvalidParameter.DataInspection',
          '',
          'Unable to download the media resource during the data inspection process.',
        ),
      },
    ],
    ['Ark', { status: 400, error: says('InvalidImageURL.InvalidFormat') }],
    [
      'DeepSeek, that sees none',
      { status: 422, error: says('', '', 'unknown variant `image_url`, expected `text`') },
    ],
    ['Moonshot', { status: 400, error: says('', 'invalid_request_error', 'unsupported image url') }],
    [
      'vLLM',
      { status: 400, error: { object: 'error', message: 'reader-1 is not a multimodal model', code: 400 } },
    ],
    ['a vendor, for its size', { status: 413, error: says('', '', 'image exceeds 5 MB maximum') }],
    [
      'a vendor, for its sides',
      {
        status: 400,
        error: says('', '', 'The image length and width exceeds the maximum length of 8000 pixels'),
      },
    ],
    [
      'a vendor, for one side',
      { status: 400, error: says('', '', 'image exceeds maximum length 2000 pixels') },
    ],
    ['a vendor, for its megabytes', { status: 400, error: says('', '', '输入图片大小超过 10MB 限制') }],
  ])('of a page by %s says so', async (_what, refused) => {
    expect(await failureOf({ ...refused, page: true })).toMatchObject({
      code: 'IMAGE_REJECTED',
      retryable: false,
    })
    expect(await failureOf(refused)).not.toMatchObject({ code: 'IMAGE_REJECTED' })
  })

  it.each<[string, Refused]>([
    ['OpenRouter', { status: 404, error: says(404, '', 'No endpoints found that support image input') }],
    [
      'llama.cpp',
      {
        status: 500,
        error: says(
          500,
          'server_error',
          'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
        ),
      },
    ],
    ['a gateway', { status: 501, error: says('', '', 'multimodal input is not implemented') }],
  ])('by %s that nothing there sees pages is of the pages, where there are some', async (_what, refused) => {
    expect(await failureOf({ ...refused, page: true })).toMatchObject({
      code: 'IMAGE_REJECTED',
      retryable: false,
    })
    expect(await failureOf(refused)).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true })
  })

  it.each<[string, Refused]>([
    ['a failure of its own', { status: 500, error: says(500, 'server_error', 'out of memory') }],
    [
      'a model that is not there, named for its seeing',
      {
        status: 404,
        error: says('model_not_found', '', 'no model `gpt-4-vision-preview` or `llama-vision`'),
      },
    ],
    ['a gateway behind which nothing is', { status: 502, error: says('', '', 'no image server') }],
    ['a server that is busy', { status: 500, error: says('server_busy', '', 'image queue is full') }],
  ])('for %s is none of the pages', async (_what, refused) => {
    const failure = await failureOf({ ...refused, page: true })
    expect(failure).toMatchObject({ retryable: true })
    expect(failure).not.toMatchObject({ code: 'IMAGE_REJECTED' })
  })

  it.each<[string, Refused]>([
    ['OpenAI', { status: 429, error: says('rate_limit_exceeded', 'tokens') }],
    ['DashScope', { status: 429, error: says('Throttling.RateQuota') }],
    ['Ark', { status: 429, error: says('ServerOverloaded') }],
    ['Ark, with another status', { status: 400, error: says('RateLimitExceeded.EndpointRPMExceeded') }],
    ['Zhipu', { status: 429, error: says('1302') }],
    ['DeepSeek', { status: 503, error: says('', '', 'Server overloaded'), headers: { 'retry-after': '3' } }],
    ['Moonshot', { status: 429, error: says(null, 'engine_overloaded_error') }],
    ['Azure', { status: 429, error: says('429') }],
    [
      'OpenRouter, in the stream',
      {
        status: 200,
        error: {
          error: {
            code: 429,
            message: 'Provider returned error',
            metadata: {
              raw: 'Quota exceeded: input token count exceeds the maximum of image tokens a minute',
            },
          },
        },
        page: true,
      },
    ],
    [
      'a gateway, in words for pictures',
      { status: 400, error: says('rate_limit_exceeded', '', 'too many image requests'), page: true },
    ],
  ])('for want of room by %s can be tried again', async (what, refused) => {
    const code = what === 'DeepSeek' ? 'MODEL_UNAVAILABLE' : 'OVERLOADED'
    expect(await failureOf(refused)).toMatchObject({ code, retryable: true })
  })

  it.each<[string, Refused]>([
    ['OpenAI', { status: 429, error: says('insufficient_quota') }],
    ['DashScope', { status: 400, error: says('Arrearage') }],
    ['Ark', { status: 403, error: says('AccountOverdueError') }],
    ['Zhipu', { status: 429, error: says('1113') }],
    ['DeepSeek', { status: 402, error: says('', '', 'Insufficient Balance') }],
    ['Moonshot', { status: 429, error: says(null, 'exceeded_current_quota_error') }],
    ['a gateway, in tokens', { status: 403, error: says('', '', 'Free input tokens quota exceeded') }],
    ['a gateway, of pages', { status: 403, error: says('', '', '图片额度已用完，输入超过'), page: true }],
  ])('for want of money by %s is nothing that waiting cures soon', async (_what, refused) => {
    expect(await failureOf(refused)).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true })
  })

  it.each([
    'max_tokens (100000) exceeds the maximum number of tokens (8192)',
    'maxOutputTokens: 100000 exceeds the maximum tokens of an answer',
    'max_completion_tokens is exceeding the max tokens allowed',
  ])('of the limit of an answer is none of the question: %s', async (message) => {
    for (const page of [{}, { page: true } as const]) {
      const failure = await failureOf({ status: 400, error: says('', '', message), ...page })
      expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE' })
    }
  })

  it.each([
    'Total tokens of image and text exceed max message tokens',
    'The input token count with 3 images (1200000) exceeds the maximum number of tokens allowed',
    '输入的图片和文字超过上下文长度',
  ])('in tokens is of the length, also where it names the pages: %s', async (message) => {
    const failure = await failureOf({ status: 400, error: says('', '', message), page: true })
    expect(failure).toMatchObject({ code: 'TOO_LONG' })
  })

  it('tells the wait that the vendor asks for', async () => {
    const refused = {
      status: 429,
      error: says('x'),
      headers: { 'retry-after': '1', 'retry-after-ms': '1500' },
    }
    expect(await failureOf(refused)).toMatchObject({ code: 'OVERLOADED', retryAfterMs: 1500 })
  })
})

describe('a wait', () => {
  const date = 'Sat, 28 Nov 2026 10:00:00 GMT'
  it.each<[string, Record<string, string>, number | undefined]>([
    ['in seconds', { 'retry-after': '2.5' }, 2500],
    ['in milliseconds, before seconds', { 'retry-after': '9', 'retry-after-ms': '20' }, 20],
    [
      'until a date, by the clock of who wrote it',
      { 'retry-after': 'Sat, 28 Nov 2026 10:00:07 GMT', date },
      7000,
    ],
    ['until a date, by our clock', { 'retry-after': 'Sat, 28 Nov 2026 10:00:07 GMT' }, 6000],
    ['until a date that is over', { 'retry-after': 'Sat, 28 Nov 2026 09:00:00 GMT', date }, undefined],
    ['of a day', { 'retry-after': '86400' }, 600_000],
    ['of nothing that is a time', { 'retry-after': 'soon', 'retry-after-ms': 'NaN' }, undefined],
    ['below nothing', { 'retry-after': '-5' }, undefined],
  ])('%s', (_what, headers, expected) => {
    expect(retryAfter(headers, () => Date.parse('Sat, 28 Nov 2026 10:00:01 GMT'))).toBe(expected)
  })
})

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
