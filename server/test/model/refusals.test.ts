import type { ModelRequest } from '../../src/model/model'
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
