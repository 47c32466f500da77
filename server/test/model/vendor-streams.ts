import { choice, counted, DONE, ends, event, says, tokens, type VendorStream } from './stream-pieces'
import { thoughtStreams } from './thought-streams'

/** Fields that are not what they should be. */
const oddFields: VendorStream[] = [
  {
    kind: 'with an odd field beside the text',
    pieces: [says('你好', { refusal: false, role: 7, tool_calls: 'none' }), ends('stop'), DONE],
    text: '你好',
    finish: 'stop',
  },
  {
    kind: 'with the text as a list of parts',
    pieces: [says([{ type: 'text', text: '你' }, '好', { type: 'image', url: 'x' }]), ends('stop'), DONE],
    text: '你好',
    finish: 'stop',
  },
  {
    kind: 'with thoughts among the parts of its text',
    pieces: [
      says([
        { type: 'thinking', thinking: [{ type: 'text', text: '先想' }] },
        { type: 'text', text: '答' },
      ]),
      ends('stop'),
      DONE,
    ],
    text: '答',
    thoughts: '先想',
    finish: 'stop',
  },
  {
    kind: 'with two choices in a chunk',
    pieces: [
      event({ choices: [{ delta: { content: '一' } }, { index: 'x', delta: { content: '二' } }] }),
      DONE,
    ],
    text: '一二',
    finish: 'stop',
  },
  {
    kind: 'whose usage is a text',
    pieces: [event({ choices: [{ delta: { content: '好' } }], usage: 'none' }), ends('stop'), DONE],
    text: '好',
    finish: 'stop',
  },
  {
    kind: 'with fractions, negative and huge numbers for tokens',
    pieces: [says('好'), ends('stop'), counted(10.4, -3, 1e20), DONE],
    text: '好',
    finish: 'stop',
    usage: tokens(10, 0, 10),
  },
  {
    kind: 'with 3e9, null and digits for tokens',
    pieces: [says('好'), ends('stop'), counted(3e9, null, '12'), DONE],
    text: '好',
    finish: 'stop',
    usage: tokens(0, 0, 12),
  },
  {
    kind: 'with its usage inside of a choice',
    pieces: [says('好'), choice({ delta: {}, finish_reason: 'stop', usage: tokens(1, 2, 3) }), DONE],
    text: '好',
    finish: 'stop',
    usage: tokens(1, 2, 3),
  },
  {
    kind: 'with NUL in its text and its reason',
    pieces: [says('你\0好'), ends('st\0op'), DONE],
    text: '你好',
    finish: 'stop',
  },
  {
    kind: 'with chunks that mean nothing here',
    pieces: ['data: ping\n\n', event({ type: 'heartbeat' }), event(null), says('好'), ends('stop'), DONE],
    text: '好',
    finish: 'stop',
  },
  {
    kind: "with Python's NaN and a bare line break in its JSON",
    pieces: [
      'data: {"choices":[{"logprobs":NaN,"delta":{"content":"你"}}]}\n\n',
      'data: {"choices":[{"delta":{"content":"a\tb"}}]}\n\n',
      ends('stop'),
      DONE,
    ],
    text: '你a\tb',
    finish: 'stop',
  },
  {
    kind: 'with a text that comes in a form nobody can read',
    pieces: [says('你'), 'data: {"choices":[{"delta":{"content":"好\n\n', says('！'), ends('stop'), DONE],
    text: '你！',
    finish: 'incomplete',
  },
]

/** When a text is whole. */
const reasons: VendorStream[] = [
  {
    kind: 'with its reason on every chunk',
    pieces: [
      choice({ delta: { content: '一' }, finish_reason: 'stop' }),
      choice({ delta: { content: '二' }, finish_reason: 'stop' }),
      DONE,
    ],
    text: '一二',
    finish: 'stop',
  },
  {
    kind: 'with an early reason that comes alone',
    pieces: [ends('stop'), says('一'), ends('stop'), says('二'), DONE],
    text: '一二',
    finish: 'stop',
  },
  {
    kind: 'with a reason on a thought',
    pieces: [
      choice({ delta: { reasoning_content: '想' }, finish_reason: 'stop' }),
      says('一'),
      ends('length'),
      DONE,
    ],
    text: '一',
    thoughts: '想',
    finish: 'length',
  },
  ...['null', 'None', '', ' '].map((none) => ({
    kind: `with ${JSON.stringify(none)} for no reason yet`,
    pieces: [choice({ delta: { content: '一' }, finish_reason: none }), says('二'), ends('stop'), DONE],
    text: '一二',
    finish: 'stop',
  })),
  {
    kind: 'that ends by [DONE] alone',
    pieces: [says('一'), says('二'), DONE],
    text: '一二',
    finish: 'stop',
  },
  {
    kind: 'that ends by [DONE] and stays open',
    pieces: [says('一'), DONE],
    end: 'open',
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'that says neither a reason nor [DONE]',
    pieces: [says('一')],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'whose text goes on after its reason and then breaks off',
    pieces: [choice({ delta: { content: '一' }, finish_reason: 'stop' }), says('二')],
    text: '一二',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'that is reset with a reason on each of its chunks',
    pieces: [choice({ delta: { content: '一' }, finish_reason: 'stop' })],
    end: 'reset',
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'that is reset after its reason',
    pieces: [says('一'), ends('stop')],
    end: 'reset',
    text: '一',
    finish: 'stop',
  },
  ...[
    'insufficient_system_resource',
    'network_error',
    'error',
    'abort',
    'sensitive',
    'model_context_window_exceeded',
    'SAFETY',
    'MAX_TOKENS',
    'RECITATION',
  ].map((reason) => ({
    kind: `that ends by ${reason}`,
    pieces: [says('一半'), ends(reason), DONE],
    text: '一半',
    finish: reason,
  })),
  {
    kind: 'of blanks alone',
    pieces: [says(' \n'), says('\n'), ends('stop'), DONE],
    text: ' \n\n',
    fails: 'MODEL_UNAVAILABLE',
  },
  {
    kind: 'without a word, by a filter',
    pieces: [ends('SAFETY'), DONE],
    text: '',
    fails: 'CONTENT_REJECTED',
  },
  {
    kind: 'without a word, for want of room',
    pieces: [ends('insufficient_system_resource'), DONE],
    text: '',
    fails: 'OVERLOADED',
  },
]

/** How the same events stand on the wire. */
const framing: VendorStream[] = [
  {
    kind: 'with CRLF and comments',
    pieces: [': keep-alive\r\n\r\n', says('一').replaceAll('\n', '\r\n'), ':\r\n\r\n', ends('stop'), DONE],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'with carriage returns alone',
    pieces: [
      says('一').replaceAll('\n', '\r'),
      ends('stop').replaceAll('\n', '\r'),
      DONE.replaceAll('\n', '\r'),
    ],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'without blank lines and without a space after the colon',
    pieces: [says('一').replace('data: ', 'data:').slice(0, -1), ends('stop').slice(0, -1), 'data: [DONE]'],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'with one event over several lines of data',
    pieces: ['data: {"choices":\ndata: [{"delta":{"content":"一"}}]}\n\n', DONE],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'torn inside of a character and a line break',
    pieces: [
      ...[...Buffer.from(`\ufeff${says('你好')}${ends('stop')}${DONE}`.replaceAll('\n', '\r\n'))].map(
        (byte) => Buffer.from([byte]),
      ),
    ],
    text: '你好',
    finish: 'stop',
  },
  {
    kind: 'that is one whole JSON answer',
    type: 'application/json',
    pieces: [
      JSON.stringify(
        {
          choices: [{ message: { role: 'assistant', content: '二', reasoning_content: '想' } }],
          usage: tokens(1, 2, 3),
        },
        null,
        2,
      ),
    ],
    text: '二',
    thoughts: '想',
    finish: 'stop',
    usage: tokens(1, 2, 3),
  },
  {
    kind: 'of bare lines of JSON',
    type: 'text/plain',
    pieces: [says('一').slice(6), says('二').slice(6), ends('stop').slice(6)],
    text: '一二',
    finish: 'stop',
  },
  {
    kind: 'that repeats the whole answer in its last chunk',
    pieces: [says('一'), says('二'), choice({ message: { content: '一二三' }, finish_reason: 'stop' }), DONE],
    text: '一二三',
    finish: 'stop',
  },
]

const CONTEXT_EXCEEDED =
  'error: {"code":500,"message":"Context size has been exceeded.","type":"server_error"}\n\n'

/** Failures that are told in the stream. */
const failures: VendorStream[] = [
  ...[
    { code: 0, message: 'success' },
    { code: null, message: 'OK' },
    { code: '', message: '' },
  ].map((error) => ({
    kind: `with errors that are none, ${JSON.stringify(error)}`,
    pieces: [says('一'), event({ choices: [{ error, delta: {} }], error }), event(error), ends('stop'), DONE],
    text: '一',
    finish: 'stop',
  })),
  {
    kind: 'with an error after its first words',
    pieces: [says('一'), event({ error: { message: 'boom', type: 'server_error' } }), DONE],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'with an error event that has no error inside',
    pieces: ['event: error\n', event({ message: 'boom', code: 500 })],
    text: '',
    fails: 'MODEL_UNAVAILABLE',
  },
  {
    kind: 'with an error beside the choices of its last chunk',
    pieces: [
      says('一'),
      event({
        error: { code: 'server_error', message: 'gone' },
        choices: [{ delta: { content: '' }, finish_reason: 'error' }],
      }),
      DONE,
    ],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'that is refused in the middle',
    pieces: [says('一'), event({ error: { code: 'data_inspection_failed', message: 'x' } })],
    text: '一',
    fails: 'CONTENT_REJECTED',
  },
  {
    kind: "with llama.cpp's own line for an error after its first words",
    pieces: [says('一'), CONTEXT_EXCEEDED, DONE],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: "with llama.cpp's own line for an error before its first words",
    pieces: [CONTEXT_EXCEEDED, DONE],
    text: '',
    fails: 'TOO_LONG',
  },
  {
    kind: "with llama.cpp's own line for an error, torn and without a blank line",
    pieces: [says('一'), CONTEXT_EXCEEDED.slice(0, 30), `${CONTEXT_EXCEEDED.slice(30).trimEnd()}\n`, DONE],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'with an unknown field that has no JSON',
    pieces: [says('一'), 'error: none\n\n', ends('stop'), DONE],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'that is a refusal with status 200',
    type: 'application/json',
    pieces: [JSON.stringify({ base_resp: { status_code: 1002, status_msg: 'limit' } })],
    text: '',
    fails: 'OVERLOADED',
  },
]

const FILTERS = {
  hate: { filtered: false, severity: 'safe' },
  violence: { filtered: false, severity: 'safe' },
}
const routed = (fields: object): string => choice({ delta: { role: 'assistant', content: '' }, ...fields })

/** What single vendors do, as their users report it. */
const vendors: VendorStream[] = [
  {
    kind: 'of Azure, with what its filters found in chunks of their own',
    pieces: [
      event({ choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: FILTERS }] }),
      choice({ delta: { role: 'assistant', content: '', refusal: null }, content_filter_results: {} }),
      choice({ delta: { content: '一' }, content_filter_results: FILTERS }),
      choice({
        finish_reason: null,
        content_filter_results: FILTERS,
        content_filter_offsets: { check_offset: 1 },
      }),
      choice({ delta: {}, finish_reason: 'stop', content_filter_results: {} }),
      DONE,
    ],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'of Azure, filtered in the middle',
    pieces: [
      says('一'),
      choice({
        delta: {},
        finish_reason: 'content_filter',
        content_filter_results: { hate: { filtered: true } },
      }),
      DONE,
    ],
    text: '一',
    finish: 'content_filter',
  },
  {
    kind: 'of OpenRouter, with comments before its first word',
    pieces: [
      ': OPENROUTER PROCESSING\n\n',
      ': OPENROUTER PROCESSING\n\n',
      routed({}),
      says('一'),
      ends('stop'),
      DONE,
    ],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'of a gateway that sends comments on as data',
    pieces: [
      'data: : OPENROUTER PROCESSING\n\n',
      says('一'),
      'data: : OPENROUTER PROCESSING\n',
      ends('stop'),
      DONE,
    ],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'of OpenRouter, with an error inside of its choice before a word',
    pieces: [
      routed({ finish_reason: 'error', error: { code: 429, message: 'Provider returned error' } }),
      DONE,
    ],
    text: '',
    fails: 'OVERLOADED',
  },
  {
    kind: 'of OpenRouter, with an error inside of its choice after a word',
    pieces: [
      says('一'),
      routed({ finish_reason: 'error', error: { code: 502, message: 'disconnected' } }),
      DONE,
    ],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'whose choice has an error that says nothing',
    pieces: [
      choice({ delta: { content: '一' }, error: null }),
      choice({ delta: {}, finish_reason: 'stop', error: {} }),
      DONE,
    ],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'of a gateway that names its data twice',
    pieces: [`data: ${says('一')}`, `data: ${ends('stop')}`, `data: ${DONE}`],
    text: '一',
    finish: 'stop',
  },
  {
    kind: 'of Ollama, that fails with a bare line',
    pieces: [says('一'), '{"error":"an error was encountered while running the model: unexpected EOF"}\n'],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'of vLLM, that fails after a word',
    pieces: [
      says('一'),
      event({ object: 'error', message: 'EngineCore died', type: 'InternalServerError', code: 500 }),
      DONE,
    ],
    text: '一',
    fails: 'GENERATION_INTERRUPTED',
  },
  {
    kind: 'of LiteLLM, that fails for want of room before a word',
    pieces: [
      event({
        error: { message: 'litellm.RateLimitError', type: 'throttling_error', param: null, code: '429' },
      }),
    ],
    text: '',
    fails: 'OVERLOADED',
  },
  {
    kind: 'of Gemini, whose refusal is a list, with status 200',
    type: 'application/json',
    pieces: [JSON.stringify([{ error: { code: 429, message: 'exhausted', status: 'RESOURCE_EXHAUSTED' } }])],
    text: '',
    fails: 'OVERLOADED',
  },
  {
    kind: 'that is a list of its chunks',
    type: 'application/json',
    pieces: [
      `[${says('一').slice(6).trim()},\n${says('二').slice(6).trim()},\n${ends('stop').slice(6).trim()}]`,
    ],
    text: '一二',
    finish: 'stop',
  },
  {
    kind: 'that calls a tool that nobody offered, with words',
    pieces: [
      says('一'),
      choice({
        delta: { content: null, tool_calls: [{ index: 0, function: { name: 'f', arguments: '{}' } }] },
      }),
      ends('tool_calls'),
      DONE,
    ],
    text: '一',
    finish: 'tool_calls',
  },
  {
    kind: 'that calls a tool that nobody offered, without a word',
    pieces: [
      choice({ delta: { content: null, function_call: { name: 'f', arguments: '{}' } } }),
      ends('function_call'),
      DONE,
    ],
    text: '',
    fails: 'MODEL_UNAVAILABLE',
  },
  {
    kind: 'of Bedrock behind a gateway, with its thoughts in an object',
    pieces: [choice({ delta: { reasoning_content: { text: '想' } } }), says('一'), ends('end_turn'), DONE],
    text: '一',
    thoughts: '想',
    finish: 'end_turn',
  },
  {
    kind: 'of Moonshot, with its usage inside of its last choice, and DashScope’s null elsewhere',
    pieces: [
      event({ choices: [{ delta: { content: '一' }, finish_reason: null }], usage: null }),
      choice({ delta: {}, finish_reason: 'stop', usage: tokens(1, 2, 3) }),
      DONE,
    ],
    text: '一',
    finish: 'stop',
    usage: tokens(1, 2, 3),
  },
  {
    kind: 'whose usage is counted along, and nothing at its end',
    pieces: [
      event({ choices: [{ delta: { content: '一' } }], usage: tokens(5, 1, 6) }),
      ends('stop'),
      counted(0, 0, 0),
      DONE,
    ],
    text: '一',
    finish: 'stop',
    usage: tokens(5, 1, 6),
  },
]

export const vendorStreams: VendorStream[] = [
  ...oddFields,
  ...reasons,
  ...framing,
  ...thoughtStreams,
  ...failures,
  ...vendors,
]
