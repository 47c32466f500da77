import { HistoryRepository } from '../../src/store/history-repository'
import { newId } from '../../src/store/identifiers'
import { backends } from '../store/backends'
import { createTestStore, finished, type TestStore } from '../store/test-store'

describe.each(backends)('what a question refers to, on $name', ({ create }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await createTestStore(create)
  })

  afterEach(() => store.remove())

  const row = (id: string) =>
    store.database.main.selectFrom('question').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const levelOf = async (id: string) => (await row(id)).hint_level
  const hint = (about?: string) =>
    store.begin({ content: '', mode: 'hint', ...(about === undefined ? {} : { about }) })
  const history = async (sessionId: string) =>
    (await new HistoryRepository(store.database).page(sessionId, { limit: 20 })).items
  const end = (id: string, content = '2') => store.answers.save(finished(id, { content }))
  const fail = (questionId: string) =>
    store.answers.fail({
      questionId,
      fence: 0,
      content: '',
      reasoning: '',
      errorCode: 'MODEL_TIMEOUT',
      retryable: true,
      seq: 2,
    })

  test('is refused where it is not there', async () => {
    for (const reference of ['about', 'again', 'mistake_id'] as const) {
      await expect(store.begin({ [reference]: 'nothing' })).rejects.toMatchObject({
        name: 'NotTheirs',
        reference,
      })
    }
  })

  test('is refused where it is somebody else’s, and nothing is written', async () => {
    const { answer } = await store.answers.begin({
      userId: store.strangerId,
      requestId: 'theirs',
      params: { content: '2+2=?' },
    })
    for (const reference of ['about', 'again'] as const) {
      await expect(store.begin({ [reference]: answer.questionId })).rejects.toMatchObject({ reference })
    }
    const mine = await store.database.main
      .selectFrom('question')
      .select('id')
      .where('user_id', '=', store.userId)
      .execute()
    expect(mine).toEqual([])
  })

  test('a hint’s level is one more than the saved and running hints to the question', async () => {
    const { questionId } = await store.begin()
    const first = await hint(questionId)
    const second = await hint(questionId)
    await end(first.questionId)
    const third = await hint(questionId)
    expect(await Promise.all([first, second, third].map((one) => levelOf(one.questionId)))).toEqual([1, 2, 3])
  })

  test('a hint that failed does not count, one that was stopped does, and a replay neither', async () => {
    const { questionId } = await store.begin()
    await fail((await hint(questionId)).questionId)
    const again = await store.begin({ content: '', mode: 'hint', about: questionId }, 'same')
    expect(await levelOf(again.questionId)).toBe(1)
    const replay = await store.begin({ content: '', mode: 'hint', about: questionId }, 'same')
    expect(replay.questionId).toBe(again.questionId)
    await store.answers.save(finished(again.questionId, { status: 'stopped', finishReason: 'stopped' }))
    expect(await levelOf((await hint(questionId)).questionId)).toBe(2)
  })

  test('a question that was asked as a hint counts itself, and a hint to a hint is one to the question behind it', async () => {
    const first = await store.begin({ mode: 'hint' })
    const second = await hint(first.questionId)
    const third = await hint(second.questionId)
    expect(await row(third.questionId)).toMatchObject({ hint_to: first.questionId, hint_level: 3 })
    const { questionId } = await store.begin()
    const one = await hint(questionId)
    expect(await row((await hint(one.questionId)).questionId)).toMatchObject({
      hint_to: questionId,
      hint_level: 2,
    })
  })

  test('other questions about it, and hints to others, do not count', async () => {
    const { questionId } = await store.begin()
    const other = await store.begin()
    await store.begin({ about: questionId })
    await hint(other.questionId)
    expect(await levelOf((await hint(questionId)).questionId)).toBe(1)
  })

  test('of hints that are asked at once each has a level of its own', async () => {
    const { questionId } = await store.begin()
    const hints = await Promise.all([1, 2, 3, 4].map(() => hint(questionId)))
    const levels = await Promise.all(hints.map((one) => levelOf(one.questionId)))
    expect(levels.sort()).toEqual([1, 2, 3, 4])
  })

  test('a hint that is made anew keeps its level and counts once', async () => {
    const { questionId } = await store.begin()
    const first = await hint(questionId)
    await end(first.questionId)
    const anew = await store.begin({ content: '', again: first.questionId })
    expect(await levelOf(anew.questionId)).toBe(1)
    expect(await levelOf((await hint(questionId)).questionId)).toBe(2)
  })

  test('a question is answered anew with its own content, pages and mode, in its session', async () => {
    const page = newId()
    const main = store.database.main
    await main
      .insertInto('file')
      .values({
        id: page,
        user_id: store.userId,
        mime: 'image/png',
        width: 1,
        height: 1,
        bytes: 1,
        created_at: '2026',
      })
      .execute()
    const first = await store.begin({
      content: '这一页？',
      image_urls: [`/api/v1/files/${page}`],
      mode: 'check',
    })
    await end(first.questionId)
    const elsewhere = await store.begin({ content: '别的' })
    const anew = await store.begin({
      content: '',
      again: first.questionId,
      mode: 'solve',
      session_id: elsewhere.sessionId,
    })
    expect(anew).toMatchObject({
      sessionId: first.sessionId,
      params: {
        content: '这一页？',
        image_urls: [`/api/v1/files/${page}`],
        mode: 'check',
        again: first.questionId,
      },
    })
    expect(anew.questionId).not.toBe(first.questionId)
    await end(anew.questionId)
    const third = await store.begin({ content: '', again: anew.questionId })
    expect(third.params.again).toBe(first.questionId)
  })

  test('the history has it once, with the newest answer and all of them, oldest first', async () => {
    const first = await store.begin({ content: '一加一？' })
    await end(first.questionId, '三')
    const later = await store.begin({ content: '二加二？', session_id: first.sessionId })
    await end(later.questionId, '四')
    const anew = await store.begin({ content: '', again: first.questionId })
    const items = await history(first.sessionId)
    expect(items.map(({ content }) => content)).toEqual(['一加一？', '二加二？'])
    expect(items[0]).toMatchObject({
      question_id: first.questionId,
      request_id: anew.requestId,
      answer: { status: 'generating', request_id: anew.requestId },
      answers: [{ content: '三', status: 'done' }, { status: 'generating' }],
    })
    await end(anew.questionId, '二')
    expect((await history(first.sessionId))[0]).toMatchObject({
      answer: { content: '二' },
      answers: [{ content: '三' }, { content: '二' }],
    })
  })

  test('an item of the history tells how it was asked, null where that was not said', async () => {
    const plain = await store.begin()
    const asked = await store.begin({
      content: '',
      mode: 'hint',
      about: plain.questionId,
      session_id: plain.sessionId,
    })
    const told = (await history(plain.sessionId)).map(({ mode, about, mistake_id }) => ({
      mode,
      about,
      mistake_id,
    }))
    expect(told).toEqual([
      { mode: null, about: null, mistake_id: null },
      { mode: 'hint', about: plain.questionId, mistake_id: null },
    ])
    expect(asked.params).toMatchObject({ mode: 'hint', about: plain.questionId })
  })

  test('a model that answers anew sees the session only up to the question, each earlier one with its newest answer', async () => {
    const first = await store.begin({ content: '第一题' })
    const { sessionId } = first
    await end(first.questionId, '旧的')
    const second = await store.begin({ content: '第二题', session_id: sessionId })
    await end(second.questionId, '二')
    const third = await store.begin({ content: '第三题', session_id: sessionId })
    await end(third.questionId, '三')
    const better = await store.begin({ content: '', again: first.questionId })
    await end(better.questionId, '新的')
    const before = (id: string) => store.answers.history(sessionId, id, 10)
    expect(await before(second.questionId)).toEqual([{ question: '第一题', answer: '新的' }])
    expect((await before(third.questionId)).map(({ question }) => question)).toEqual(['第一题', '第二题'])
    const empty = await store.begin({ content: '', again: first.questionId })
    await store.answers.save(
      finished(empty.questionId, { content: '', status: 'stopped', finishReason: 'stopped' }),
    )
    expect(await before(second.questionId)).toEqual([{ question: '第一题', answer: '新的' }])
  })
})
