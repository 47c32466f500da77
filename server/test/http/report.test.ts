import type { Report } from '../../../typings/mistakes'
import type { AskParams } from '../../../typings/protocol'
import { isTimeZone, lastDays } from '../../src/report/calendar-days'
import { newId } from '../../src/store/identifiers'
import { type Student, startTestServer, type TestServer } from './test-server'

const path = '/api/v1/learning/report'

describe('a report', () => {
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    server = await startTestServer()
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  const report = async (query = '', student = anna) =>
    (await student.call('GET', path + query)).body as Report

  /** A question that was asked so many hours ago; with the subject of its extras, where they told one. */
  async function ask(params: Partial<AskParams> = {}, { hours = 0, subject = '' } = {}): Promise<string> {
    const { answers, database } = server.parts
    const asked = { userId: anna.user.id, requestId: newId(), params: { content: '1+1=?', ...params } }
    const { questionId } = (await answers.begin(asked)).answer
    const { answerId } = await answers.save({
      questionId,
      fence: 0,
      status: 'done',
      content: '2',
      reasoning: '',
      finishReason: 'stop',
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      seq: 4,
    })
    const created_at = ago(hours)
    await database.main.updateTable('question').set({ created_at }).where('id', '=', questionId).execute()
    if (subject !== '') {
      const extras = { status: 'ready' as const, subject: subject as 'math' }
      await database.main
        .insertInto('answer_extras')
        .values({ answer_id: answerId, title: null, correction: null, correction_counts: null, ...extras })
        .onConflict((conflict) => conflict.column('answer_id').doUpdateSet(extras))
        .execute()
    }
    return questionId
  }

  async function addMistake(body: object, { hours = 0, mastered = false } = {}): Promise<string> {
    const { id } = (await anna.call('POST', '/api/v1/learning/mistakes', body)).body as { id: string }
    if (mastered) await anna.call('PATCH', `/api/v1/learning/mistakes/${id}`, { mastered })
    const { main } = server.parts.database
    await main
      .updateTable('mistake')
      .set({ created_at: ago(hours) })
      .where('id', '=', id)
      .execute()
    return id
  }

  const ago = (hours: number) => new Date(Date.now() - hours * 60 * 60_000).toISOString()

  test('of a new student is empty, of seven days', async () => {
    expect(await report()).toEqual({
      days: 7,
      questions: 0,
      active_days: 0,
      mistakes: 0,
      reviews: 0,
      by_subject: [],
      weak_points: [],
    })
  })

  test('takes a question’s subject from its extras, else from the chosen one, else calls it another', async () => {
    await ask({ subject: '数学' }, { subject: 'physics' })
    await ask({ subject: '数学' })
    await ask({ subject: ' Math ' })
    await ask({ subject: '天文' })
    await ask()
    const session = (await anna.call('POST', '/api/v1/learning/sessions', { subject: '语文' })).body
    await ask({ session_id: (session as { id: string }).id })
    await addMistake({ text: '一', subject: 'physics' })
    await addMistake({ text: '二', subject: '天文' })
    await addMistake({ text: '三' })
    const { by_subject, questions, mistakes } = await report()
    expect([questions, mistakes]).toEqual([6, 3])
    expect(by_subject).toEqual([
      { subject: 'other', questions: 2, mistakes: 2 },
      { subject: 'math', questions: 2, mistakes: 0 },
      { subject: 'physics', questions: 1, mistakes: 1 },
      { subject: 'chinese', questions: 1, mistakes: 0 },
    ])
  })

  test('counts a question that is answered anew once', async () => {
    const again = await ask()
    await ask({ again })
    expect((await report()).questions).toBe(1)
  })

  test('tells the points in which most is not mastered, ten at the most', async () => {
    for (let index = 0; index < 12; index++) await addMistake({ text: `${index}`, points: [`点${index}`] })
    await addMistake({ text: 'a', points: ['通分', '约分'] })
    await addMistake({ text: 'b', points: ['通分', '约分'] }, { mastered: true })
    await addMistake({ text: 'c', points: ['通分'] })
    const { weak_points } = await report()
    expect(weak_points).toHaveLength(10)
    expect(weak_points.slice(0, 2)).toEqual([
      { point: '通分', mistakes: 3, mastered: 1 },
      { point: '约分', mistakes: 2, mastered: 1 },
    ])
  })

  test('counts reviews, and the days with a question or a review', async () => {
    await ask({}, { hours: 24 })
    await ask({}, { hours: 24 })
    const id = await addMistake({ text: '一' }, { hours: 48 })
    await anna.call('POST', `/api/v1/learning/mistakes/${id}/review`, { rating: 'good' })
    await anna.call('POST', `/api/v1/learning/mistakes/${id}/review`, { rating: 'good' })
    expect(await report()).toMatchObject({ questions: 2, reviews: 2, mistakes: 1, active_days: 2 })
    expect(await report('?days=1')).toMatchObject({ days: 1, questions: 0, reviews: 2, active_days: 1 })
  })

  test('goes back to the beginning of its first day, in the student’s own time zone', async () => {
    for (const zone of ['Asia/Shanghai', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
      const settings = { time_zone: zone }
      expect((await anna.call('PATCH', '/api/v1/users/me', { settings })).status).toBe(200)
      const { main } = server.parts.database
      await main.deleteFrom('question').execute()
      const id = await ask()
      const { first } = lastDays(zone, 3, new Date().toISOString())
      const begin = beginOf(zone, first)
      for (const [time, questions] of [
        [begin, 1],
        [begin - 1, 0],
      ] as const) {
        const created_at = new Date(time).toISOString()
        await main.updateTable('question').set({ created_at }).where('id', '=', id).execute()
        expect([zone, (await report('?days=3')).questions]).toEqual([zone, questions])
      }
    }
  })

  test('is only of this student', async () => {
    await ask()
    await addMistake({ text: '一' })
    expect(await report('', await server.login('本'))).toMatchObject({ questions: 0, mistakes: 0 })
  })

  test.each(['0', '367', 'week', '1.5', '-1'])('of %s days is refused', async (days) => {
    const reply = await anna.call('GET', `${path}?days=${days}`)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test('of 366 days is made', async () => {
    expect((await report('?days=366')).days).toBe(366)
  })
})

/** The first moment of a day in a place, looked for among all minutes around it. */
function beginOf(zone: string, day: string): number {
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone })
  let time = Date.parse(`${day}T00:00:00Z`) - 15 * 60 * 60_000
  while (calendar.format(time) < day) time += 60_000
  return time
}

describe('the days of a calendar', () => {
  test('are counted over the change to summer time, and over the end of a year', () => {
    const last = (zone: string, days: number, now: string) => lastDays(zone, days, now).first
    expect(last('Europe/Berlin', 3, '2026-03-30T10:00:00Z')).toBe('2026-03-28')
    expect(last('Europe/Berlin', 3, '2026-10-26T10:00:00Z')).toBe('2026-10-24')
    expect(last('Asia/Shanghai', 7, '2026-01-03T17:00:00Z')).toBe('2025-12-29')
    expect(last('Asia/Shanghai', 1, '2026-01-03T15:59:59Z')).toBe('2026-01-03')
    expect(last('Asia/Shanghai', 1, '2026-01-03T16:00:00Z')).toBe('2026-01-04')
    expect(last('Asia/Shanghai', 366, '2024-12-31T00:00:00Z')).toBe('2024-01-01')
  })

  test.each([
    ['Asia/Shanghai', true],
    ['Europe/Berlin', true],
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['+08:00', false],
    ['Asia/Nowhere', false],
    ['', false],
    ['Asia/Shanghai\0', false],
  ])('are of %s: %s', (zone, isOne) => {
    expect(isTimeZone(zone)).toBe(isOne)
  })
})
