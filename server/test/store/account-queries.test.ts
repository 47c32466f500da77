import { AccountExport } from '../../src/store/account-export'
import { CorrectionRepository } from '../../src/store/correction-repository'
import { newId } from '../../src/store/identifiers'
import { sameByHand } from '../../src/store/mistake-keys'
import { MistakeRepository } from '../../src/store/mistake-repository'
import { ReportRepository } from '../../src/store/report-repository'
import { SettingsTooLong, UserRepository } from '../../src/store/user-repository'
import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe.each(backends)('what a student has, asked of $name', ({ create }) => {
  let store: TestStore
  let book: MistakeRepository

  beforeEach(async () => {
    store = await createTestStore(create)
    book = new MistakeRepository(store.database)
  })

  afterEach(() => store.remove())

  const byHand = (text: string, more: { subject?: string; note?: string; points?: string[] } = {}) => {
    const { subject = null, note = null, points = [] } = more
    const unknown = { student_answer: null, correct_answer: null, reason: null, box: null }
    const origin = { questionId: null, no: null, fileId: null }
    const sameAs = sameByHand(subject, text)
    return book.add({ userId: store.userId, sameAs, text, subject, note, points, ...unknown, ...origin })
  }

  test('mistakes are found by subject, point and a part of their words, and those that are due by their time', async () => {
    await byHand('100% 对', { subject: 'math', points: ['百分数', '小数'] })
    const { entry } = await byHand('Past Tense', { subject: 'english', note: '过去_式' })
    expect(await byHand(' Past  Tense ', { subject: 'english' })).toEqual({ entry, isNew: false })
    const texts = async (query: Partial<Parameters<MistakeRepository['list']>[1]>) => {
      const { items } = await book.list(store.userId, { due: false, page: 1, size: 20, ...query })
      return items.map(({ text }) => text)
    }
    expect(await texts({})).toEqual(['Past Tense', '100% 对'])
    expect(await texts({ subject: 'math' })).toEqual(['100% 对'])
    expect(await texts({ point: '小数' })).toEqual(['100% 对'])
    expect(await texts({ point: '小' })).toEqual([])
    expect(await texts({ search: '百分' })).toEqual(['100% 对'])
    expect(await texts({ search: 'tense' })).toEqual(['Past Tense'])
    expect(await texts({ search: '_' })).toEqual(['Past Tense'])
    expect(await texts({ search: '%' })).toEqual(['100% 对'])
    expect(await texts({ search: '\\' })).toEqual([])
    expect(await texts({ due: true })).toEqual(['100% 对', 'Past Tense'])
    await book.change(store.userId, entry.id, { mastered: true, points: ['时态'], subject: 'chinese' })
    const due = await book.list(store.userId, { due: true, page: 1, size: 20 })
    expect([due.total, due.due]).toEqual([1, 1])
    expect(await texts({ subject: 'chinese', point: '时态' })).toEqual(['Past Tense'])
    expect(await book.list(store.strangerId, { due: false, page: 1, size: 20 })).toMatchObject({
      total: 0,
      due: 0,
    })
  })

  test('a correction’s exercise is found by its question and number, the newest correction first', async () => {
    const { questionId } = await store.begin()
    const corrections = new CorrectionRepository(store.database)
    expect(await corrections.mistakeOf(store.userId, questionId, '1')).toBeUndefined()
    const { answerId } = await store.answers.save(finished(questionId))
    const item = { page: null, no: '1', text: '3+5', student_answer: '9', verdict: 'wrong' }
    const items = [{ ...item, correct_answer: '8', reason: null, points: [], box: null }]
    const correction = JSON.stringify({ right: 0, wrong: 1, unanswered: 0, unclear: 0, items })
    const extras = { status: 'ready' as const, subject: 'math' as const, correction }
    await store.database.main
      .insertInto('answer_extras')
      .values({ answer_id: answerId, title: null, correction_counts: null, ...extras })
      .onConflict((conflict) => conflict.column('answer_id').doUpdateSet(extras))
      .execute()
    expect(await corrections.mistakeOf(store.userId, questionId, '1')).toMatchObject({
      text: '3+5',
      subject: 'math',
      questionId,
    })
    expect(await corrections.mistakeOf(store.userId, questionId, '2')).toBeUndefined()
    expect(await corrections.mistakeOf(store.strangerId, questionId, '1')).toBeUndefined()
  })

  test('a report is made of questions, mistakes and reviews since a time', async () => {
    const { questionId } = await store.begin({ subject: '数学' })
    await store.database.main
      .updateTable('question')
      .set({ status: 'done' })
      .where('id', '=', questionId)
      .execute()
    await store.begin({ again: questionId })
    const { entry } = await byHand('一', { points: ['点', '面'] })
    const schedule = () => ({ card: '{}', dueAt: '2026-12-01T00:00:00.000Z' })
    await book.review(store.userId, entry.id, 'hard', schedule)
    const reports = new ReportRepository(store.database)
    expect(await reports.activity(store.userId, '2000')).toEqual({
      questions: [{ createdAt: expect.any(String), subject: null, chosen: '数学' }],
      mistakes: [{ createdAt: entry.createdAt, subject: null, mastered: false, points: ['点', '面'] }],
      reviews: [{ createdAt: expect.any(String) }],
    })
    expect(await reports.activity(store.userId, '9999')).toEqual({ questions: [], mistakes: [], reviews: [] })
  })

  test('an account’s settings are merged by all who tell some at once, and never longer than they may be', async () => {
    const users = new UserRepository(store.database)
    const names = ['a', 'b', 'c', 'd']
    await Promise.all(names.map((name) => users.change(store.userId, { settings: { [name]: 1 } })))
    expect(await users.change(store.userId, { grade: 3, settings: { a: null } })).toEqual({
      id: store.userId,
      name: 'student',
      grade: 3,
      settings: { b: 1, c: 1, d: 1 },
    })
    const long = { name: 'x', settings: { long: 'x'.repeat(4096) } }
    await expect(users.change(store.userId, long)).rejects.toThrow(SettingsTooLong)
    expect(await users.account(store.userId)).toMatchObject({ name: 'student', settings: { b: 1 } })
    expect(await users.change(newId(), { grade: 3 })).toBeUndefined()
  })

  test('an account is read whole for its export, and is gone whole when it is erased', async () => {
    const { questionId } = await store.begin()
    await store.answers.save(finished(questionId))
    await byHand('一', { points: ['点'] })
    const all = new AccountExport(store.database)
    const stored = await all.of(store.userId)
    expect(stored).toMatchObject({ questions: [{ id: questionId }], answers: [{ question_id: questionId }] })
    await new UserRepository(store.database).erase(store.userId)
    await store.database.scrub()
    expect(Object.values(await all.of(store.userId)).flat()).toEqual([])
    for (const table of ['mistake', 'mistake_point', 'mistake_review', 'job'] as const)
      expect(await store.database.main.selectFrom(table).selectAll().execute()).toEqual([])
  })
})
