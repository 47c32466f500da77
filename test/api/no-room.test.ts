import { aPhoneForEachTest, frames, Program } from '../support/ask'
import type { FakeSocket } from '../support/fake-wx'

const on = aPhoneForEachTest()
/** WeChat's limit. */
const SOCKETS = 5

/** As many answers under way as the phone has sockets. */
function allTaken() {
  return Array.from({ length: SOCKETS }, () => on.program.answering())
}

function sockets(): readonly FakeSocket[] {
  return on.program.phone.sockets
}

describe('an answer for which the phone has no socket left', () => {
  test('waits for one, however long that takes, and takes the first that becomes free', async () => {
    const [first] = allTaken()
    const sixth = on.program.ask()
    for (let second = 0; second < 60; second += 1) {
      for (const socket of sockets()) socket.frame(frames.keepalive)
      await jest.advanceTimersByTimeAsync(1000)
    }
    expect(await sixth.outcome()).toBe('pending')
    expect([sockets().length, on.program.phone.requests.length]).toEqual([SOCKETS, 0])
    sockets()[0]?.frame(frames.finished(2, '两'))
    sockets()[0]?.frame(frames.done(3))
    expect(await first?.outcome()).toMatchObject({ text: '两' })
    await jest.advanceTimersByTimeAsync(500)
    expect(sockets()).toHaveLength(SOCKETS + 1)
    const own = on.program.phone.socket
    own.open()
    expect(own.sent).toMatchObject([{ type: 'ask', request_id: sixth.stream.requestId }])
    own.frame(frames.accepted())
    own.frame(frames.finished(1, '六'))
    own.frame(frames.done(2))
    expect(await sixth.outcome()).toMatchObject({ text: '六' })
  })

  test('leaves the answers behind it the way that they would have gone', async () => {
    const taken = allTaken()
    on.program.ask()
    await jest.advanceTimersByTimeAsync(5000)
    for (const [index, socket] of sockets().entries()) {
      if (index < SOCKETS) socket.frame(frames.done(2))
    }
    for (const answer of taken) expect(await answer.outcome()).toMatchObject({ text: '两' })
    await jest.advanceTimersByTimeAsync(500)
    on.program.ask()
    expect([sockets().length, on.program.phone.requests.length]).toEqual([SOCKETS + 2, 0])
  })

  test('has all of its attempts once there is one, and small delays between them', async () => {
    allTaken()
    const sixth = on.program.ask()
    await jest.advanceTimersByTimeAsync(10_000)
    sockets()[0]?.frame(frames.done(2))
    await jest.advanceTimersByTimeAsync(500)
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(sockets()).toHaveLength(SOCKETS + attempt)
      on.program.phone.socket.drop()
      await jest.advanceTimersByTimeAsync([300, 600, 1200][attempt - 1] ?? 0)
    }
    expect(on.program.phone.requests).toHaveLength(1)
    expect(await sixth.outcome()).toBe('pending')
  })

  test('ends by its own ceiling, by its tier, or by a stop, and leaves nothing behind', async () => {
    allTaken()
    const asked = on.program.ask({ maxDuration: 20_000 })
    const stopped = on.program.ask()
    const left = on.program.phone.listening
    stopped.stream.stop()
    expect(await stopped.outcome()).toMatchObject({ finishReason: 'stopped', text: '' })
    expect(on.program.phone.listening).toBeLessThan(left)
    await jest.advanceTimersByTimeAsync(20_000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_DEADLINE' })
    expect(on.program.phone.requests).toHaveLength(0)
  })

  test('that is under way waits as long as its tier says, with its text kept', async () => {
    const answers = allTaken()
    const [first] = answers
    sockets()[0]?.drop()
    on.program.ask()
    for (let second = 0; second < 89; second += 1) {
      for (const socket of sockets().slice(1, SOCKETS)) socket.frame(frames.keepalive)
      if (second === 0) on.program.phone.socket.open()
      if (second < 80) on.program.phone.socket.frame(frames.keepalive)
      await jest.advanceTimersByTimeAsync(1000)
    }
    expect(first?.stream.state).toBe('reconnecting')
    await jest.advanceTimersByTimeAsync(1500)
    expect(await first?.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '两' })
  })

  test('waits in the background too, and looks again when the program comes to the front', async () => {
    allTaken()
    const sixth = on.program.ask()
    on.program.phone.hide()
    for (const socket of sockets()) socket.drop()
    await jest.advanceTimersByTimeAsync(60_000)
    expect(sockets()).toHaveLength(SOCKETS)
    on.program.phone.show()
    expect(sockets().length).toBeGreaterThan(SOCKETS)
    expect(sixth.stream.state).toBe('connecting')
  })
})

/** How hosts say that the program has too many. */
const REFUSALS = [
  { errMsg: 'connectSocket:fail exceed max task count', errno: 600007 },
  { errMsg: 'connectSocket:fail', errno: 600007 },
  { errMsg: 'createSocketTask:fail exceed max cocurrent count' },
  { errMsg: 'connectSocket:fail fail reach max websocket connect count 5' },
]

describe('a host that has no socket left by its own count', () => {
  test.each(REFUSALS)(
    'and says $errMsg ($errno) is asked again, and no attempt is counted',
    async (reason) => {
      const asked = on.program.ask()
      for (let time = 1; time <= 10; time += 1) {
        expect(sockets()).toHaveLength(time)
        if (time % 2 === 0) on.program.phone.socket.refuse(reason)
        else on.program.phone.socket.error(reason)
        await jest.advanceTimersByTimeAsync(500)
      }
      expect(on.program.phone.requests).toHaveLength(0)
      on.program.phone.socket.open()
      on.program.phone.socket.frame(frames.accepted())
      await on.program.finish(asked, 1, '好', '')
    },
  )

  test.each([
    { errMsg: 'connectSocket:fail' },
    { errMsg: 'connectSocket:fail network reach the max redirect count', errno: 600008 },
    { errMsg: 'connectSocket:fail url not in domain list', errno: 600002 },
  ])('is not what $errMsg means: that attempt is counted', async (reason) => {
    on.program = new Program(on.program.phone, on.program.phone.bare())
    const asked = on.program.ask()
    for (let time = 1; time <= 4; time += 1) {
      on.program.phone.socket.refuse(reason)
      await jest.advanceTimersByTimeAsync(2000)
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
  })

  test('is no lost link in the report of the answer either', async () => {
    const told: unknown[] = []
    const log = {
      info: (message: string, details: string) =>
        message === '[answer]' && told.push(JSON.parse(details).resumes),
      warn: () => undefined,
      error: () => undefined,
      addFilterMsg: () => undefined,
    }
    const { phone } = on.program
    on.program = new Program(phone, { ...phone.whole(), getRealtimeLogManager: () => log })
    const asked = on.program.answering()
    phone.socket.drop()
    await jest.advanceTimersByTimeAsync(300)
    for (let time = 0; time < 3; time += 1) {
      phone.socket.refuse({ errMsg: 'connectSocket:fail exceed max task count' })
      await jest.advanceTimersByTimeAsync(500)
    }
    on.program.resume(1)
    phone.socket.frame(frames.finished(2, '两'))
    phone.socket.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '两' })
    expect(told).toEqual([{ closed: 1 }])
  })
})
