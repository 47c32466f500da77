import { type Asked, aPhoneForEachTest, frames, Program } from '../support/ask'

const on = aPhoneForEachTest()

/** An ask in a network that lets no WebSocket through. */
function blocked(): Asked {
  const asked = on.program.ask()
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    expect(on.program.phone.sockets).toHaveLength(attempt)
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(2000)
  }
  return asked
}

describe('where a WebSocket cannot be opened three times in a row', () => {
  test('the fourth attempt asks for the same frames over a chunked request', async () => {
    const asked = blocked()
    expect(on.program.phone.sockets).toHaveLength(3)
    const { request } = on.program.phone
    expect(request.options).toMatchObject({
      url: 'http://tutor.test/api/v1/learning/ask-stream',
      method: 'POST',
      enableChunked: true,
      header: { Authorization: 'Bearer token', Accept: 'text/event-stream' },
    })
    // 60 s is the host's default: too short for an answer.
    expect(request.options.timeout).toBe(15 * 60000)
    expect(request.body).toEqual({
      type: 'ask',
      token: 'token',
      request_id: asked.stream.requestId,
      params: { content: '1+1?' },
      traceparent: expect.any(String),
      client_id: expect.any(String),
    })
    request.head()
    for (const frame of [
      frames.accepted(),
      frames.content(1, '两'),
      frames.keepalive,
      frames.content(2, '个'),
    ]) {
      request.frame(frame)
    }
    request.frame(frames.finished(3, '两个'))
    request.frame(frames.done(4))
    expect(await asked.outcome()).toMatchObject({ text: '两个', answerId: 'a1' })
    expect(request.aborted).toBe(true)
    expect(on.written.some(({ level, line }) => level === 'warn' && /分块请求/.test(String(line)))).toBe(true)
    expect([jest.getTimerCount(), on.program.phone.listening]).toEqual([0, 0])
  })

  test('characters and frames may be cut anywhere between chunks', async () => {
    const asked = blocked()
    const text = '解：𝑥² − 5𝑥 + 6 = 0 😀'
    const events = [frames.accepted(), frames.content(1, text), frames.finished(2, text), frames.done(3)]
    const stream = `: hello\n\n${events.map((event) => `id: 1\ndata: ${JSON.stringify(event)}\r\n\r\n`).join('')}`
    const bytes = new TextEncoder().encode(stream)
    for (let from = 0; from < bytes.length; from += 3)
      on.program.phone.request.bytes(bytes.slice(from, from + 3))
    expect(await asked.outcome()).toMatchObject({ text })
  })

  test('frames behind the last word, or behind a gap, in the same chunk are not heard', async () => {
    const asked = blocked()
    const many = (...events: object[]) =>
      new TextEncoder().encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''))
    on.program.phone.request.bytes(
      many(frames.accepted(), frames.content(1, '两'), frames.content(3, '果'), frames.content(2, '苹')),
    )
    expect(asked.stream.state).toBe('reconnecting')
    expect(asked.stream.text).toBe('两')
    jest.advanceTimersByTime(300)
    on.program.phone.request.bytes(
      many(frames.accepted(true), frames.finished(2, '两'), frames.done(3), frames.content(4, '错')),
    )
    expect(await asked.outcome()).toMatchObject({ text: '两' })
    expect(asked.events[asked.events.length - 1]?.type).toBe('done')
    expect(asked.stream.text).toBe('两')
  })

  test('a lost chunked link resumes after the last seq by Last-Event-ID', async () => {
    const asked = blocked()
    on.program.phone.request.frame(frames.accepted())
    on.program.phone.request.frame(frames.content(1, '两'))
    on.program.phone.request.answer(200)
    expect(asked.stream.state).toBe('reconnecting')
    jest.advanceTimersByTime(300)
    expect(on.program.phone.requests).toHaveLength(2)
    expect(on.program.phone.request.options.header).toMatchObject({ 'Last-Event-ID': '1' })
    on.program.phone.request.frame(frames.accepted(true))
    on.program.phone.request.frame(frames.finished(2, '两'))
    on.program.phone.request.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '两' })
  })

  test('it is kept to until the program starts again', () => {
    blocked()
    on.program.phone.request.frame(frames.accepted())
    on.program.ask()
    expect(on.program.phone.sockets).toHaveLength(3)
    expect(on.program.phone.requests).toHaveLength(2)
    new Program(on.program.phone).ask()
    expect(on.program.phone.sockets).toHaveLength(4)
  })

  test('a stop goes to the server by a call, as nothing can be sent up a running request', async () => {
    const asked = blocked()
    const answer = on.program.phone.request
    answer.frame(frames.accepted())
    answer.frame(frames.content(1, '两'))
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.request.options.url).toBe('http://tutor.test/api/v1/learning/stop')
    on.program.phone.request.answer(200, { ok: true })
    answer.frame(frames.done(2, 'stopped'))
    expect(await asked.outcome()).toMatchObject({ text: '两', finishReason: 'stopped', answerId: 'a1' })
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a refusal in plain JSON is the error that it says', async () => {
    const asked = blocked()
    const { request } = on.program.phone
    request.head()
    request.bytes(new TextEncoder().encode(JSON.stringify({ code: 'AUTH_ERROR', message: '请重新登录' })))
    request.answer(401)
    expect(await asked.outcome()).toMatchObject({
      code: 'AUTH_ERROR',
      message: '请重新登录',
      retryable: false,
    })
  })

  test('if that fails too it is WS_CONNECT_ERROR', async () => {
    const asked = blocked()
    on.program.phone.request.fail()
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
  })

  test('a host that says it can read chunks and cannot makes its fourth attempt over WebSocket', async () => {
    const aborts: string[] = []
    const request = () => ({ abort: () => void aborts.push('request') })
    on.program = new Program(on.program.phone, { ...on.program.phone.whole(), request, canIUse: () => true })
    const asked = blocked()
    expect(aborts).toHaveLength(1)
    expect(on.program.phone.sockets).toHaveLength(4)
    on.program.phone.socket.open()
    expect(on.program.phone.socket.sent).toMatchObject([
      { type: 'ask', request_id: asked.stream.requestId, params: { content: '1+1?' } },
    ])
  })

  test('a stop that the server was told by a call is not told again when no done comes', async () => {
    const asked = blocked()
    on.program.phone.request.frame(frames.accepted())
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.request.answer(200, { ok: true })
    await jest.advanceTimersByTimeAsync(3000)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    expect(on.program.phone.requests.filter(({ options }) => options.url.endsWith('/stop'))).toHaveLength(1)
  })

  test('a host that cannot read chunks makes a fourth attempt over WebSocket', async () => {
    on.program = new Program(on.program.phone, { ...on.program.phone.whole(), canIUse: () => false })
    const asked = blocked()
    expect(on.program.phone.sockets).toHaveLength(4)
    expect(on.program.phone.requests).toHaveLength(0)
    on.program.phone.socket.drop()
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
  })
})
