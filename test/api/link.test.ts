import { aPhoneForEachTest, frames, Program } from '../support/ask'

const on = aPhoneForEachTest()

describe('a lost link', () => {
  // Fault 3: a close before `done` was taken for success. Whatever code a device reports.
  test.each([1000, 1001, 1005, 1006, 1013])(
    'closed with %d before done is resumed, not taken for the end',
    async (code) => {
      const asked = on.program.answering()
      on.program.phone.socket.drop(code)
      expect(asked.stream.state).toBe('reconnecting')
      expect(await asked.outcome()).toBe('pending')
      jest.advanceTimersByTime(300)
      on.program.resume(1)
      await on.program.finish(asked, 2, '个')
    },
  )

  // A server waits for a first message for 10 s, and a lift takes longer.
  test('is what a refusal means that comes only once a server has waited for the first message in vain', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    jest.advanceTimersByTime(10_100)
    on.program.phone.socket.frame(frames.error('BAD_REQUEST'))
    on.program.phone.socket.drop(1011)
    jest.advanceTimersByTime(300)
    const again = on.program.phone.socket
    again.open()
    expect(again.sent).toMatchObject([{ type: 'ask', request_id: asked.stream.requestId }])
    again.frame(frames.accepted())
    again.frame(frames.content(1, '两'))
    again.drop()
    jest.advanceTimersByTime(300)
    on.program.phone.socket.open()
    jest.advanceTimersByTime(10_100)
    on.program.phone.socket.frame(frames.error('BAD_REQUEST'))
    expect(asked.stream.state).toBe('reconnecting')
    jest.advanceTimersByTime(600)
    on.program.resume(1)
    await on.program.finish(asked, 2, '个')
  })

  test('is not what it means as soon as something was heard, or at once', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.accepted())
    jest.advanceTimersByTime(10_100)
    on.program.phone.socket.frame(frames.error('BAD_REQUEST'))
    expect(await asked.outcome()).toMatchObject({ code: 'BAD_REQUEST' })
    const other = on.program.ask()
    on.program.phone.socket.open()
    jest.advanceTimersByTime(8000)
    on.program.phone.socket.frame(frames.error('BAD_REQUEST'))
    expect(await other.outcome()).toMatchObject({ code: 'BAD_REQUEST' })
    expect(on.program.phone.sockets).toHaveLength(2)
  })

  test('on a network that comes and goes never takes more sockets than WeChat has', () => {
    on.program.answering()
    on.program.phone.socket.drop()
    for (let change = 0; change < 20; change += 1) {
      on.program.phone.network(false)
      jest.advanceTimersByTime(200)
      on.program.phone.network(true)
      jest.advanceTimersByTime(300)
    }
    const opening = on.program.phone.sockets.filter(({ state }) => state === 'connecting')
    expect(opening.length).toBeGreaterThan(1)
    expect(opening.length).toBeLessThanOrEqual(5)
  })

  test('and its five are for all answers together', () => {
    const started = [on.program.answering(), on.program.answering(), on.program.answering()]
    expect(started).toHaveLength(3)
    for (const socket of on.program.phone.sockets) socket.drop()
    for (let change = 0; change < 20; change += 1) {
      on.program.phone.network(false)
      jest.advanceTimersByTime(200)
      on.program.phone.network(true)
      jest.advanceTimersByTime(300)
    }
    const taken = on.program.phone.sockets.filter(({ state }) => state !== 'over')
    expect(taken.length).toBeLessThanOrEqual(5)
  })

  test('that reports an error and a close, in either order, is lost once', () => {
    on.program.answering()
    const first = on.program.phone.socket
    first.error()
    first.drop()
    jest.advanceTimersByTime(300)
    const second = on.program.phone.socket
    expect(on.program.phone.sockets).toHaveLength(2)
    second.drop()
    second.error()
    jest.advanceTimersByTime(600)
    expect(on.program.phone.sockets).toHaveLength(3)
  })

  test('is tried again after 300 ms, doubling to 5 s, a little less by chance, and small again after a new seq', () => {
    on.program = new Program(on.program.phone, on.program.phone.bare())
    on.program.answering()
    const delays: number[] = []
    const lose = () => {
      on.program.phone.socket.drop()
      const before = on.program.phone.sockets.length
      let waited = 0
      while (on.program.phone.sockets.length === before) {
        jest.advanceTimersByTime(5)
        waited += 5
      }
      delays.push(waited)
    }
    for (let time = 0; time < 7; time += 1) lose()
    for (const [time, nominal] of [300, 600, 1200, 2400, 4800, 5000, 5000].entries()) {
      expect(delays[time]).toBeGreaterThanOrEqual(nominal * 0.75)
      expect(delays[time]).toBeLessThanOrEqual(nominal + 5)
    }
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.accepted(true))
    on.program.phone.socket.frame(frames.keepalive)
    lose()
    expect(delays.pop()).toBeGreaterThan(3000)
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.content(2, '个'))
    lose()
    expect(delays.pop()).toBeLessThanOrEqual(305)
  })

  test('is opened again at once when the network returns, or is strong again', () => {
    const asked = on.program.answering()
    for (let time = 0; time < 5; time += 1) {
      on.program.phone.socket.drop()
      jest.advanceTimersByTime(5000)
    }
    on.program.phone.socket.drop()
    const before = on.program.phone.sockets.length
    on.program.phone.network(false)
    expect(on.program.phone.sockets).toHaveLength(before)
    on.program.phone.network(true)
    expect(on.program.phone.sockets).toHaveLength(before + 1)
    on.program.phone.socket.drop()
    on.program.phone.weak(false)
    expect(on.program.phone.sockets).toHaveLength(before + 2)
    expect(asked.stream.state).toBe('reconnecting')
  })

  test('that never opens is given up after 15 s, closed when it opens after all, and nothing is sent on it', () => {
    on.program.answering()
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(300)
    const stuck = on.program.phone.socket
    jest.advanceTimersByTime(15000 + 600)
    expect(on.program.phone.sockets).toHaveLength(3)
    on.program.resume(1)
    stuck.open()
    expect(stuck.closed).toBe(1)
    expect(stuck.sent).toEqual([])
    expect(on.program.phone.openSockets).toBe(1)
  })

  test('that was given up is not heard: its frames, errors and closes change nothing', async () => {
    const asked = on.program.answering()
    const first = on.program.phone.socket
    jest.advanceTimersByTime(15300)
    on.program.resume(1)
    first.frame(frames.content(2, '错'))
    first.frame(frames.error('INTERNAL'))
    first.error()
    first.drop()
    expect(asked.stream.state).toBe('streaming')
    expect(on.program.phone.sockets).toHaveLength(2)
    await on.program.finish(asked, 2, '个')
  })

  test('after the network changed must prove itself soon', () => {
    const asked = on.program.answering()
    on.program.phone.network(true)
    jest.advanceTimersByTime(5000)
    on.program.phone.socket.frame(frames.keepalive)
    jest.advanceTimersByTime(14000)
    expect(asked.stream.state).toBe('streaming')
    on.program.phone.socket.frame(frames.keepalive)
    on.program.phone.network(true)
    jest.advanceTimersByTime(6000)
    expect(asked.stream.state).toBe('reconnecting')
  })
})

describe('before the first frame', () => {
  // Fault 4: each retry asked again: the model was paid twice and the history had the question three times.
  test('the same ask with the same request id goes out again', () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.drop()
    expect(asked.stream.state).toBe('connecting')
    jest.advanceTimersByTime(300)
    on.program.phone.socket.open()
    const [first, second] = on.program.phone.sockets.map(({ sent }) => sent[0])
    expect(second).toEqual(first)
    expect(first).toMatchObject({ type: 'ask', request_id: asked.stream.requestId })
  })

  test('four attempts are made, then it is WS_CONNECT_ERROR', async () => {
    on.program = new Program(on.program.phone, on.program.phone.bare())
    const asked = on.program.ask()
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      expect(on.program.phone.sockets).toHaveLength(attempt)
      on.program.phone.socket.drop()
      jest.advanceTimersByTime(5000)
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR', retryable: true, partial: '' })
    expect(on.program.phone.sockets).toHaveLength(4)
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a host that cannot send is WS_SEND_ERROR in the end', async () => {
    on.program = new Program(on.program.phone, on.program.phone.bare())
    const asked = on.program.ask()
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      on.program.phone.socket.sendFails = true
      on.program.phone.socket.open()
      jest.advanceTimersByTime(5000)
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_SEND_ERROR', retryable: true })
    expect(on.program.phone.openSockets).toBe(0)
  })

  test('a host without sockets is told as WS_CONNECT_ERROR, not thrown', async () => {
    on.program = new Program(on.program.phone, {})
    const asked = on.program.ask()
    jest.advanceTimersByTime(20000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
  })
})

describe('a server that shuts down', () => {
  test('is a lost link: the client comes back when the server said', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.error('SHUTTING_DOWN', true, { retry_after_ms: 2000 }))
    expect(asked.stream.state).toBe('reconnecting')
    on.program.phone.sockets[0]?.drop(1001)
    jest.advanceTimersByTime(1999)
    expect(on.program.phone.sockets).toHaveLength(1)
    jest.advanceTimersByTime(1)
    on.program.resume(1)
    await on.program.finish(asked, 2, '个')
  })

  test('and says 0, or less, is not asked again and again in the same instant', async () => {
    on.program = new Program(on.program.phone, { ...on.program.phone.whole(), request: undefined })
    for (const said of [0, -5, 1, 299]) {
      const before = on.program.phone.sockets.length
      const asked = on.program.ask()
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        on.program.phone.socket.open()
        on.program.phone.socket.frame(frames.error('SHUTTING_DOWN', true, { retry_after_ms: said }))
        on.program.phone.socket.drop()
        jest.advanceTimersByTime(Math.max(said - 1, 224))
        expect(on.program.phone.sockets).toHaveLength(before + attempt)
        jest.advanceTimersByTime(5000)
        expect(on.program.phone.sockets).toHaveLength(before + attempt + 1)
      }
      asked.stream.stop()
    }
  })

  test('before it took the question is waited for, also when it takes its time to start', async () => {
    on.program = new Program(on.program.phone, { ...on.program.phone.whole(), request: undefined })
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.error('SHUTTING_DOWN', true))
    for (let attempt = 0; attempt < 8; attempt += 1) {
      jest.advanceTimersByTime(5000)
      on.program.phone.socket.drop()
    }
    expect(asked.stream.state).toBe('connecting')
    jest.advanceTimersByTime(5000)
    on.program.phone.socket.open()
    expect(on.program.phone.socket.sent).toMatchObject([{ type: 'ask', request_id: asked.stream.requestId }])
    on.program.phone.socket.frame(frames.accepted())
    expect(asked.stream.state).toBe('streaming')
  })

  test('and whose next link carries nothing is asked again as soon as three keepalives are missed', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.error('SHUTTING_DOWN', true, { retry_after_ms: 1000 }))
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(1000)
    on.program.phone.socket.open()
    expect(on.program.phone.sockets).toHaveLength(2)
    jest.advanceTimersByTime(3 * 5000)
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(5000)
    expect(on.program.phone.sockets).toHaveLength(3)
    on.program.phone.socket.open()
    expect(on.program.phone.socket.sent).toMatchObject([{ type: 'ask', request_id: asked.stream.requestId }])
    on.program.phone.socket.frame(frames.accepted())
    expect(asked.stream.state).toBe('streaming')
  })

  test('is held to the keepalives that it promised before, also where its next link carries nothing', () => {
    on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame({ ...frames.accepted(), keepalive_interval: 20_000 })
    on.program.phone.socket.frame(frames.error('SHUTTING_DOWN', true, { retry_after_ms: 1000 }))
    jest.advanceTimersByTime(1000)
    on.program.phone.socket.open()
    jest.advanceTimersByTime(3 * 20_000 - 1)
    expect(on.program.phone.openSockets).toBe(1)
    jest.advanceTimersByTime(1)
    expect(on.program.phone.openSockets).toBe(0)
  })

  test('and never comes back ends the answer when the content tier does', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.error('SHUTTING_DOWN', true))
    for (let second = 0; second < 90; second += 1) {
      on.program.phone.socket.drop()
      jest.advanceTimersByTime(1000)
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT' })
    expect([jest.getTimerCount(), on.program.phone.listening]).toEqual([0, 0])
  })

  test('and says so for good ends the answer', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.error('SHUTTING_DOWN', false))
    expect(await asked.outcome()).toMatchObject({ code: 'SHUTTING_DOWN', partial: '两' })
  })
})
