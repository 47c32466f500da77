import { aPhoneForEachTest, frames, Program } from '../support/ask'

const on = aPhoneForEachTest()

describe('a token', () => {
  test('from a source is asked for before the socket is opened', async () => {
    on.program.ask({ token: async () => 'Bearer abc' })
    expect(on.program.phone.sockets).toHaveLength(0)
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.socket.open()
    expect(on.program.phone.socket.sent).toMatchObject([{ type: 'ask', token: 'Bearer abc' }])
  })

  test('may also be given at once by its source', async () => {
    const options = {}
    Reflect.set(options, 'token', () => 'abc')
    on.program.ask(options)
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.socket.open()
    expect(on.program.phone.socket.sent).toMatchObject([{ type: 'ask', token: 'abc' }])
  })

  test.each(['abc', 'Bearer abc', ' Bearer  abc ', 'bearer abc'])(
    'given as %j is the same in a header',
    (token) => {
      on.program.ask({ token })
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        on.program.phone.socket.drop()
        jest.advanceTimersByTime(2000)
      }
      expect(on.program.phone.request.options.header).toMatchObject({ Authorization: 'Bearer abc' })
    },
  )

  test.each(['', '  ', 'Bearer', ' Bearer ', 'bearer '])(
    '%j is none, and no socket is opened',
    async (token) => {
      expect(await on.program.ask({ token }).outcome()).toMatchObject({ code: 'AUTH_ERROR' })
      expect(on.program.phone.sockets).toHaveLength(0)
    },
  )

  test('that has expired is asked for once more, and the same first message goes out with it', async () => {
    const tokens = ['old', 'new']
    const source = jest.fn(async () => tokens.shift() ?? 'none')
    const asked = on.program.ask({ token: source })
    const { phone } = on.program
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
    const asked = on.program.ask({
      token: async () => {
        given += 1
        return `token ${given}`
      },
    })
    const { phone } = on.program
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
    on.program = new Program(on.program.phone, on.program.phone.bare())
    let given = 0
    const asked = on.program.ask({
      token: async () => {
        given += 1
        return `token ${given}`
      },
    })
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.error('AUTH_EXPIRED'))
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await jest.advanceTimersByTimeAsync(5000)
      expect(asked.stream.state).toBe('connecting')
      on.program.phone.socket.drop()
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
    expect(on.program.phone.sockets).toHaveLength(5)
  })

  test('that expires in the background is renewed with the return', async () => {
    let given = 0
    const asked = on.program.ask({
      token: async () => {
        given += 1
        return `token ${given}`
      },
    })
    const { phone } = on.program
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
    const { LearningError } = on.program.api
    let asks = 0
    on.program.ask({
      token: async () => {
        asks += 1
        if (asks === 1) throw new LearningError('NETWORK_ERROR', { retryable: true })
        return 'token'
      },
    })
    await jest.advanceTimersByTimeAsync(300)
    expect(on.program.phone.sockets).toHaveLength(1)
  })

  test('that is a text ends the answer when it has expired', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.error('AUTH_EXPIRED'))
    expect(await asked.outcome()).toMatchObject({ code: 'AUTH_EXPIRED' })
    expect(on.program.phone.sockets).toHaveLength(1)
  })
})
