import { aPhoneForEachTest, frames, Program, URL } from '../support/ask'

const on = aPhoneForEachTest()

describe('an answer', () => {
  test('comes in order, is told step by step, and settles with its ids and usage', async () => {
    const asked = on.program.ask({}, { content: '看图', image_urls: ['/api/v1/files/1'], session_id: 's1' })
    const { socket } = on.program.phone
    expect(socket.options).toMatchObject({ url: URL, timeout: 15000 })
    socket.open()
    expect(socket.sent).toEqual([
      {
        type: 'ask',
        token: 'token',
        request_id: asked.stream.requestId,
        params: { content: '看图', image_urls: ['/api/v1/files/1'], session_id: 's1' },
        traceparent: expect.any(String),
        client_id: expect.any(String),
      },
    ])
    socket.frame(frames.accepted())
    socket.frame(frames.status(1, 'reading_images'))
    socket.frame({ type: 'reasoning', seq: 2, reasoning: '想' })
    socket.frame({ type: 'content', seq: 3, content: '两', tokens: 1 })
    socket.frame(frames.content(4, '个'))
    socket.frame(frames.finished(5, '两个'))
    socket.frame(frames.done(6))
    const answer = {
      text: '两个',
      questionId: 'q1',
      answerId: 'a1',
      sessionId: 's1',
      finishReason: 'stop',
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    }
    expect(await asked.stream.result).toEqual(answer)
    expect(asked.events).toEqual([
      { type: 'state', state: 'connecting' },
      { type: 'state', state: 'streaming' },
      {
        type: 'accepted',
        requestId: asked.stream.requestId,
        sessionId: 's1',
        questionId: 'q1',
        resumed: false,
      },
      { type: 'status', stage: 'reading_images' },
      { type: 'reasoning', delta: '想' },
      { type: 'content', delta: '两', text: '两', tokens: 1 },
      { type: 'content', delta: '个', text: '两个' },
      { type: 'state', state: 'processing' },
      { type: 'state', state: 'done' },
      { type: 'done', answer },
    ])
  })

  test('tells how many questions are before this one while it waits for its turn', () => {
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame({ ...frames.status(1, 'queued'), ahead: 2 })
    socket.frame(frames.status(2, 'thinking'))
    expect(asked.events.slice(-2)).toEqual([
      { type: 'status', stage: 'queued', ahead: 2 },
      { type: 'status', stage: 'thinking' },
    ])
  })

  // Fault 5: the socket stayed open after `done` and after the page was gone.
  test('leaves nothing behind: no socket, no timer, no listener, no event', async () => {
    const asked = on.program.ask()
    const { phone } = on.program
    phone.socket.open()
    expect(phone.listening).toBeGreaterThan(0)
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.finished(1, ''))
    phone.socket.frame(frames.done(2))
    await asked.stream.result
    const told = asked.events.length
    expect([phone.openSockets, phone.listening, jest.getTimerCount(), phone.kept.length]).toEqual([
      0, 0, 0, 0,
    ])
    phone.socket.frame(frames.content(3, '迟到'))
    phone.socket.drop()
    phone.hide()
    phone.show()
    phone.network(true)
    asked.stream.stop()
    jest.advanceTimersByTime(3600000)
    expect(asked.events).toHaveLength(told)
    expect(phone.sockets).toHaveLength(1)
  })

  test('a listener that throws does not break it', async () => {
    const stream = on.program.api.askQuestionStream(
      { content: '1+1?' },
      () => {
        throw new Error('the page is gone')
      },
      { url: URL, token: 'token' },
    )
    const { socket } = on.program.phone
    socket.open()
    for (const frame of [
      frames.accepted(),
      frames.content(1, '2'),
      frames.finished(2, '2'),
      frames.done(3),
    ]) {
      socket.frame(frame)
    }
    expect(await stream.result).toMatchObject({ text: '2' })
    expect(on.written.some(({ level }) => level === 'error')).toBe(true)
  })

  test('needs nothing of the host but connectSocket', async () => {
    on.program = new Program(on.program.phone, on.program.phone.bare())
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame(frames.content(1, '2'))
    socket.drop()
    jest.advanceTimersByTime(300)
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.accepted(true))
    on.program.phone.socket.frame(frames.finished(2, '2'))
    on.program.phone.socket.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '2' })
  })

  test('what a newer server says is ignored, but its seq counts; what is broken never throws', async () => {
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    socket.frame({ type: 'hello', from: 'a newer server' })
    socket.frame(frames.accepted())
    for (const bad of [
      '',
      'no json',
      '[]',
      'null',
      '7',
      '{}',
      '{"type":5}',
      '{"type":"content"}',
      '{"seq":1}',
    ]) {
      socket.frame(bad)
    }
    socket.frame({ type: 'sparkle', seq: 1 })
    socket.frame({ type: 'content', seq: 2, content: 5 })
    socket.frame({ ...frames.content(3, '2'), colour: 'blue' })
    socket.frame({ type: 'usage', seq: 4 })
    socket.frame(frames.finished(5, '2'))
    socket.frame(frames.done(6))
    expect(await asked.outcome()).toMatchObject({ text: '2', answerId: 'a1' })
    expect(on.program.phone.sockets).toHaveLength(1)
  })

  test('content_finished repairs the text', async () => {
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame(frames.content(1, '两'))
    socket.frame(frames.finished(2, '两个'))
    expect(asked.events).toContainEqual({ type: 'replace', text: '两个' })
    expect(asked.stream.text).toBe('两个')
  })
})

describe('a question that cannot be sent', () => {
  test.each([
    ['has neither words nor pages', { content: '  ' }, 'token', 'VALIDATION_ERROR'],
    [
      'has eleven pages',
      { content: '', image_urls: Array(11).fill('/api/v1/files/1') },
      'token',
      'VALIDATION_ERROR',
    ],
    ['has no token', { content: '1+1?' }, '', 'AUTH_ERROR'],
    ['has a blank token', { content: '1+1?' }, 'Bearer ', 'AUTH_ERROR'],
  ])('%s: it is refused and opens no socket', async (_, params, token, code) => {
    const asked = on.program.ask({ token }, params)
    expect(await asked.outcome()).toMatchObject({
      name: 'LearningError',
      code,
      retryable: false,
      partial: '',
    })
    expect(asked.stream.state).toBe('failed')
    expect(on.program.phone.sockets).toHaveLength(0)
    expect(jest.getTimerCount()).toBe(0)
  })

  test.each(['null', '5', '{"content":5}', '{"content":"?","image_urls":"/api/v1/files/1"}'])(
    'is %s, from a caller without types: it is refused, not thrown',
    async (params) => {
      const asked = on.program.ask({}, JSON.parse(params))
      expect(await asked.outcome()).toMatchObject({ code: 'VALIDATION_ERROR' })
      expect(on.program.phone.sockets).toHaveLength(0)
    },
  )

  test.each([
    ['gives none', async () => JSON.parse('{}').token],
    ['rejects', () => Promise.reject(new Error('no login'))],
    [
      'throws',
      () => {
        throw new Error('no login')
      },
    ],
  ])('has a source of tokens that %s: AUTH_ERROR, and no socket', async (_, token) => {
    const asked = on.program.ask({ token })
    await jest.advanceTimersByTimeAsync(0)
    expect(await asked.outcome()).toMatchObject({ code: 'AUTH_ERROR', retryable: false })
    expect(on.program.phone.sockets).toHaveLength(0)
  })
})

describe('an error of the server', () => {
  // Fault 6: on an error the partial answer was taken off the page.
  test('ends the answer and keeps what had come', async () => {
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame(frames.content(1, '写了一半'))
    socket.frame(frames.error('RATE_LIMITED', true, { retry_after_ms: 5000 }))
    socket.drop(1011)
    const error = await asked.outcome()
    expect(error).toBeInstanceOf(on.program.api.LearningError)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      message: '给学生的话',
      retryable: true,
      retryAfterMs: 5000,
      partial: '写了一半',
    })
    expect(asked.stream.text).toBe('写了一半')
    expect(asked.states[asked.states.length - 1]).toBe('failed')
    jest.advanceTimersByTime(60000)
    expect(on.program.phone.sockets).toHaveLength(1)
  })

  test('without a code, as an older server sends it, is SERVER_ERROR', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame({ type: 'error', message: '坏了' })
    expect(await asked.outcome()).toMatchObject({ code: 'SERVER_ERROR', message: '坏了', retryable: false })
  })

  test('without a message reads as the table says', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame({ type: 'error', code: 'OVERLOADED', retryable: true })
    expect(await asked.outcome()).toMatchObject({ message: expect.stringMatching(/\p{Script=Han}/u) })
  })

  test('SUPERSEDED is never tried again', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.accepted())
    on.program.phone.socket.frame(frames.error('SUPERSEDED', true))
    expect(await asked.outcome()).toMatchObject({ code: 'SUPERSEDED' })
    jest.advanceTimersByTime(60000)
    expect(on.program.phone.sockets).toHaveLength(1)
  })
})
