import { toAnswerError } from '../../src/answer/answer-error'
import type { ModelRequest } from '../../src/model/model'
import { createOpenAiModel } from '../../src/model/openai-model'
import { ChatEndpoint } from '../support/chat-endpoint'

let endpoint: ChatEndpoint

beforeAll(async () => {
  endpoint = await ChatEndpoint.start(() => undefined)
})

afterAll(() => endpoint.close())

/** What a student is told where an endpoint refuses a question so. */
async function toldOf(status: number, body: object, pages: 'with a page' | 'without pages') {
  endpoint.behaviour = (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const images = pages === 'with a page' ? [{ mime: 'image/png' as const, bytes: Buffer.from('page') }] : []
  const request: ModelRequest = { question: '问', images, history: [], signal: new AbortController().signal }
  const model = createOpenAiModel({ name: 'any', baseUrl: endpoint.baseUrl })
  try {
    for await (const _event of model.answer(request));
  } catch (failure) {
    const { code, message, retryable } = toAnswerError(failure).frame
    return { code, message, retryable }
  }
  return undefined
}

const error = (message: string, type = 'invalid_request_error', code: unknown = null) => ({
  error: { message, type, param: null, code },
})

const tooLong = {
  code: 'BAD_REQUEST',
  message: '这次对话太长，老师读不下了。请开始新对话再问，或少传几页、少写一些',
  retryable: false,
}
const badPages = {
  code: 'BAD_REQUEST',
  message: '老师看不了这些照片，请换成清楚的照片，或把题目打成文字再问',
  retryable: false,
}
const notWanted = {
  code: 'CONTENT_REJECTED',
  message: '这个问题暂时无法回答，请换一个问题',
  retryable: false,
}
const notSo = {
  code: 'MODEL_UNAVAILABLE',
  message: '老师答不了这样的提问，请换个问法，或开始新对话再问',
  retryable: false,
}
const away = { code: 'MODEL_UNAVAILABLE', message: '老师暂时不在，请稍后再试', retryable: true }
const busy = { code: 'OVERLOADED', message: '现在提问的人太多，请稍后再试', retryable: true }

/** As their documents and users quote them. */
const bodies: [string, number, object, object][] = [
  // More than the model reads.
  [
    'OpenAI',
    400,
    error(
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130001 tokens. Please reduce the length of the messages.",
      'invalid_request_error',
      'context_length_exceeded',
    ),
    tooLong,
  ],
  [
    "OpenAI's responses' words",
    400,
    error('Your input exceeds the context window of this model. Please adjust your input and try again.'),
    tooLong,
  ],
  [
    'OpenAI, beyond all tokens of a minute',
    429,
    error(
      'Request too large for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Requested 41234.',
      'tokens',
      'rate_limit_exceeded',
    ),
    tooLong,
  ],
  [
    'OpenAI, a string',
    400,
    error(
      "Invalid 'messages[1].content': string too long. Expected a string with maximum length 1048576.",
      'invalid_request_error',
      'string_above_max_length',
    ),
    tooLong,
  ],
  [
    'Azure',
    400,
    {
      error: {
        message: "This model's maximum context length is 16385 tokens.",
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
      },
    },
    tooLong,
  ],
  [
    'DeepSeek',
    400,
    error(
      "This model's maximum context length is 65536 tokens. However, you requested 70012 tokens (66012 in the messages, 4000 in the completion).",
    ),
    tooLong,
  ],
  [
    'DashScope',
    400,
    error(
      '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]',
      'invalid_request_error',
      'invalid_parameter_error',
    ),
    tooLong,
  ],
  [
    "DashScope's own form",
    400,
    { code: 'InvalidParameter', message: 'Range of input length should be [1, 30720]', request_id: 'r' },
    tooLong,
  ],
  ['Moonshot', 400, error('Invalid request: Your request exceeded model token limit: 8192'), tooLong],
  ['Zhipu', 400, { error: { code: '1261', message: 'Prompt 超长' } }, tooLong],
  [
    'Ark',
    400,
    error(
      'Total tokens of image and text exceed max message tokens. Request id: 0217',
      'BadRequest',
      'InvalidParameter',
    ),
    tooLong,
  ],
  [
    'Ark, of its input',
    400,
    error('Input length 131099 exceeds the maximum length 131072.', 'BadRequest', 'OutofContextError'),
    tooLong,
  ],
  [
    'MiniMax',
    200,
    { base_resp: { status_code: 2013, status_msg: 'invalid params, context window exceeds limit' } },
    tooLong,
  ],
  [
    'Anthropic',
    400,
    {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'prompt is too long: 208310 tokens > 200000 maximum' },
    },
    tooLong,
  ],
  [
    'Anthropic, of bytes',
    413,
    { type: 'error', error: { type: 'request_too_large', message: 'Request exceeds the maximum size' } },
    tooLong,
  ],
  [
    'Gemini',
    400,
    {
      error: {
        code: 400,
        message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
        status: 'INVALID_ARGUMENT',
      },
    },
    tooLong,
  ],
  [
    'vLLM',
    400,
    {
      object: 'error',
      message: 'The decoder prompt (length 5000) is longer than the maximum model length of 4096.',
      type: 'BadRequestError',
      code: 400,
    },
    tooLong,
  ],
  [
    'llama.cpp',
    400,
    {
      error: {
        code: 400,
        message: 'the request exceeds the available context size, try increasing it',
        type: 'exceed_context_size_error',
      },
    },
    tooLong,
  ],
  [
    'SiliconFlow',
    400,
    {
      code: 20015,
      message: 'length of prompt_tokens (40000) must be less than max_seq_len (32768).',
      data: null,
    },
    tooLong,
  ],
  ['nginx', 413, {}, tooLong],
  // Not wanted, whatever is asked again.
  [
    'OpenAI',
    400,
    error('Invalid prompt: flagged as potentially violating', 'x', 'invalid_prompt'),
    notWanted,
  ],
  [
    'Azure',
    400,
    {
      error: {
        message:
          "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        code: 'content_filter',
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      },
    },
    notWanted,
  ],
  ['DeepSeek', 400, error('Content Exists Risk'), notWanted],
  [
    'DashScope',
    400,
    error(
      'Input data may contain inappropriate content.',
      'data_inspection_failed',
      'data_inspection_failed',
    ),
    notWanted,
  ],
  [
    'Moonshot',
    400,
    error('The request was rejected because it was considered high risk', 'content_filter'),
    notWanted,
  ],
  [
    'Zhipu',
    400,
    { error: { code: '1301', message: '系统检测到输入或生成内容可能包含不安全或敏感内容' } },
    notWanted,
  ],
  ['Ark', 400, error('x', 'BadRequest', 'InputTextSensitiveContentDetected'), notWanted],
  // Another question would have an answer.
  ['DeepSeek', 422, error('Failed to deserialize the JSON body into the target type'), notSo],
  ['Zhipu', 400, { error: { code: '1210', message: 'API 调用参数有误' } }, notSo],
  [
    'Anthropic',
    400,
    { type: 'error', error: { type: 'invalid_request_error', message: 'messages: x' } },
    notSo,
  ],
  // Somebody has to mend it: a student may come later.
  ['OpenAI', 401, error('Incorrect API key provided', 'invalid_request_error', 'invalid_api_key'), away],
  ['OpenAI', 404, error('The model `x` does not exist', 'invalid_request_error', 'model_not_found'), away],
  ['OpenAI', 429, error('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota'), away],
  [
    'Azure',
    404,
    { error: { code: 'DeploymentNotFound', message: 'The API deployment does not exist' } },
    away,
  ],
  ['DeepSeek', 402, error('Insufficient Balance', 'unknown_error', 'invalid_request_error'), away],
  [
    'DashScope',
    400,
    { code: 'Arrearage', message: 'Access denied, please make sure your account is in good standing.' },
    away,
  ],
  ['Moonshot', 404, error('Not found the model or Permission denied', 'resource_not_found_error'), away],
  ['Zhipu', 429, { error: { code: '1113', message: '您的账户已欠费，请充值后重试' } }, away],
  ['Ark', 403, error('x', 'Forbidden', 'AccountOverdueError'), away],
  ['Anthropic', 403, { type: 'error', error: { type: 'permission_error', message: 'x' } }, away],
  // Waiting cures it.
  ['OpenAI', 429, error('Rate limit reached for gpt-4o', 'tokens', 'rate_limit_exceeded'), busy],
  ['Anthropic', 529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, busy],
  ['Moonshot', 429, error('The engine is currently overloaded', 'engine_overloaded_error'), busy],
]

test.each(bodies)(
  'of a refusal by %s (%i, %j) a student is told what helps',
  async (_who, status, body, told) => {
    expect(await toldOf(status, body, 'without pages')).toEqual(told)
    expect(await toldOf(status, body, 'with a page')).toEqual(told)
  },
)

test.each<[string, object]>([
  ['OpenAI', error('You uploaded an unsupported image.', 'invalid_request_error', 'invalid_image_format')],
  [
    'DashScope',
    error('The image length and width do not meet the model restrictions.', 'x', 'invalid_parameter_error'),
  ],
  ['Zhipu', { error: { code: '1210', message: '图片输入格式/解析错误' } }],
  ['Ark', error('Invalid base64 image_url', 'BadRequest', 'InvalidParameter')],
  ['Moonshot', error('Invalid request: unsupported image format')],
  [
    'Anthropic',
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'messages.0.content.1.image: image exceeds 5 MB maximum',
      },
    },
  ],
])('of pages that %s cannot take, too', async (_who, body) => {
  expect(await toldOf(400, body, 'with a page')).toEqual(badPages)
})
