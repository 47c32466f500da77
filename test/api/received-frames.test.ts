import { aPhoneForEachTest, frames } from '../support/ask'

const on = aPhoneForEachTest()

describe('frames', () => {
  test('that come twice are dropped', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.content(1, '两'))
    on.program.phone.socket.frame(frames.content(2, '个'))
    on.program.phone.socket.frame(frames.content(1, '两'))
    on.program.phone.socket.frame(frames.content(2, '个'))
    await on.program.finish(asked, 3, '！', '两个')
  })

  test('that leave a gap make it reconnect and resume', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.content(3, '苹果'))
    expect(asked.stream.state).toBe('reconnecting')
    expect(on.program.phone.openSockets).toBe(0)
    expect(asked.stream.text).toBe('两')
    jest.advanceTimersByTime(300)
    on.program.resume(1)
    on.program.phone.socket.frame(frames.content(2, '个'))
    await on.program.finish(asked, 3, '苹果', '两个')
  })

  test('content_finished closes a gap by its full text', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.finished(7, '两个苹果'))
    expect(asked.stream.state).toBe('processing')
    on.program.phone.socket.frame(frames.done(8))
    expect(await asked.outcome()).toMatchObject({ text: '两个苹果' })
    expect(asked.shown).toBe('两个苹果')
  })

  test('content_finished without its text closes none', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame({ type: 'content_finished', seq: 7, finish_reason: 'stop' })
    expect(asked.stream.state).toBe('reconnecting')
    jest.advanceTimersByTime(300)
    on.program.resume(1)
    await on.program.finish(asked, 2, '个')
  })

  test('done never closes a gap', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.done(4))
    expect(await asked.outcome()).toBe('pending')
    jest.advanceTimersByTime(300)
    on.program.resume(1)
    await on.program.finish(asked, 2, '个')
  })

  test('a snapshot replaces the text, is no gap, and sets the last seq', () => {
    const asked = on.program.answering()
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(300)
    on.program.resume(1)
    on.program.phone.socket.frame({
      type: 'snapshot',
      seq: 40,
      phase: 'content',
      full_content: '三个',
      reasoning: '想过了',
    })
    expect(asked.events).toContainEqual({ type: 'replace', text: '三个', reasoning: '想过了' })
    on.program.phone.socket.frame(frames.content(41, '苹果'))
    expect(asked.stream.text).toBe('三个苹果')
    expect(asked.shown).toBe('三个苹果')
  })

  test('a snapshot in the phase of processing stands for content_finished', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(300)
    on.program.resume(1)
    const snapshot = {
      type: 'snapshot',
      seq: 40,
      phase: 'processing',
      full_content: '两个',
      finish_reason: 'length',
    }
    on.program.phone.socket.frame(snapshot)
    expect(asked.stream.state).toBe('processing')
    on.program.phone.socket.frame({ ...frames.done(41), finish_reason: undefined })
    expect(await asked.outcome()).toMatchObject({ text: '两个', finishReason: 'length' })
  })

  test('of content after content_finished are counted and not shown', async () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.finished(2, '两'))
    on.program.phone.socket.frame(frames.content(3, '错'))
    on.program.phone.socket.frame(frames.status(4, 'saving'))
    on.program.phone.socket.frame(frames.done(5))
    expect(await asked.outcome()).toMatchObject({ text: '两' })
    expect(asked.shown).toBe('两')
  })

  test('after a reconnect while the answer is saved the state is processing again', () => {
    const asked = on.program.answering()
    on.program.phone.socket.frame(frames.finished(2, '两'))
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(300)
    on.program.resume(2)
    expect(asked.states.slice(-3)).toEqual(['processing', 'reconnecting', 'processing'])
  })
})
