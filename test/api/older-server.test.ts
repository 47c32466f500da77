import { aPhoneForEachTest, frames } from '../support/ask'

const on = aPhoneForEachTest()

describe('an older server', () => {
  test('is understood: deltas with the text so far, no seq, no accepted', async () => {
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    socket.frame({ type: 'content', content: '两', full_content: '两' })
    socket.frame({ type: 'content', content: '个', full_content: '两个' })
    socket.frame(frames.keepalive)
    socket.frame({ type: 'content_finished', full_content: '两个' })
    socket.frame({ type: 'done', question_id: 'q9' })
    expect(await asked.outcome()).toEqual({ text: '两个', finishReason: 'stop', questionId: 'q9' })
    expect(asked.shown).toBe('两个')
  })

  test('may write for longer than a silence may be: each piece of text shows that it goes on', async () => {
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    for (const text of ['两', '两个', '两个苹', '两个苹果']) {
      socket.frame({ type: 'content', content: text.slice(-1), full_content: text })
      jest.advanceTimersByTime(60_000)
    }
    expect(asked.stream.state).toBe('streaming')
    jest.advanceTimersByTime(30_000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '两个苹果' })
  })

  // Fault 3: a close before `done` was taken for success; fault 4: each retry asked again.
  test('a close before done is WS_CLOSED with the text kept, and there is no second ask', async () => {
    const asked = on.program.ask()
    const { socket } = on.program.phone
    socket.open()
    socket.frame({ type: 'content', content: '写了一半', full_content: '写了一半' })
    socket.drop(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', retryable: true, partial: '写了一半' })
    jest.advanceTimersByTime(600000)
    expect(on.program.phone.sockets).toHaveLength(1)
  })

  test('even a close after content_finished is no success', async () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame({ type: 'content_finished', full_content: '两个' })
    on.program.phone.socket.drop(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', partial: '两个' })
  })

  test('a stop that went out before anybody knew that it is one is not told to it later', async () => {
    const asked = on.program.ask()
    const { socket, storage } = on.program.phone
    socket.open()
    asked.stream.stop()
    socket.frame({ type: 'content', content: '两', full_content: '两' })
    jest.advanceTimersByTime(3000)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    expect(storage.has('stops-to-deliver')).toBe(false)
  })

  test('repairs a text that does not have the length that it says', () => {
    const asked = on.program.ask()
    on.program.phone.socket.open()
    on.program.phone.socket.frame({ type: 'content', content: '个', full_content: '两个' })
    expect(asked.shown).toBe('两个')
  })

  test('a return from the background keeps its link if it lives, as it cannot resume', async () => {
    const asked = on.program.ask()
    const { phone } = on.program
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
