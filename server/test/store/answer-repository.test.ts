import { sql } from 'kysely'
import type { AskParams } from '../../../typings/protocol'
import { type FinalAnswer, ImageNotFound, SessionNotFound } from '../../src/answer/answer-store'
import { AnswerRepository } from '../../src/store/answer-repository'
import type { Database } from '../../src/store/database'
import { FileRepository } from '../../src/store/file-repository'
import { newId } from '../../src/store/identifiers'
import { SessionRepository } from '../../src/store/session-repository'
import { UserRepository } from '../../src/store/user-repository'
import { QuestionNotFound } from '../../src/store/write-answer'
import { backends, type TestDatabase } from './backends'

const log = { warn: jest.fn() }

describe.each(backends)('answers on $name', ({ create }) => {
  let place: TestDatabase
  let database: Database
  let answers: AnswerRepository
  let sessions: SessionRepository
  let userId: string
  let strangerId: string

  beforeEach(async () => {
    log.warn.mockClear()
    place = await create()
    database = await place.open()
    answers = new AnswerRepository(database, log)
    sessions = new SessionRepository(database)
    const users = new UserRepository(database)
    userId = (await users.findOrCreate('dev:student', 'student')).id
    strangerId = (await users.findOrCreate('dev:stranger', 'stranger')).id
  })

  afterEach(async () => {
    await place.remove()
    expect(log.warn).not.toHaveBeenCalled()
  })

  const begin = async (params: Partial<AskParams> = {}, requestId = newId()) => {
    const result = await answers.begin({ userId, requestId, params: { content: '1+1=?', ...params } })
    return result.answer
  }
  const finished = (questionId: string, overrides: Partial<FinalAnswer> = {}): FinalAnswer => ({
    questionId,
    status: 'done',
    content: '2',
    reasoning: '',
    finishReason: 'stop',
    usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    seq: 9,
    ...overrides,
  })
  /** Another process on the same data. */
  const restart = async () => new AnswerRepository(await place.open(), log)

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

  test("a stranger's image is refused, and the question with it", async () => {
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

  test('what was sent before the process died is there after a restart, and one process takes it up', async () => {
    const { questionId, requestId } = await begin()
    const other = await begin()
    await answers.appendDrafts([
      { questionId, content: '第一步', reasoning: '想', seq: 3 },
      { questionId: other.questionId, content: 'x', reasoning: '', seq: 2 },
    ])
    await answers.appendDrafts([{ questionId, content: '，第二步', reasoning: '一想', seq: 5 }])

    const next = await restart()
    const orphans = await next.unfinished()
    expect(orphans).toHaveLength(2)
    expect(orphans[0]).toMatchObject({
      questionId,
      requestId,
      status: 'generating',
      content: '第一步，第二步',
      reasoning: '想一想',
      lastSeq: 5,
      answerId: null,
    })
    expect(await Promise.all([next.reopen(questionId), next.reopen(questionId)])).toEqual([true, false])
    expect(await next.unfinished()).toHaveLength(1)
  })

  test('that a text was whole is known after a restart, so that it only has to be saved', async () => {
    const { questionId } = await begin()
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
    await answers.appendDrafts([
      { questionId, content: '全部', reasoning: '', seq: 3 },
      { questionId, content: '', reasoning: '', seq: 4, finish: { reason: 'length', usage } },
    ])
    const next = await restart()
    expect(await next.unfinished()).toMatchObject([
      { status: 'generating', content: '全部', lastSeq: 4, finishReason: 'length', usage },
    ])
  })

  test('a piece that is appended twice is read once', async () => {
    const { questionId, requestId } = await begin()
    const piece = { questionId, content: '第一步', reasoning: '', seq: 3 }
    await answers.appendDrafts([piece])
    await answers.appendDrafts([piece])
    expect(await answers.find(userId, requestId)).toMatchObject({ content: '第一步', lastSeq: 3 })
  })

  test('a very large append is one whole', async () => {
    const { questionId, requestId } = await begin()
    const pieces = Array.from({ length: 12_000 }, (_, index) => ({
      questionId,
      content: 'x',
      reasoning: '',
      seq: index + 1,
    }))
    await answers.appendDrafts(pieces)
    expect(await answers.find(userId, requestId)).toMatchObject({
      content: 'x'.repeat(12_000),
      lastSeq: 12_000,
    })
  })

  test('a running answer of this process is no orphan and is not taken from it', async () => {
    const { questionId } = await begin()
    expect(await answers.unfinished()).toEqual([])
    expect(await answers.reopen(questionId)).toBe(false)
  })

  test('a failed answer keeps its text, goes on from it when reopened, and counts when it is saved', async () => {
    const { questionId, requestId, sessionId } = await begin()
    await answers.appendDrafts([{ questionId, content: '一半', reasoning: '', seq: 4 }])
    await answers.fail({
      questionId,
      content: '一半多',
      reasoning: '想',
      errorCode: 'MODEL_TIMEOUT',
      retryable: true,
      seq: 6,
    })
    expect(await answers.find(userId, requestId)).toMatchObject({
      status: 'failed',
      errorCode: 'MODEL_TIMEOUT',
      content: '一半多',
      reasoning: '想',
      lastSeq: 6,
    })
    expect(await sessions.find(userId, sessionId)).toMatchObject({ question_count: 0, total_tokens: 0 })

    expect(await answers.reopen(questionId)).toBe(true)
    await answers.appendDrafts([{ questionId, content: '，另一半', reasoning: '', seq: 8 }])
    expect(await answers.find(userId, requestId)).toMatchObject({
      status: 'generating',
      errorCode: null,
      content: '一半多，另一半',
      lastSeq: 8,
    })
    await answers.save(finished(questionId, { content: '全部', seq: 10 }))
    expect(await answers.find(userId, requestId)).toMatchObject({
      status: 'done',
      content: '全部',
      lastSeq: 10,
    })
    expect(await sessions.find(userId, sessionId)).toMatchObject({ question_count: 1, total_tokens: 7 })
  })

  test('an answer that begins anew leaves its text behind', async () => {
    const { questionId, requestId } = await begin()
    await answers.appendDrafts([{ questionId, content: '一半', reasoning: '想', seq: 4 }])
    const next = await restart()
    expect(await next.reopen(questionId, true)).toBe(true)
    await next.appendDrafts([{ questionId, content: '从头', reasoning: '', seq: 6 }])
    expect(await next.find(userId, requestId)).toMatchObject({ content: '从头', reasoning: '', lastSeq: 6 })
  })

  test('a saved answer cannot fail or be reopened any more', async () => {
    const { questionId, requestId } = await begin()
    await answers.save(finished(questionId))
    await answers.fail({
      questionId,
      content: '',
      reasoning: '',
      errorCode: 'INTERNAL',
      retryable: true,
      seq: 11,
    })
    expect(await answers.reopen(questionId)).toBe(false)
    expect(await answers.find(userId, requestId)).toMatchObject({ status: 'done', content: '2', lastSeq: 9 })
  })

  test('an answer whose session was deleted meanwhile is refused', async () => {
    const { questionId, sessionId } = await begin()
    await sessions.delete(userId, sessionId)
    await expect(answers.save(finished(questionId))).rejects.toBeInstanceOf(QuestionNotFound)
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
  })

  test('drafts leave with their answer, and what a crash left over is cleared', async () => {
    const saved = await begin()
    await answers.appendDrafts([{ questionId: saved.questionId, content: '2', reasoning: '', seq: 1 }])
    await answers.save(finished(saved.questionId))
    const drafts = () => database.drafts.selectFrom('draft').select('question_id').distinct().execute()
    expect(await drafts()).toEqual([])

    const running = await begin()
    await answers.appendDrafts([
      { questionId: saved.questionId, content: 'left over', reasoning: '', seq: 2 },
      { questionId: running.questionId, content: 'needed', reasoning: '', seq: 1 },
    ])
    expect(await answers.find(userId, saved.requestId)).toMatchObject({ content: '2', lastSeq: 9 })
    await answers.dropStaleDrafts()
    expect(await drafts()).toEqual([{ question_id: running.questionId }])
  })
})
