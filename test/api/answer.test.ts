import { frames, Program, recordConsole, URL } from '../support/ask'

let program: Program
let written: ReturnType<typeof recordConsole>

beforeEach(() => {
  jest.useFakeTimers()
  written = recordConsole()
  program = new Program()
})

afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe('an answer', () => {
  test('comes in order, is told step by step, and settles with its ids and usage', async () => {
    const asked = program.ask({}, { content: '看图', image_urls: ['/api/v1/files/1'], session_id: 's1' })
    const { socket } = program.phone
    expect(socket.options).toMatchObject({ url: URL, timeout: 15000 })
    socket.open()
    expect(socket.sent).toEqual([
      {
        type: 'ask',
        token: 'token',
        request_id: asked.stream.requestId,
        params: { content: '看图', image_urls: ['/api/v1/files/1'], session_id: 's1' },
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

  // Fault 5: the socket stayed open after `done` and after the page was gone.
  test('leaves nothing behind: no socket, no timer, no listener, no event', async () => {
    const asked = program.ask()
    const { phone } = program
    phone.socket.open()
    expect(phone.listening).toBeGreaterThan(0)
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.finished(1, ''))
    phone.socket.frame(frames.done(2))
    await asked.stream.result
    const told = asked.events.length
    expect([phone.openSockets, phone.listening, jest.getTimerCount(), phone.storage.size]).toEqual([
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
    const stream = program.api.askQuestionStream(
      { content: '1+1?' },
      () => {
        throw new Error('the page is gone')
      },
      { url: URL, token: 'token' },
    )
    const { socket } = program.phone
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
    expect(written.some(({ level }) => level === 'error')).toBe(true)
  })

  test('needs nothing of the host but connectSocket', async () => {
    program = new Program(program.phone, program.phone.bare())
    const asked = program.ask()
    const { socket } = program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame(frames.content(1, '2'))
    socket.drop()
    jest.advanceTimersByTime(300)
    program.phone.socket.open()
    program.phone.socket.frame(frames.accepted(true))
    program.phone.socket.frame(frames.finished(2, '2'))
    program.phone.socket.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '2' })
  })

  test('what a newer server says is ignored, but its seq counts; what is broken never throws', async () => {
    const asked = program.ask()
    const { socket } = program.phone
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
    expect(program.phone.sockets).toHaveLength(1)
  })

  test('content_finished repairs the text', async () => {
    const asked = program.ask()
    const { socket } = program.phone
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
    const asked = program.ask({ token }, params)
    expect(await asked.outcome()).toMatchObject({
      name: 'LearningError',
      code,
      retryable: false,
      partial: '',
    })
    expect(asked.stream.state).toBe('failed')
    expect(program.phone.sockets).toHaveLength(0)
    expect(jest.getTimerCount()).toBe(0)
  })

  test.each(['null', '5', '{"content":5}', '{"content":"?","image_urls":"/api/v1/files/1"}'])(
    'is %s, from a caller without types: it is refused, not thrown',
    async (params) => {
      const asked = program.ask({}, JSON.parse(params))
      expect(await asked.outcome()).toMatchObject({ code: 'VALIDATION_ERROR' })
      expect(program.phone.sockets).toHaveLength(0)
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
    const asked = program.ask({ token })
    await jest.advanceTimersByTimeAsync(0)
    expect(await asked.outcome()).toMatchObject({ code: 'AUTH_ERROR', retryable: false })
    expect(program.phone.sockets).toHaveLength(0)
  })
})

describe('an error of the server', () => {
  // Fault 6: on an error the partial answer was taken off the page.
  test('ends the answer and keeps what had come', async () => {
    const asked = program.ask()
    const { socket } = program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame(frames.content(1, '写了一半'))
    socket.frame(frames.error('RATE_LIMITED', true, { retry_after_ms: 5000 }))
    socket.drop(1011)
    const error = await asked.outcome()
    expect(error).toBeInstanceOf(program.api.LearningError)
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
    expect(program.phone.sockets).toHaveLength(1)
  })

  test('without a code, as an older server sends it, is SERVER_ERROR', async () => {
    const asked = program.ask()
    program.phone.socket.open()
    program.phone.socket.frame({ type: 'error', message: '坏了' })
    expect(await asked.outcome()).toMatchObject({ code: 'SERVER_ERROR', message: '坏了', retryable: false })
  })

  test('without a message reads as the table says', async () => {
    const asked = program.ask()
    program.phone.socket.open()
    program.phone.socket.frame({ type: 'error', code: 'OVERLOADED', retryable: true })
    expect(await asked.outcome()).toMatchObject({ message: expect.stringMatching(/\p{Script=Han}/u) })
  })

  test('SUPERSEDED is never tried again', async () => {
    const asked = program.ask()
    program.phone.socket.open()
    program.phone.socket.frame(frames.accepted())
    program.phone.socket.frame(frames.error('SUPERSEDED', true))
    expect(await asked.outcome()).toMatchObject({ code: 'SUPERSEDED' })
    jest.advanceTimersByTime(60000)
    expect(program.phone.sockets).toHaveLength(1)
  })
})

describe('an older server', () => {
  test('is understood: deltas with the text so far, no seq, no accepted', async () => {
    const asked = program.ask()
    const { socket } = program.phone
    socket.open()
    socket.frame({ type: 'content', content: '两', full_content: '两' })
    socket.frame({ type: 'content', content: '个', full_content: '两个' })
    socket.frame(frames.keepalive)
    socket.frame({ type: 'content_finished', full_content: '两个' })
    socket.frame({ type: 'done', question_id: 'q9' })
    expect(await asked.outcome()).toEqual({ text: '两个', finishReason: 'stop', questionId: 'q9' })
    expect(asked.shown).toBe('两个')
  })

  // Fault 3: a close before `done` was taken for success; fault 4: each retry asked again.
  test('a close before done is WS_CLOSED with the text kept, and there is no second ask', async () => {
    const asked = program.ask()
    const { socket } = program.phone
    socket.open()
    socket.frame({ type: 'content', content: '写了一半', full_content: '写了一半' })
    socket.drop(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', retryable: true, partial: '写了一半' })
    jest.advanceTimersByTime(600000)
    expect(program.phone.sockets).toHaveLength(1)
  })

  test('even a close after content_finished is no success', async () => {
    const asked = program.ask()
    program.phone.socket.open()
    program.phone.socket.frame({ type: 'content_finished', full_content: '两个' })
    program.phone.socket.drop(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', partial: '两个' })
  })

  test('repairs a text that does not have the length that it says', () => {
    const asked = program.ask()
    program.phone.socket.open()
    program.phone.socket.frame({ type: 'content', content: '个', full_content: '两个' })
    expect(asked.shown).toBe('两个')
  })

  test('a return from the background keeps its link if it lives, as it cannot resume', async () => {
    const asked = program.ask()
    const { phone } = program
    phone.socket.open()
    phone.socket.frame({ type: 'content', content: '两', full_content: '两' })
    phone.hide()
    jest.advanceTimersByTime(60000)
    phone.show()
    expect(asked.stream.state).toBe('streaming')
    expect(phone.sockets).toHaveLength(1)
    phone.socket.frame({ type: 'done' })
    expect(await asked.outcome()).toMatchObject({ text: '两' })
  })
})

describe('a token', () => {
  test('from a source is asked for before the socket is opened', async () => {
    program.ask({ token: async () => 'Bearer abc' })
    expect(program.phone.sockets).toHaveLength(0)
    await jest.advanceTimersByTimeAsync(0)
    program.phone.socket.open()
    expect(program.phone.socket.sent).toMatchObject([{ type: 'ask', token: 'Bearer abc' }])
  })

  test('may also be given at once by its source', async () => {
    const options = {}
    Reflect.set(options, 'token', () => 'abc')
    program.ask(options)
    await jest.advanceTimersByTimeAsync(0)
    program.phone.socket.open()
    expect(program.phone.socket.sent).toMatchObject([{ type: 'ask', token: 'abc' }])
  })

  test('that has expired is asked for once more, and the same first message goes out with it', async () => {
    const tokens = ['old', 'new']
    const source = jest.fn(async () => tokens.shift() ?? 'none')
    const asked = program.ask({ token: source })
    const { phone } = program
    await jest.advanceTimersByTimeAsync(0)
    phone.socket.open()
    phone.socket.frame(frames.error('AUTH_EXPIRED'))
    phone.socket.drop(1008)
    await jest.advanceTimersByTimeAsync(0)
    phone.socket.open()
    const [first, second] = phone.sockets.map(({ sent }) => sent[0])
    expect(second).toEqual({ ...Object(first), token: 'new' })
    phone.socket.frame(frames.error('AUTH_EXPIRED'))
    expect(await asked.outcome()).toMatchObject({ code: 'AUTH_EXPIRED' })
    expect(source).toHaveBeenCalledTimes(2)
    expect(phone.sockets).toHaveLength(2)
  })

  test('that expires in the middle is renewed and the answer resumed, each time that it went on between', async () => {
    let given = 0
    const asked = program.ask({
      token: async () => {
        given += 1
        return `token ${given}`
      },
    })
    const { phone } = program
    for (let round = 1; round <= 3; round += 1) {
      await jest.advanceTimersByTimeAsync(0)
      phone.socket.open()
      phone.socket.frame(frames.accepted(round > 1))
      phone.socket.frame(frames.content(round, '字'))
      phone.socket.frame(frames.error('AUTH_EXPIRED'))
    }
    await jest.advanceTimersByTimeAsync(0)
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([{ type: 'resume', token: 'token 4', after_seq: 3 }])
    expect(asked.stream.text).toBe('字字字')
  })

  test('that is refused is no failed attempt', async () => {
    program = new Program(program.phone, program.phone.bare())
    let given = 0
    const asked = program.ask({
      token: async () => {
        given += 1
        return `token ${given}`
      },
    })
    await jest.advanceTimersByTimeAsync(0)
    program.phone.socket.open()
    program.phone.socket.frame(frames.error('AUTH_EXPIRED'))
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await jest.advanceTimersByTimeAsync(5000)
      expect(asked.stream.state).toBe('connecting')
      program.phone.socket.drop()
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
    expect(program.phone.sockets).toHaveLength(5)
  })

  test('that expires in the background is renewed with the return', async () => {
    let given = 0
    const asked = program.ask({
      token: async () => {
        given += 1
        return `token ${given}`
      },
    })
    const { phone } = program
    await jest.advanceTimersByTimeAsync(0)
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.content(1, '两'))
    phone.hide()
    phone.socket.frame(frames.error('AUTH_EXPIRED'))
    expect(asked.stream.state).toBe('suspended')
    phone.show()
    await jest.advanceTimersByTimeAsync(0)
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([{ type: 'resume', token: 'token 2', after_seq: 1 }])
  })

  test('that a source cannot give for lack of a network is a failed attempt, not the end', async () => {
    const { LearningError } = program.api
    let asks = 0
    program.ask({
      token: async () => {
        asks += 1
        if (asks === 1) throw new LearningError('NETWORK_ERROR', { retryable: true })
        return 'token'
      },
    })
    await jest.advanceTimersByTimeAsync(300)
    expect(program.phone.sockets).toHaveLength(1)
  })

  test('that is a text ends the answer when it has expired', async () => {
    const asked = program.ask()
    program.phone.socket.open()
    program.phone.socket.frame(frames.error('AUTH_EXPIRED'))
    expect(await asked.outcome()).toMatchObject({ code: 'AUTH_EXPIRED' })
    expect(program.phone.sockets).toHaveLength(1)
  })
})
