import { aPhoneForEachTest, frames } from '../support/ask'

const on = aPhoneForEachTest()

/** A student's phone and a server that answers each link the same way. */
function silentServerFor(milliseconds: number): void {
  const { phone } = on.program
  for (let passed = 0; passed < milliseconds; passed += 100) {
    if (phone.socket.state === 'connecting') phone.socket.open()
    jest.advanceTimersByTime(100)
  }
}

describe('test_stream_timeout_values', () => {
  test('the two tiers are 90 s and 120 s', () => {
    expect(on.program.api.CONTENT_TIMEOUT).toBe(90000)
    expect(on.program.api.PROCESSING_TIMEOUT).toBe(120000)
  })

  test('a server that says nothing after the ask is waited for 90 s, not less', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    jest.advanceTimersByTime(89999)
    expect(await asked.outcome()).toBe('pending')
    jest.advanceTimersByTime(1)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', retryable: true, partial: '' })
    expect(on.written.filter(({ line }) => line === '[WebSocket] 消息超时')).toMatchObject([
      { level: 'warn' },
    ])
  })

  test('the tier runs from the last frame, through every reconnect', async () => {
    const asked = on.program.answering()
    silentServerFor(89900)
    expect(on.program.phone.sockets.length).toBeGreaterThan(2)
    expect(await asked.outcome()).toBe('pending')
    silentServerFor(200)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '两' })
    expect(asked.stream.state).toBe('failed')
  })

  test('accepted and repeated frames on a resumed link do not hold a dead answer open', async () => {
    const asked = on.program.answering()
    for (let second = 0; second < 93; second += 1) {
      const { socket } = on.program.phone
      if (socket.state === 'connecting') socket.open()
      socket.frame(frames.accepted(true))
      socket.frame(frames.content(1, '两'))
      if (second === 2) socket.drop()
      jest.advanceTimersByTime(1000)
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '两' })
  })

  test('after content_finished 120 s are allowed, and then the error is another', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.finished(2, '两个'))
    silentServerFor(119900)
    expect(await asked.outcome()).toBe('pending')
    silentServerFor(200)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_PROCESSING_TIMEOUT', partial: '两个' })
    expect(on.written.filter(({ line }) => line === '[WebSocket] 消息超时')).toHaveLength(1)
  })

  test('keepalives cannot hold a dead answer open for ever', async () => {
    const asked = on.program.answering()
    for (let passed = 0; passed < 15 * 60000 - 5000; passed += 5000) {
      jest.advanceTimersByTime(5000)
      on.program.phone.socket.frame(frames.keepalive)
    }
    expect(await asked.outcome()).toBe('pending')
    jest.advanceTimersByTime(5000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_DEADLINE', partial: '两' })
    expect(on.written.map(({ line }) => line)).not.toContain('[WebSocket] 消息超时')
  })

  test('the ceiling is an option', async () => {
    const asked = on.program.ask({ maxDuration: 1000 })
    jest.advanceTimersByTime(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_DEADLINE' })
  })
})

describe('test_keepalive_mechanism', () => {
  test('a keepalive restarts the content tier and is no event', async () => {
    const asked = on.program.answering()
    const before = asked.events.length
    for (let passed = 0; passed < 200000; passed += 5000) {
      jest.advanceTimersByTime(5000)
      on.program.phone.socket.frame(frames.keepalive)
    }
    expect(await asked.outcome()).toBe('pending')
    expect(asked.events).toHaveLength(before)
    expect(on.program.phone.sockets).toHaveLength(1)
    const lines = on.written.filter(({ line }) => line === '[WebSocket] 收到 keepalive 心跳，重置超时')
    expect(lines).toHaveLength(40)
    expect(lines.every(({ level }) => level === 'debug')).toBe(true)
  })

  // Fault 1: a keepalive after content_finished replaced the processing timer by one that could never fire.
  test('after content_finished a keepalive restarts the processing tier, which still ends', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.finished(2, '两个'))
    for (let passed = 0; passed < 200000; passed += 5000) {
      jest.advanceTimersByTime(5000)
      on.program.phone.socket.frame(frames.keepalive)
    }
    expect(await asked.outcome()).toBe('pending')
    expect(asked.stream.state).toBe('processing')
    silentServerFor(119900)
    expect(await asked.outcome()).toBe('pending')
    silentServerFor(200)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_PROCESSING_TIMEOUT' })
  })

  test('three missed keepalives make the link dead: it is closed and the answer resumed', () => {
    const asked = on.program.answering()
    const first = on.program.phone.socket
    jest.advanceTimersByTime(14999)
    expect(asked.stream.state).toBe('streaming')
    jest.advanceTimersByTime(1)
    expect(asked.stream.state).toBe('reconnecting')
    expect(first.closed).toBe(1)
    jest.advanceTimersByTime(300)
    on.program.phone.socket.open()
    expect(on.program.phone.socket.sent).toMatchObject([
      { type: 'resume', token: 'token', request_id: asked.stream.requestId, after_seq: 1 },
    ])
  })

  test('before the first frame no watchdog runs: an older server may be silent while it reads', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    jest.advanceTimersByTime(80000)
    expect(on.program.phone.sockets).toHaveLength(1)
    on.program.phone.socket.frame({ type: 'content', content: '好', full_content: '好' })
    jest.advanceTimersByTime(80000)
    expect(on.program.phone.sockets).toHaveLength(1)
    expect(asked.stream.text).toBe('好')
  })
})

describe('test_long_output_scenario', () => {
  // Both ran into the old limit of 30 s without a frame.
  test.each([
    { pages: 5, seconds: 60 },
    { pages: 10, seconds: 80 },
  ])(
    '$pages pages that are read for $seconds s, and as long an answer, arrive whole',
    async ({ pages, seconds }) => {
      const image_urls = Array.from({ length: pages }, (_, page) => `/api/v1/files/page-${page}`)
      const asked = on.program.ask({}, { content: '', image_urls })
      const { phone } = on.program
      phone.socket.open()
      phone.socket.frame(frames.accepted())
      phone.socket.frame(frames.status(1, 'reading_images'))
      for (let second = 5; second <= seconds; second += 5) {
        jest.advanceTimersByTime(5000)
        phone.socket.frame(frames.keepalive)
      }
      let text = ''
      let seq = 2
      for (let tick = 0; tick < seconds * 10; tick += 1) {
        jest.advanceTimersByTime(100)
        text += `第${tick}句。`
        phone.socket.frame(frames.content(seq, `第${tick}句。`))
        seq += 1
      }
      phone.socket.frame(frames.finished(seq, text))
      for (let second = 5; second <= seconds; second += 5) {
        jest.advanceTimersByTime(5000)
        phone.socket.frame(frames.keepalive)
      }
      phone.socket.frame(frames.done(seq + 1))
      expect(await asked.outcome()).toMatchObject({ text, finishReason: 'stop', answerId: 'a1' })
      expect(asked.shown).toBe(text)
      expect(phone.sockets).toHaveLength(1)
    },
  )

  test('an older server that says nothing while it reads ten pages for 80 s is waited for', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    jest.advanceTimersByTime(80000)
    on.program.phone.socket.frame({ type: 'content', content: '好', full_content: '好' })
    on.program.phone.socket.frame({ type: 'content_finished', full_content: '好' })
    jest.advanceTimersByTime(80000)
    on.program.phone.socket.frame({ type: 'done' })
    expect(await asked.outcome()).toEqual({ text: '好', finishReason: 'stop' })
  })
})

describe('test_stream_logging_optimization', () => {
  test('each chunk is a debug line; the key events are the lines that operators look for', async () => {
    const asked = on.program.answering()
    const { socket } = on.program.phone
    for (let seq = 2; seq < 50; seq += 1) socket.frame(frames.content(seq, '字'))
    socket.frame(frames.finished(50, asked.stream.text))
    socket.frame(frames.done(51))
    await asked.stream.result
    expect(
      on.written.filter(({ level }) => level !== 'debug').map(({ level, line }) => `${level} ${line}`),
    ).toEqual(['log [WebSocket] 内容接收完成，等待后端处理...', 'log [WebSocket] 收到done事件, chunk数据:'])
    const done = on.written.find(({ line }) => line === '[WebSocket] 收到done事件, chunk数据:')
    expect(done?.details).toEqual([frames.done(51)])
  })

  test('no line holds a question, an answer or a token', async () => {
    const asked = on.program.ask({ token: '不可见的令牌' }, { content: '不可见的问题' })
    const { socket } = on.program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame(frames.content(1, '不可见的回答'))
    socket.frame(frames.finished(2, '不可见的回答'))
    socket.frame(frames.done(3))
    await asked.stream.result
    expect(JSON.stringify(on.written)).not.toContain('不可见')
  })

  test('frames arm no timers: what a frame moves away is only looked at when its time comes', () => {
    on.program.answering()
    const armed = jest.spyOn(globalThis, 'setTimeout')
    for (let seq = 2; seq < 1000; seq += 1) on.program.phone.socket.frame(frames.content(seq, '字'))
    expect(armed).not.toHaveBeenCalled()
  })
})
