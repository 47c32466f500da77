import { type FailedAnswer, type StoredAnswer, TooManyAsked } from '../../src/answer/answer-store'
import { AnswerRepository } from '../../src/store/answer-repository'
import { refuseTooMany } from '../../src/store/count-ask'
import { newId } from '../../src/store/identifiers'
import { OwnerLease } from '../../src/store/owner-lease'
import { ONLY_THE_DATE } from '../support/only-the-date'
import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe.each(backends)('How much one user may ask, in $name', ({ create }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await createTestStore(create)
  })

  afterEach(async () => {
    jest.useRealTimers()
    await store.remove()
  })

  /** A server on the same database. */
  function server(daily: number, minutely = 1000, atOnce = 1000): AnswerRepository {
    return new AnswerRepository(store.database, { warn: () => {} }, { limits: { daily, minutely, atOnce } })
  }

  function ask(answers: AnswerRepository, requestId = newId(), userId = store.userId) {
    return answers.begin({ userId, requestId, params: { content: '1+1=?' } })
  }

  /** Only the date: the database keeps its own timers. */
  function date(time: string): void {
    jest.useFakeTimers({ now: new Date(time), doNotFake: [...ONLY_THE_DATE] })
  }

  test('questions of a day are counted over all servers, and the one too many leaves nothing behind', async () => {
    const [one, other] = [server(3), server(3)]
    const outcomes = await Promise.allSettled([one, other, one, other, one].map((answers) => ask(answers)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ of: 'day', limit: 3 })
    const { total } = await store.sessions.list(store.userId, { page: 1, size: 10 })
    expect(total).toBe(3)
    expect((await ask(one, newId(), store.strangerId)).created).toBe(true)
  })

  test('a question that is sent again does not count', async () => {
    const answers = server(1)
    await ask(answers, 'the same one')
    expect((await ask(answers, 'the same one')).created).toBe(false)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
  })

  test('one more is refused before its words are looked at, and no longer than its minute and its day are', async () => {
    const answers = server(3, 2)
    const refusal = (daily = 3, minutely = 2) =>
      refuseTooMany(store.database.main, store.userId, { daily, minutely, atOnce: 1000 })
    date('2026-11-28T15:58:45.000Z')
    await expect(refusal()).resolves.toBeUndefined()
    await ask(answers)
    await ask(answers)
    await expect(refusal()).rejects.toMatchObject({ of: 'minute', limit: 2 })
    date('2026-11-28T15:59:00.000Z')
    await expect(refusal()).resolves.toBeUndefined()
    await ask(answers)
    await expect(refusal()).rejects.toMatchObject({ of: 'day', limit: 3 })
    date('2026-11-28T16:00:00.000Z')
    await expect(refusal()).resolves.toBeUndefined()
  })

  test('deleting a conversation brings no question back', async () => {
    const answers = server(1)
    const { answer } = await ask(answers)
    await store.sessions.delete(store.userId, answer.sessionId)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
  })

  test('one that failed without a word is given back, once, and one that was answered in part or stopped is not', async () => {
    const answers = server(2)
    const { answer } = await ask(answers)
    const { answer: partly } = await ask(answers)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
    await answers.fail(failed(partly, '二'))
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
    await answers.fail(failed(answer))
    await answers.fail(failed(answer))
    const { answer: next } = await ask(answers)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
    await answers.save(finished(next.questionId, { status: 'stopped', finishReason: 'stopped' }))
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
  })

  test('one that was given back counts again when it is gone on with, where there is room for it', async () => {
    const answers = server(1)
    const { answer } = await ask(answers)
    await answers.fail(failed(answer))
    const { answer: other } = await ask(answers)
    await expect(store.reopen(answers, answer.questionId)).rejects.toMatchObject({ of: 'day', limit: 1 })
    expect((await answers.find(store.userId, answer.requestId))?.status).toBe('failed')
    await answers.fail(failed(other))
    const fence = await store.reopen(answers, answer.questionId)
    expect(fence).toBe(1)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
    await answers.fail(failed({ ...answer, fence: 1 }))
    expect((await ask(answers)).created).toBe(true)
  })

  test('one that failed with a part of its answer counts once, also when it is gone on with', async () => {
    const answers = server(2)
    const { answer } = await ask(answers)
    await answers.fail(failed(answer, '二'))
    expect(await store.reopen(answers, answer.questionId)).toBe(1)
    expect((await ask(answers)).created).toBe(true)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
  })

  test('what was asked yesterday and fails today is given back to yesterday', async () => {
    const answers = server(1)
    date('2026-11-28T15:59:59.000Z')
    const { answer } = await ask(answers)
    date('2026-11-28T16:00:01.000Z')
    await ask(answers)
    await answers.fail(failed(answer))
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
  })

  test('of many that are asked at once while others fail, never more are under way or answered than the limit says', async () => {
    const [one, other] = [server(3), server(3)]
    for (let round = 0; round < 4; round++) {
      const outcomes = await Promise.allSettled([one, other, one, other, one].map((answers) => ask(answers)))
      const begun = outcomes.flatMap((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.answer : [],
      )
      expect(begun).toHaveLength(3)
      const asking = Promise.allSettled([ask(other)])
      await Promise.all(begun.map((answer) => one.fail(failed(answer))))
      for (const late of await asking) {
        if (late.status === 'fulfilled') await one.fail(failed(late.value.answer))
        else expect(late.reason).toBeInstanceOf(TooManyAsked)
      }
    }
  })

  test('the minute goes on counting what failed', async () => {
    const answers = server(1, 2)
    date('2026-11-28T10:00:45.000Z')
    for (let time = 0; time < 2; time++) await answers.fail(failed((await ask(answers)).answer))
    await expect(ask(answers)).rejects.toMatchObject({ of: 'minute' })
  })

  test('the day ends at midnight in Shanghai', async () => {
    const answers = server(1)
    date('2026-11-28T15:59:59.000Z')
    await ask(answers)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
    date('2026-11-28T16:00:00.000Z')
    await ask(answers)
    await expect(ask(answers)).rejects.toThrow(TooManyAsked)
  })

  test('a user may have a limit of their own', async () => {
    const own = (daily_answers: number) =>
      store.database.main
        .updateTable('user_account')
        .set({ daily_answers })
        .where('id', '=', store.userId)
        .execute()
    const answers = server(1)
    await own(2)
    await ask(answers)
    await ask(answers)
    await expect(ask(answers)).rejects.toMatchObject({ limit: 2 })
    await own(0)
    expect((await ask(answers)).created).toBe(true)
  })

  test('too many in one minute are told when the next one begins', async () => {
    const answers = server(0, 2)
    date('2026-11-28T10:00:45.000Z')
    await ask(answers)
    await ask(answers)
    await expect(ask(answers)).rejects.toMatchObject({ of: 'minute', limit: 2, left: 15_000 })
    date('2026-11-28T10:01:00.000Z')
    expect((await ask(answers)).created).toBe(true)
  })
})

const failed = ({ questionId, fence }: StoredAnswer, content = ''): FailedAnswer => ({
  questionId,
  fence,
  content,
  reasoning: '',
  errorCode: 'MODEL_UNAVAILABLE',
  retryable: true,
  seq: 1,
})

const shared = backends.filter(({ name }) => name === 'PostgreSQL')

;(shared.length === 0 ? describe.skip : describe)(
  'How many answers one user may have written at once by several servers',
  () => {
    let store: TestStore

    beforeEach(async () => {
      const [postgres] = shared
      if (postgres === undefined) throw new Error('no PostgreSQL')
      store = await createTestStore(postgres.create)
    })

    afterEach(() => store.remove())

    async function server(): Promise<AnswerRepository> {
      const limits = { daily: 0, minutely: 1000, atOnce: 2 }
      const answers = new AnswerRepository(store.database, { warn: () => {} }, { limits })
      await new OwnerLease(store.database).begin(answers.owner)
      return answers
    }

    const ask = (answers: AnswerRepository, requestId = newId()) =>
      answers.begin({ userId: store.userId, requestId, params: { content: '1+1=?' } })
    test('as many as one server would let them, whichever they ask, and the one too many leaves nothing behind', async () => {
      const servers = await Promise.all([server(), server(), server()])
      const outcomes = await Promise.allSettled([...servers, ...servers].map((answers) => ask(answers)))
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ of: 'once', limit: 2 })
      const { total } = await store.sessions.list(store.userId, { page: 1, size: 10 })
      expect(total).toBe(2)
    })

    test('one that has ended, or whose server is dead, makes room', async () => {
      const [one, other] = [await server(), await server()]
      const { answer } = await ask(one)
      await ask(one)
      await expect(ask(other)).rejects.toThrow(TooManyAsked)
      await one.save(finished(answer.questionId, { fence: answer.fence }))
      await ask(other)
      await expect(ask(other)).rejects.toThrow(TooManyAsked)
      await new OwnerLease(store.database).end(one.owner)
      expect((await ask(other)).created).toBe(true)
    })

    test('one that failed and is asked for again counts like a new one', async () => {
      const [one, other] = [await server(), await server()]
      const { answer } = await ask(one)
      await one.fail(failed(answer))
      await ask(other)
      await ask(one)
      await expect(store.reopen(other, answer.questionId)).rejects.toMatchObject({ of: 'once', limit: 2 })
      expect((await other.find(store.userId, answer.requestId))?.status).toBe('failed')
    })

    test('what a dead server left is taken up, however many its student has', async () => {
      const [one, other] = [await server(), await server()]
      const { answer } = await ask(one)
      await new OwnerLease(store.database).end(one.owner)
      await ask(other)
      await ask(other)
      expect(await store.reopen(other, answer.questionId)).toBeDefined()
    })
  },
)
