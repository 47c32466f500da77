import { sql } from 'kysely'
import { ImageNotFound, QuestionNotFound, SessionNotFound } from '../../src/answer/answer-store'
import { FileRepository } from '../../src/store/file-repository'
import { newId } from '../../src/store/identifiers'
import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe.each(backends)('answers on $name', ({ create }) => {
  let store: TestStore
  let database: TestStore['database']
  let answers: TestStore['answers']
  let sessions: TestStore['sessions']
  let userId: TestStore['userId']
  let strangerId: TestStore['strangerId']
  let begin: TestStore['begin']

  beforeEach(async () => {
    store = await createTestStore(create)
    ;({ database, answers, sessions, userId, strangerId, begin } = store)
  })

  afterEach(() => store.remove())

  test('test_atomic_session_stats_update: 200 concurrent answers of one session end with the exact sums', async () => {
    const session = await sessions.create(userId, '加法', null)
    const numbers = Array.from({ length: 200 }, (_, index) => index + 1)
    await Promise.all(
      numbers.map(async (tokens) => {
        const { questionId } = await begin({ session_id: session.id })
        const usage = { prompt_tokens: 0, completion_tokens: tokens, total_tokens: tokens }
        await answers.save(finished(questionId, { usage }))
      }),
    )
    const after = await sessions.find(userId, session.id)
    expect(after).toMatchObject({ question_count: 200, total_tokens: (200 * 201) / 2 })
    expect((after?.last_active_at ?? '') > session.last_active_at).toBe(true)
  })

  test('statistics of a session that had none yet begin at nothing', async () => {
    const session = await sessions.create(userId, '加法', null)
    await database.main.updateTable('chat_session').set({ total_tokens: sql<number>`null` }).execute()
    const { questionId } = await begin({ session_id: session.id })
    await answers.save(finished(questionId))
    expect(await sessions.find(userId, session.id)).toMatchObject({ question_count: 1, total_tokens: 7 })
  })

  test('an answer that is saved several times at once counts once and keeps its id', async () => {
    const { questionId, sessionId } = await begin()
    const saved = await Promise.all(Array.from({ length: 20 }, () => answers.save(finished(questionId))))
    expect(new Set(saved.map(({ answerId }) => answerId)).size).toBe(1)
    expect(await sessions.find(userId, sessionId)).toMatchObject({ question_count: 1, total_tokens: 7 })
  })

  test('a stopped answer counts too', async () => {
    const { questionId, sessionId, requestId } = await begin()
    await answers.save(finished(questionId, { status: 'stopped', finishReason: 'stopped' }))
    expect(await answers.find(userId, requestId)).toMatchObject({
      status: 'stopped',
      finishReason: 'stopped',
    })
    expect(await sessions.find(userId, sessionId)).toMatchObject({ question_count: 1 })
  })

  test('a request id that was used gives the same question, and only one of many at once begins it', async () => {
    const requestId = newId()
    const ask = () => answers.begin({ userId, requestId, params: { content: '1+1=?' } })
    const results = await Promise.all(Array.from({ length: 20 }, ask))
    expect(results.filter((result) => result.created)).toHaveLength(1)
    expect(new Set(results.map((result) => result.answer.questionId)).size).toBe(1)
    expect((await sessions.list(userId, { page: 1, size: 10 })).total).toBe(1)
  })

  test('two users may use the same request id', async () => {
    const requestId = newId()
    const mine = await answers.begin({ userId, requestId, params: { content: '我的' } })
    const theirs = await answers.begin({ userId: strangerId, requestId, params: { content: '别人的' } })
    expect([mine.created, theirs.created]).toEqual([true, true])
    expect(await answers.find(userId, requestId)).toMatchObject({ params: { content: '我的' } })
  })

  test('a session of somebody else is as good as missing, and nothing is written', async () => {
    const session = await sessions.create(strangerId, '别人的', null)
    const requestId = newId()
    await expect(begin({ session_id: session.id }, requestId)).rejects.toBeInstanceOf(SessionNotFound)
    await expect(begin({ session_id: 'made up' }, requestId)).rejects.toBeInstanceOf(SessionNotFound)
    expect(await answers.find(userId, requestId)).toBeUndefined()
  })

  test("a stranger's image is refused by its place, and the question with it", async () => {
    const file = {
      id: newId(),
      user_id: strangerId,
      mime: 'image/png' as const,
      width: 1,
      height: 1,
      bytes: 1,
    }
    await new FileRepository(database).insert(file)
    const url = `/api/v1/files/${file.id}?expires=1&signature=x`
    await expect(begin({ image_urls: [url] })).rejects.toBeInstanceOf(ImageNotFound)
    const own = { ...file, id: newId(), user_id: userId }
    await new FileRepository(database).insert(own)
    const pages = [url, `/api/v1/files/${own.id}`, '/elsewhere']
    await expect(begin({ image_urls: pages })).rejects.toMatchObject({ pages: [1, 3] })
    expect((await sessions.list(userId, { page: 1, size: 10 })).total).toBe(0)
  })

  test('the addresses of images are kept in page order and without their signatures', async () => {
    const ids = [newId(), newId(), newId()].reverse()
    for (const id of ids) {
      const file = { id, user_id: userId, mime: 'image/png' as const, width: 1, height: 1, bytes: 1 }
      await new FileRepository(database).insert(file)
    }
    const { requestId } = await begin({
      image_urls: ids.map((id) => `/api/v1/files/${id}?expires=1&signature=x`),
    })
    const found = await answers.find(userId, requestId)
    expect(found?.params.image_urls).toEqual(ids.map((id) => `/api/v1/files/${id}`))
  })

  test('an answer whose session was deleted meanwhile is refused', async () => {
    const { questionId, sessionId } = await begin()
    await sessions.delete(userId, sessionId)
    await expect(answers.save(finished(questionId))).rejects.toBeInstanceOf(QuestionNotFound)
  })

  test('a session may be deleted while its answers are being saved: neither waits for the other', async () => {
    for (let round = 0; round < 3; round += 1) {
      const session = await sessions.create(userId, '加法', null)
      const begun = await Promise.all(Array.from({ length: 8 }, () => begin({ session_id: session.id })))
      const saving = begun.map(({ questionId }) => answers.save(finished(questionId)))
      const deleting = sessions.delete(userId, session.id)
      const saved = await Promise.allSettled(saving)
      expect((await deleting)?.requestIds.sort()).toEqual(begun.map(({ requestId }) => requestId).sort())
      for (const outcome of saved) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(QuestionNotFound)
      }
      expect(await sessions.find(userId, session.id)).toBeUndefined()
    }
  })

  test('a session is found by letters of any alphabet as they are written, and by ASCII in either case', async () => {
    for (const title of ['求Δ的值', 'Ω 电阻', 'ÉCOLE', 'Past Tense', '100%_\\']) {
      await sessions.create(userId, title, null)
    }
    const found = async (search: string) => {
      const { items } = await sessions.list(userId, { page: 1, size: 10, search })
      return items.map(({ title }) => title)
    }
    expect(await found('Δ')).toEqual(['求Δ的值'])
    expect(await found('Ω')).toEqual(['Ω 电阻'])
    expect(await found('ÉCOLE')).toEqual(['ÉCOLE'])
    expect(await found('pAST tENSE')).toEqual(['Past Tense'])
    expect(await found('%_\\')).toEqual(['100%_\\'])
    expect(await found('_%')).toEqual([])
  })

  test('the history of a question is the last finished turns before it, oldest first', async () => {
    const session = await sessions.create(userId, '加法', null)
    const ask = (content: string) => begin({ content, session_id: session.id })
    for (const content of ['一', '二', '三']) {
      const { questionId } = await ask(content)
      await answers.save(finished(questionId, { content: `答${content}` }))
    }
    await ask('没有答完')
    const now = await ask('现在')
    const later = await ask('以后')
    await answers.save(finished(later.questionId))

    expect(await answers.history(session.id, now.questionId, 2)).toEqual([
      { question: '二', answer: '答二' },
      { question: '三', answer: '答三' },
    ])
    expect(await answers.history(session.id, now.questionId, 0)).toEqual([])

    const stopped = await ask('没等到第一个字')
    await answers.save(finished(stopped.questionId, { status: 'stopped', content: '' }))
    const next = await ask('再问')
    expect((await answers.history(session.id, next.questionId, 2)).map(({ question }) => question)).toEqual([
      '三',
      '以后',
    ])
  })
})
