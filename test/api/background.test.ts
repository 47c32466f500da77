import { aPhoneForEachTest, frames } from '../support/ask'

const on = aPhoneForEachTest()

describe('in the background', () => {
  test('coming back after an hour is not a timeout: it reconnects at once and resumes', async () => {
    const asked = on.program.answering()
    on.program.phone.hide()
    expect(asked.stream.state).toBe('suspended')
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(3600000)
    expect(on.program.phone.sockets).toHaveLength(1)
    on.program.phone.show()
    expect(asked.stream.state).toBe('reconnecting')
    on.program.resume(1)
    await on.program.finish(asked, 2, '个')
  })

  test('the silence that is allowed starts anew with the return', async () => {
    const asked = on.program.answering()
    jest.advanceTimersByTime(85000)
    expect(asked.stream.state).toBe('reconnecting')
    on.program.phone.hide()
    jest.advanceTimersByTime(6000)
    on.program.phone.show()
    jest.advanceTimersByTime(14000)
    on.program.resume(1)
    await on.program.finish(asked, 2, '个')
  })

  test('a link that seems alive after more than 5 s is not trusted', () => {
    on.program.answering()
    const first = on.program.phone.socket
    on.program.phone.hide()
    jest.advanceTimersByTime(5001)
    on.program.phone.show()
    expect(first.closed).toBe(1)
    on.program.resume(1)
  })

  test('a short stay keeps the link, and the time that was left', async () => {
    const asked = on.program.answering()
    jest.advanceTimersByTime(14000)
    on.program.phone.hide()
    jest.advanceTimersByTime(4000)
    on.program.phone.show()
    expect(asked.stream.state).toBe('streaming')
    jest.advanceTimersByTime(999)
    expect(asked.stream.state).toBe('streaming')
    jest.advanceTimersByTime(1)
    expect(asked.stream.state).toBe('reconnecting')
  })

  test('frames that still come are taken, and done ends it there', async () => {
    const asked = on.program.answering()
    on.program.phone.hide()
    await on.program.finish(asked, 2, '个')
  })

  test('a connect that fails right after the return is tried again after about 300 ms', () => {
    on.program.answering()
    for (let time = 0; time < 5; time += 1) {
      on.program.phone.socket.drop()
      jest.advanceTimersByTime(5000)
    }
    on.program.phone.hide()
    jest.advanceTimersByTime(60000)
    on.program.phone.show()
    const before = on.program.phone.sockets.length
    on.program.phone.socket.error()
    jest.advanceTimersByTime(200)
    expect(on.program.phone.sockets).toHaveLength(before)
    jest.advanceTimersByTime(150)
    expect(on.program.phone.sockets).toHaveLength(before + 1)
  })

  test('the ceiling rests', async () => {
    const asked = on.program.answering()
    on.program.phone.hide()
    jest.advanceTimersByTime(3600000)
    on.program.phone.show()
    on.program.resume(1)
    for (let passed = 0; passed < 14 * 60000; passed += 5000) {
      jest.advanceTimersByTime(5000)
      on.program.phone.socket.frame(frames.keepalive)
    }
    expect(await asked.outcome()).toBe('pending')
    jest.advanceTimersByTime(60000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_DEADLINE' })
  })

  test('a host that tells of the return but not of the leaving is believed', () => {
    const asked = on.program.answering()
    for (let time = 0; time < 3; time += 1) {
      on.program.phone.socket.drop()
      jest.advanceTimersByTime(2000)
    }
    on.program.phone.socket.drop()
    const before = on.program.phone.sockets.length
    on.program.phone.show()
    expect(on.program.phone.sockets.length + on.program.phone.requests.length).toBe(before + 1)
    expect(asked.stream.state).toBe('reconnecting')
  })

  test('while connecting, a short stay does not ask twice, and what the background broke is no failed attempt', () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.hide()
    jest.advanceTimersByTime(2000)
    on.program.phone.show()
    expect(asked.stream.state).toBe('connecting')
    expect(on.program.phone.sockets).toHaveLength(1)
    for (let time = 0; time < 6; time += 1) {
      on.program.phone.hide()
      on.program.phone.socket.drop()
      jest.advanceTimersByTime(60000)
      on.program.phone.show()
    }
    expect(asked.stream.state).toBe('connecting')
    expect(on.program.phone.sockets).toHaveLength(7)
  })
})
