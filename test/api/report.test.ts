import { aPhoneForEachTest, frames, Program } from '../support/ask'

const on = aPhoneForEachTest()

describe('the trace of an answer', () => {
  test('is made with the request, and every link asks in it', async () => {
    on.program.ask({ requestId: 'request-1' })
    const { phone } = on.program
    phone.socket.open()
    phone.socket.drop()
    await jest.advanceTimersByTimeAsync(400)
    phone.socket.open()
    const [first, second] = phone.sockets.map(({ sent }) => Object(sent[0]).traceparent)
    expect(first).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/)
    expect(second).toBe(first)
  })

  test('is another one for another request, and the same after the program was killed', () => {
    const traces = ['request-1', 'request-2', 'request-1'].map((requestId) => {
      on.program.ask({ requestId })
      on.program.phone.socket.open()
      return Object(on.program.phone.socket.sent[0]).traceparent
    })
    expect(traces[0]).not.toBe(traces[1])
    expect(traces[0]).toBe(traces[2])
  })
})

describe('how an answer was', () => {
  /** What lies in WeChat's realtime log of answers. */
  let kept: unknown[]

  beforeEach(() => {
    kept = []
    const log = {
      addFilterMsg: () => undefined,
      info: (message: string, details: string) => {
        if (message === '[answer]') kept.push(JSON.parse(details))
      },
      warn: () => undefined,
      error: () => undefined,
    }
    on.program = new Program(on.program.phone, {
      ...on.program.phone.whole(),
      getRealtimeLogManager: () => log,
    })
  })

  test('is written down once it has ended: first text, longest silence, further links by cause', async () => {
    const asked = on.program.ask({ requestId: 'request-1' })
    const { phone } = on.program
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    await jest.advanceTimersByTimeAsync(2000)
    phone.socket.frame(frames.content(1, '二'))
    await jest.advanceTimersByTimeAsync(7000)
    phone.socket.drop()
    await jest.advanceTimersByTimeAsync(400)
    phone.socket.open()
    phone.socket.frame(frames.accepted(true))
    phone.hide()
    await jest.advanceTimersByTimeAsync(60_000)
    phone.show()
    await jest.advanceTimersByTimeAsync(0)
    phone.socket.open()
    phone.socket.frame(frames.accepted(true))
    phone.socket.frame({ type: 'content_finished', seq: 2, full_content: '二', finish_reason: 'stop' })
    phone.socket.frame(frames.done(3))
    await asked.outcome()
    expect(kept).toEqual([
      {
        request_id: 'request-1',
        outcome: 'done',
        first_content_ms: expect.any(Number),
        longest_gap_ms: expect.any(Number),
        resumes: { closed: 1, shown: 1 },
        version: '',
      },
    ])
    const [{ first_content_ms: first, longest_gap_ms: gap }] = kept.map(Object)
    expect(first).toBeGreaterThanOrEqual(2000)
    expect(first).toBeLessThan(3000)
    expect(gap).toBeGreaterThanOrEqual(7000)
    // A minute in the background is no silence that anybody saw.
    expect(gap).toBeLessThan(9000)
  })

  test('has no first text where an earlier run of the program asked: what it held already is no news', async () => {
    const asked = on.program.ask({ requestId: 'request-1', afterSeq: 1, text: '二' })
    const { phone } = on.program
    phone.socket.open()
    phone.socket.frame(frames.accepted(true))
    phone.socket.frame(frames.content(2, '次'))
    phone.socket.frame(frames.finished(3, '二次'))
    phone.socket.frame(frames.done(4))
    await asked.outcome()
    expect(kept).toMatchObject([{ outcome: 'done', first_content_ms: null }])
  })

  test('is told of what failed too, by its code; of what was never asked nothing is', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.error('MODEL_UNAVAILABLE'))
    await asked.outcome()
    await on.program.ask({}, { content: '' }).outcome()
    expect(kept).toMatchObject([{ outcome: 'MODEL_UNAVAILABLE', first_content_ms: null, resumes: {} }])
  })
})
