import { frames, Program, recordConsole, URL } from '../support/ask'
import { FakeWx } from '../support/fake-wx'

let phone: FakeWx
let program: Program

beforeEach(() => {
  jest.useFakeTimers()
  recordConsole()
  phone = new FakeWx()
  program = new Program(phone)
})

afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

/** The program is killed: nothing of it runs on, and the next run is a new one on the same phone. */
function killed(): Program {
  phone.socket.drop()
  jest.clearAllTimers()
  return new Program(phone)
}

describe('an answer under way', () => {
  test('keeps what was held of it also when the next run is killed before another frame', () => {
    program.ask({ requestId: 'request-1' })
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.content(1, '两'))
    jest.advanceTimersByTime(2000)
    phone.socket.frame(frames.content(2, '个'))
    const held = { requestId: 'request-1', afterSeq: 2, text: '两个' }
    const next = killed()
    next.ask(held)
    const last = killed()
    expect(last.api.answerJournal().unfinished()).toMatchObject([held])
  })

  test('is found by the next run of the program and gone on with', async () => {
    const params = { content: '1+1?', session_id: 's1' }
    const asked = program.ask({}, params)
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.content(1, '两'))
    jest.advanceTimersByTime(2000)
    phone.socket.frame(frames.content(2, '个'))
    const next = killed()
    const [left] = next.api.answerJournal().unfinished()
    expect(left).toMatchObject({ requestId: asked.stream.requestId, params, afterSeq: 2, text: '两个' })
    if (left === undefined) throw new Error('nothing was left')
    const { requestId, afterSeq, text } = left
    const continued = next.ask({ requestId, afterSeq, text }, left.params)
    expect(continued.stream.text).toBe('两个')
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([
      { type: 'resume', token: 'token', request_id: requestId, after_seq: 2 },
    ])
    phone.socket.frame(frames.accepted(true))
    phone.socket.frame(frames.content(3, '苹果'))
    phone.socket.frame(frames.finished(4, '两个苹果'))
    phone.socket.frame(frames.done(5))
    expect(await continued.outcome()).toMatchObject({ text: '两个苹果' })
    expect(next.api.answerJournal().unfinished()).toEqual([])
    expect(phone.kept).toEqual([])
  })

  test('is written at most every 2 s, and when the program goes to the background', () => {
    const wx = phone.whole()
    const write = jest.spyOn(wx, 'setStorageSync')
    program = new Program(phone, wx)
    const asked = program.ask()
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    for (let seq = 1; seq <= 1000; seq += 1) {
      jest.advanceTimersByTime(10)
      phone.socket.frame(frames.content(seq, '字'))
    }
    expect(write.mock.calls.length).toBeLessThanOrEqual(7)
    phone.hide()
    const [left] = killed().api.answerJournal().unfinished()
    expect(left).toMatchObject({ afterSeq: 1000, text: asked.stream.text })
  })

  test('is forgotten by its id, and nothing is written for one that is not there', () => {
    program.ask({ requestId: 'request-1' })
    const wx = phone.whole()
    const [set, remove] = [jest.spyOn(wx, 'setStorageSync'), jest.spyOn(wx, 'removeStorageSync')]
    phone.socket.drop()
    jest.clearAllTimers()
    const journal = new Program(phone, wx).api.answerJournal()
    const before = set.mock.calls.length + remove.mock.calls.length
    journal.forget('other')
    expect(set.mock.calls.length + remove.mock.calls.length).toBe(before)
    journal.forget('request-1')
    expect(journal.unfinished()).toEqual([])
  })

  test('of which nothing had come is asked for again with the same id', () => {
    const asked = program.ask()
    const next = killed()
    const [left] = next.api.answerJournal().unfinished()
    expect(left).toMatchObject({ afterSeq: 0, text: '' })
    next.ask({ requestId: asked.stream.requestId, afterSeq: 0, text: '' })
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([{ type: 'ask', request_id: asked.stream.requestId }])
  })

  test('is not looked for after a day, and what is no entry is none', () => {
    program.ask()
    const next = killed()
    jest.setSystemTime(Date.now() + 25 * 3600000)
    expect(next.api.answerJournal().unfinished()).toEqual([])
    phone.storage.set('answers-under-way', [null, 5, { requestId: 5 }, 'x'])
    expect(new Program(phone).api.answerJournal().unfinished()).toEqual([])
  })

  test('that failed for want of a link is left to the next run with what was held, and not told of in this one', async () => {
    const asked = program.ask({ requestId: 'r7' })
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.content(1, '两'))
    jest.advanceTimersByTime(2000)
    phone.socket.frame(frames.content(2, '个'))
    jest.advanceTimersByTime(200_000)
    await expect(asked.stream.result).rejects.toMatchObject({ code: 'WS_MESSAGE_TIMEOUT' })
    expect(program.api.answerJournal().unfinished()).toEqual([])
    const next = killed()
    expect(next.api.answerJournal().unfinished()).toMatchObject([
      { requestId: 'r7', afterSeq: 2, text: '两个' },
    ])
    next.api.answerJournal().forget('r7')
    expect(phone.kept).toEqual([])
  })

  test('that failed for want of a link and is asked for again is kept as any other until it ends', async () => {
    const failed = program.ask({ requestId: 'r7' })
    jest.advanceTimersByTime(200_000)
    await expect(failed.stream.result).rejects.toMatchObject({ code: 'WS_CONNECT_ERROR' })
    const again = program.ask({ requestId: 'r7' })
    expect(program.api.answerJournal().unfinished()).toMatchObject([{ requestId: 'r7' }])
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.finished(1, '两个'))
    phone.socket.frame(frames.done(2))
    await again.outcome()
    expect(phone.kept).toEqual([])
  })

  test.each(['INTERNAL', 'MODEL_TIMEOUT'])('that the server ended with %s is not kept', async (code) => {
    const asked = program.ask()
    phone.socket.open()
    phone.socket.frame({ type: 'error', code, message: '请重试', retryable: true })
    await expect(asked.stream.result).rejects.toMatchObject({ code })
    expect(phone.kept).toEqual([])
  })

  test('of an older server is not kept: it could not be resumed', () => {
    program.ask()
    phone.socket.open()
    phone.socket.frame({ type: 'content', content: '两', full_content: '两' })
    expect(phone.kept).toEqual([])
  })
})

describe('a request id with a last seq', () => {
  test('but without the text is read again from its start', async () => {
    const asked = program.ask({ requestId: 'r7', afterSeq: 12 })
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([
      { type: 'resume', token: 'token', request_id: 'r7', after_seq: 0 },
    ])
    phone.socket.frame(frames.accepted(true))
    phone.socket.frame(frames.content(1, '两'))
    expect(asked.stream.text).toBe('两')
  })

  test('alone is an ask with that id', () => {
    const asked = program.ask({ requestId: 'r7' })
    expect(asked.stream.requestId).toBe('r7')
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([{ type: 'ask', request_id: 'r7' }])
    expect(phone.socket.options.url).toBe(URL)
  })
})

describe('an answer that two streams of the program follow', () => {
  test('stays kept when the server gives it to the newer one, and is forgotten when that has ended', async () => {
    const options = { requestId: 'request-1' }
    const older = program.ask(options)
    phone.socket.open()
    const first = phone.socket
    first.frame(frames.accepted())
    first.frame(frames.content(1, '两'))
    const newer = program.ask(options)
    phone.socket.open()
    const second = phone.socket
    second.frame(frames.accepted(true))
    second.frame(frames.content(1, '两'))
    first.frame(frames.error('SUPERSEDED'))
    expect(await older.outcome()).toMatchObject({ code: 'SUPERSEDED' })
    jest.advanceTimersByTime(2000)
    second.frame(frames.content(2, '个'))
    expect(newer.stream.state).toBe('streaming')
    const held = [{ requestId: 'request-1', afterSeq: 2, text: '两个' }]
    expect(new Program(phone).api.answerJournal().unfinished()).toMatchObject(held)
    second.frame(frames.finished(3, '两个'))
    second.frame(frames.done(4))
    expect(await newer.outcome()).toMatchObject({ text: '两个' })
    expect(phone.storage.has('answers-under-way')).toBe(false)
  })

  test('that was waited for as long as may be is not gone on with by the next run', async () => {
    const asked = program.ask({ maxDuration: 1000 })
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.content(1, '两'))
    jest.advanceTimersByTime(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_DEADLINE', partial: '两' })
    expect(killed().api.answerJournal().unfinished()).toEqual([])
  })
})
