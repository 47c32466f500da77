import type { Backend } from '../../packages/answer-stream/src/index'
import type { FakeRequest } from '../support/fake-wx'
import { aForeignProgramForEachTest, event, type Foreign } from './client'

const on = aForeignProgramForEachTest()

const chat = (library: Foreign['library']): Backend =>
  library.chatCompletionsBackend({ url: 'https://model.test' })
const agent = (library: Foreign['library']): Backend => library.agUiBackend({ url: 'https://agent.test' })

const content = event({ choices: [{ delta: { content: '一页错误' } }] })
const stop = event({ choices: [{ delta: {}, finish_reason: 'stop' }] })
const whole = [content, stop, event('[DONE]')]
const failure = [event({ error: { message: 'sk-123 is wrong' } })]
const dashScope = [
  new TextEncoder().encode(
    'id:1\nevent:error\n:HTTP_STATUS/429\ndata:{"code":"Throttling.RateQuota","message":"Requests rate limit exceeded"}\n\n',
  ),
]
const run = [event({ type: 'RUN_ERROR', message: 'at /srv/app.py:12' })]
const started = [event({ type: 'RUN_STARTED', threadId: 't', runId: 'r' }), ...run]

/** How a host tells a refusal: with its head, as a phone; or all of it in one piece, as one that reads no answer while it comes. */
const ways: [string, (request: FakeRequest, status: number, body: Uint8Array[]) => void][] = [
  [
    'told by its head',
    (request, status, body) => {
      request.head(status, { 'Retry-After': '7' })
      for (const piece of body) request.bytes(piece)
      request.answer(status, '', { 'Retry-After': '7' })
    },
  ],
  [
    'told by its head, and left open',
    (request, status, body) => {
      request.head(status, { 'Retry-After': '7' })
      for (const piece of body) request.bytes(piece)
    },
  ],
  [
    'told at its end, whole',
    (request, status, body) => {
      const all = Uint8Array.from(body.flatMap((piece) => [...piece]))
      request.answer(status, all.buffer, { 'Retry-After': '7' })
    },
  ],
]
const refusals: [string, (library: Foreign['library']) => Backend, Uint8Array[]][] = [
  ['a whole answer of chat completions', chat, whole],
  ['a failure of chat completions', chat, failure],
  ["DashScope's event", chat, dashScope],
  ['RUN_ERROR without a code', agent, run],
  ['a run that began', agent, started],
]
const meanings: [number, object][] = [
  [400, { code: 'BAD_REQUEST', retryable: false }],
  [401, { code: 'AUTH_ERROR', retryable: false }],
  [403, { code: 'AUTH_ERROR', retryable: false }],
  [429, { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 7000 }],
  [500, { code: 'SERVER_ERROR', retryable: true }],
  [503, { code: 'SERVER_ERROR', retryable: true, retryAfterMs: 7000 }],
]

describe('a refusal whose body is a stream of events', () => {
  test.each(
    refusals.flatMap(([what, backend, body]) =>
      meanings.flatMap(([status, meaning]) =>
        ways.map(([way, tell]) => [what, status, way, backend, body, meaning, tell] as const),
      ),
    ),
  )(
    'is what its status says: %s with HTTP %i, %s',
    async (_what, status, _way, backend, body, meaning, tell) => {
      const asked = on.program.client(backend).ask()
      tell(on.program.phone.request, status, body)
      expect(await asked.outcome()).toMatchObject({ ...meaning, partial: '' })
      expect(asked.shown).toBe('')
      expect(JSON.stringify(await asked.outcome())).not.toMatch(/sk-123|app\.py|exceeded/)
    },
  )

  test.each([
    [429, undefined, true],
    [429, false, false],
    [404, undefined, false],
  ])('that names a code of its own is passed on: HTTP %i, retryable %s', async (status, said, retryable) => {
    const asked = on.program.client(agent).ask()
    const metadata = said === undefined ? {} : { metadata: { retryable: said } }
    const { request } = on.program.phone
    request.head(status, { 'retry-after': '2' })
    request.bytes(event({ type: 'RUN_ERROR', code: 'QUOTA', message: '今天的次数用完了', ...metadata }))
    expect(await asked.outcome()).toMatchObject({
      code: 'QUOTA',
      message: '今天的次数用完了',
      retryable,
      retryAfterMs: 2000,
    })
  })

  test('is of no attempt any more with its first event: what comes behind disturbs none that follows', async () => {
    const asked = on.program.client(agent).ask()
    const { phone } = on.program
    phone.request.head(200)
    phone.request.bytes(event({ type: 'RUN_STARTED', threadId: 't', runId: 'r' }, 1))
    phone.request.bytes(event({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: '两' }, 2))
    phone.request.fail()
    jest.advanceTimersByTime(5000)
    const away = phone.request
    away.head(503)
    away.bytes(event({ type: 'RUN_STARTED', threadId: 't', runId: 'r' }))
    expect(away.aborted).toBe(true)
    jest.advanceTimersByTime(5000)
    expect(phone.requests).toHaveLength(3)
    away.bytes(event({ type: 'RUN_ERROR', message: 'at /srv/app.py:12' }))
    phone.request.head(200)
    phone.request.bytes(event({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: '个' }, 3))
    phone.request.bytes(event({ type: 'RUN_FINISHED', threadId: 't', runId: 'r' }, 4))
    expect(await asked.outcome()).toMatchObject({ text: '两个', finishReason: 'stop' })
    expect(phone.requests).toHaveLength(3)
  })

  test('is an answer where the status is no refusal', async () => {
    const asked = on.program.client(chat).ask()
    const { request } = on.program.phone
    request.head(200)
    for (const piece of whole) request.bytes(piece)
    expect(await asked.outcome()).toMatchObject({ text: '一页错误', finishReason: 'stop' })
  })
})

describe('an event that is named an error', () => {
  test.each([
    { message: 'sk-123 is wrong' },
    'sk-123 is wrong',
    { choices: [{ delta: { content: 'sk-123' } }] },
  ])('ends chat completions as an error of the server, whatever it says: %j', async (said) => {
    const asked = on.program.client(chat).ask()
    const { request } = on.program.phone
    request.head(200)
    request.bytes(content)
    request.bytes(new TextEncoder().encode(`event: error\ndata: ${JSON.stringify(said)}\n\n`))
    expect(await asked.outcome()).toMatchObject({
      code: 'SERVER_ERROR',
      retryable: false,
      partial: '一页错误',
    })
  })
})
