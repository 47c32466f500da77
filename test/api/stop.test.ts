import { type Asked, aPhoneForEachTest, frames, Program, URL } from '../support/ask'

const on = aPhoneForEachTest()

/** The next run of the program asks this server, and is logged in there. */
function ownServer(origin = 'http://tutor.test'): void {
  const { storage } = on.program.phone
  storage.set('server-address', origin)
  const expiresAt = Date.now() + 3600000
  storage.set('login', { origin, accessToken: 'kept', refreshToken: 'refresh', expiresAt })
}

describe('stop', () => {
  test('is sent over the open link, and done settles the answer as stopped', async () => {
    const asked = on.program.answering()
    asked.stream.stop()
    expect(on.program.phone.socket.sent[1]).toEqual({ type: 'stop' })
    expect(asked.stream.state).toBe('stopped')
    expect(await asked.outcome()).toBe('pending')
    on.program.phone.socket.frame(frames.done(2, 'stopped'))
    expect(await asked.outcome()).toMatchObject({ text: '两', finishReason: 'stopped', answerId: 'a1' })
    expect([on.program.phone.openSockets, on.program.phone.listening, jest.getTimerCount()]).toEqual([
      0, 0, 0,
    ])
    expect(on.program.phone.requests).toHaveLength(0)
  })

  test('that was sent when the program is killed is told again by the next run, and taken back when done has come', async () => {
    const asked = on.program.answering()
    asked.stream.stop()
    const stops = () => on.program.phone.storage.get('stops-to-deliver')
    expect(stops()).toEqual([{ requestId: asked.stream.requestId, address: URL }])
    expect(on.program.phone.requests).toHaveLength(0)
    on.program.phone.socket.frame(frames.done(2, 'stopped'))
    await asked.outcome()
    expect(stops()).toBeUndefined()
  })

  test('shows no further content', async () => {
    const asked = on.program.answering()
    asked.stream.stop()
    const told = asked.events.length
    on.program.phone.socket.frame(frames.content(2, '个'))
    on.program.phone.socket.frame(frames.finished(3, '两个'))
    expect(asked.events).toHaveLength(told)
    expect(asked.stream.text).toBe('两')
    on.program.phone.socket.frame(frames.done(4, 'stopped'))
    expect(await asked.outcome()).toMatchObject({ text: '两' })
  })

  test('from a listener, in the middle of a frame, is taken at once', () => {
    const shown: string[] = []
    const stream = on.program.api.askQuestionStream(
      { content: '1+1?' },
      (event) => {
        if (event.type === 'state' && event.state === 'streaming') stream.stop()
        if (event.type === 'content') shown.push(event.delta)
      },
      { url: 'ws://tutor.test/api/v1/learning/ws/ask', token: 'token' },
    )
    on.program.phone.socket.open()
    on.program.phone.socket.frame({ type: 'content', content: '两', full_content: '两' })
    expect(shown).toEqual([])
    expect(stream.state).toBe('stopped')
  })

  test('waits 3 s for done and no longer; then the server is told by a call', async () => {
    const asked = on.program.answering()
    asked.stream.stop()
    jest.advanceTimersByTime(2999)
    expect(await asked.outcome()).toBe('pending')
    jest.advanceTimersByTime(1)
    expect(await asked.outcome()).toMatchObject({ text: '两', finishReason: 'stopped', questionId: 'q1' })
    expect(on.program.phone.openSockets).toBe(0)
    expect(on.program.phone.request.options).toMatchObject({
      method: 'POST',
      url: 'http://tutor.test/api/v1/learning/stop',
      header: { Authorization: 'Bearer token' },
    })
    expect(on.program.phone.request.body).toEqual({ request_id: asked.stream.requestId })
  })

  test('after content_finished leaves the text whole', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.finished(2, '两个'))
    asked.stream.stop()
    on.program.phone.socket.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '两个', finishReason: 'stopped', answerId: 'a1' })
  })

  test('twice, or after the end, is one stop', async () => {
    const asked = on.program.answering()
    asked.stream.stop()
    asked.stream.stop()
    expect(on.program.phone.socket.sent).toHaveLength(2)
    on.program.phone.socket.frame(frames.done(2, 'stopped'))
    await asked.stream.result
    asked.stream.stop()
    expect(jest.getTimerCount()).toBe(0)
  })

  test('before anything was asked settles at once, closes the socket when it opens and tells nobody', async () => {
    const asked = on.program.ask()
    asked.stream.stop()
    expect(await asked.outcome()).toEqual({ text: '', finishReason: 'stopped' })
    const { socket } = on.program.phone
    socket.open()
    expect([socket.closed, socket.sent.length, on.program.phone.requests.length]).toEqual([1, 0, 0])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('while the token is waited for opens no socket', async () => {
    const asked = on.program.ask({ token: () => Promise.resolve('late') })
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(1000)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    expect(on.program.phone.sockets).toHaveLength(0)
  })

  test('whose link breaks before done is settled at once and delivered by a call', async () => {
    const asked = on.program.answering()
    asked.stream.stop()
    on.program.phone.socket.drop()
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    expect(on.program.phone.requests).toHaveLength(1)
  })
})

describe('a stop without a link', () => {
  /** Stopped while the link is down; the call that tells the server fails too. */
  async function stoppedOffline(): Promise<Asked> {
    const asked = on.program.answering()
    on.program.phone.socket.drop()
    asked.stream.stop()
    expect(await asked.outcome()).toMatchObject({ text: '两', finishReason: 'stopped' })
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.requests).toHaveLength(1)
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(0)
    return asked
  }

  test('settles at once, and goes out when there is a network again', async () => {
    const asked = await stoppedOffline()
    on.program.phone.network(true)
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.requests).toHaveLength(2)
    expect(on.program.phone.request.body).toEqual({ request_id: asked.stream.requestId })
    on.program.phone.request.answer(200, { ok: true })
    await jest.advanceTimersByTimeAsync(0)
    expect([on.program.phone.listening, on.program.phone.kept, jest.getTimerCount()]).toEqual([0, [], 0])
    on.program.phone.network(true)
    expect(on.program.phone.requests).toHaveLength(2)
  })

  test('also goes out when the program comes to the front, and survives a server that cannot serve', async () => {
    await stoppedOffline()
    on.program.phone.show()
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.request.answer(503)
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.show()
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.requests).toHaveLength(3)
  })

  test('is told again to a server that is being restarted, five times within about a minute', async () => {
    const asked = await stoppedOffline()
    const { phone } = on.program
    const times: number[] = []
    for (let second = 1; second <= 180; second += 1) {
      const before = phone.requests.length
      await jest.advanceTimersByTimeAsync(1000)
      if (phone.requests.length === before) continue
      times.push(second)
      phone.request.answer(503)
    }
    expect(times).toEqual([2, 6, 14, 30, 62])
    await jest.advanceTimersByTimeAsync(60_000)
    expect([phone.requests.length, phone.kept.length, jest.getTimerCount()]).toEqual([6, 1, 0])
    phone.show()
    await jest.advanceTimersByTimeAsync(0)
    phone.request.answer(503)
    await jest.advanceTimersByTimeAsync(2000)
    expect(phone.request.body).toEqual({ request_id: asked.stream.requestId })
    phone.request.answer(200, { ok: true })
    await jest.advanceTimersByTimeAsync(0)
    expect([phone.requests.length, phone.kept, phone.listening, jest.getTimerCount()]).toEqual([8, [], 0, 0])
  })

  test('that the program did not live to deliver goes out when it starts again', async () => {
    const asked = await stoppedOffline()
    const next = new Program(on.program.phone)
    ownServer()
    next.api.deliverWaitingStops()
    await jest.advanceTimersByTimeAsync(0)
    expect(next.phone.request.options).toMatchObject({
      url: 'http://tutor.test/api/v1/learning/stop',
      header: { Authorization: 'Bearer kept' },
    })
    expect(next.phone.request.body).toEqual({ request_id: asked.stream.requestId })
  })

  test.each([
    ['ws://tutor.test/api/v1/learning/ws/ask', 'http://tutor.test/api/v1/learning/stop'],
    ['wss://tutor.test/api/v1/learning/ws/ask?class=7', 'https://tutor.test/api/v1/learning/stop?class=7'],
    ['wss://host.test/school/api/v1/learning/ws/ask', 'https://host.test/school/api/v1/learning/stop'],
    ['wss://host.test:8443/prefix/ws/ask?x=1', 'https://host.test:8443/prefix/stop?x=1'],
  ])('of an answer asked for at %s is told at %s, by this run and by the next one', async (url, stopUrl) => {
    const asked = on.program.ask({ url })
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.accepted())
    on.program.phone.socket.drop()
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.request.options).toMatchObject({ url: stopUrl })
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(0)
    const next = new Program(on.program.phone)
    ownServer(new globalThis.URL(stopUrl).origin)
    next.api.deliverWaitingStops()
    await jest.advanceTimersByTimeAsync(0)
    expect(next.phone.request.options).toMatchObject({ url: stopUrl })
  })

  test('that a version before 0.2.0 left, which kept no more than the origin, goes out still', async () => {
    const { phone } = on.program
    phone.storage.set('stops-to-deliver', [
      { requestId: 'r', origin: 'https://tutor.test' },
      { origin: 'x' },
      7,
    ])
    ownServer('https://tutor.test')
    new Program(phone).api.deliverWaitingStops()
    await jest.advanceTimersByTimeAsync(0)
    expect(phone.requests.length).toBe(1)
    expect(phone.request.options).toMatchObject({ url: 'https://tutor.test/api/v1/learning/stop' })
  })

  test('on a host that cannot send requests leaves nothing waiting', async () => {
    on.program = new Program(on.program.phone, { ...on.program.phone.whole(), request: undefined })
    const asked = on.program.answering()
    on.program.phone.socket.drop()
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(0)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    expect([on.program.phone.listening, on.program.phone.kept.length, jest.getTimerCount()]).toEqual([
      0, 0, 0,
    ])
  })

  test('to an older server, which knows no such call, is not told', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame({ type: 'content', content: '两', full_content: '两' })
    asked.stream.stop()
    jest.advanceTimersByTime(3000)
    expect(await asked.outcome()).toMatchObject({ text: '两', finishReason: 'stopped' })
    expect(on.program.phone.requests).toHaveLength(0)
  })
})
