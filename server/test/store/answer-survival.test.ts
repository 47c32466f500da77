import { sql } from 'kysely'
import { Overtaken, type StoredAnswer } from '../../src/answer/answer-store'
import { DraftJournal } from '../../src/answer/draft-journal'
import { OwnerLease } from '../../src/store/owner-lease'
import { FakeClock } from '../support/fake-clock'
import { memoryLogger } from '../support/service-harness'
import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe.each(backends)('unfinished answers on $name', ({ create }) => {
  let store: TestStore
  let database: TestStore['database']
  let answers: TestStore['answers']
  let sessions: TestStore['sessions']
  let userId: TestStore['userId']
  let begin: TestStore['begin']
  let restart: TestStore['restart']
  let reopen: TestStore['reopen']

  beforeEach(async () => {
    store = await createTestStore(create)
    ;({ database, answers, sessions, userId, begin, restart, reopen } = store)
  })

  afterEach(() => store.remove())

  /** What comes of taking up what was read once, twice at the same time. */
  async function taken(by: TestStore['answers'], answer: StoredAnswer | undefined) {
    if (answer === undefined) throw new Error('there is none')
    const fences = await Promise.all([by.reopen(answer), by.reopen(answer)])
    return fences.sort()
  }

  test('what was sent before the process died is there after a restart, and one process takes it up', async () => {
    const { questionId, requestId } = await begin()
    const other = await begin()
    await answers.appendDrafts([
      { questionId, fence: 0, content: '第一步', reasoning: '想', seq: 3 },
      { questionId: other.questionId, fence: 0, content: 'x', reasoning: '', seq: 2 },
    ])
    await answers.appendDrafts([{ questionId, fence: 0, content: '，第二步', reasoning: '一想', seq: 5 }])

    const next = await restart()
    const orphans = await next.unfinished([])
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
    expect(await taken(next, orphans[0])).toEqual([1, undefined])
    expect(await next.unfinished([questionId])).toHaveLength(1)
  })

  test('that a text was whole is known after a restart, so that it only has to be saved', async () => {
    const { questionId } = await begin()
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
    await answers.appendDrafts([
      { questionId, fence: 0, content: '全部', reasoning: '', seq: 3 },
      { questionId, fence: 0, content: '', reasoning: '', seq: 4, finish: { reason: 'length', usage } },
    ])
    const next = await restart()
    expect(await next.unfinished([])).toMatchObject([
      { status: 'generating', content: '全部', lastSeq: 4, finishReason: 'length', usage },
    ])
  })

  test('a piece that is appended twice is read once', async () => {
    const { questionId, requestId } = await begin()
    const piece = { questionId, fence: 0, content: '第一步', reasoning: '', seq: 3 }
    await answers.appendDrafts([piece])
    await answers.appendDrafts([piece])
    expect(await answers.find(userId, requestId)).toMatchObject({ content: '第一步', lastSeq: 3 })
  })

  test('a very large append is one whole', async () => {
    const { questionId, requestId } = await begin()
    const pieces = Array.from({ length: 12_000 }, (_, index) => ({
      questionId,
      fence: 0,
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

  test('a draft that the database refuses costs no other answer its drafts', async () => {
    const refused = await begin()
    const other = await begin()
    const clock = new FakeClock()
    const journal = new DraftJournal(
      answers,
      clock,
      { youth: 1000, young: 40, grown: 80 },
      memoryLogger(),
      () => undefined,
    )
    const source = (questionId: string, seq: number) => {
      const draft = { questionId, fence: 0, content: '第一步', reasoning: '', seq }
      const pieces = [draft]
      return { seal: () => pieces.pop(), publish: () => undefined }
    }
    // PostgreSQL's integer ends before it; SQLite takes it.
    const written = [
      journal.flush(source(refused.questionId, 2 ** 31)),
      journal.flush(source(other.questionId, 1)),
    ]
    await Promise.all(written)
    expect(await answers.find(userId, other.requestId)).toMatchObject({ content: '第一步', lastSeq: 1 })
    await journal.flush(source(other.questionId, 2))
    expect(await answers.find(userId, other.requestId)).toMatchObject({ content: '第一步第一步', lastSeq: 2 })
  })

  test('an owner whose answer was taken up writes nothing of it any more: no draft, no failure, no answer', async () => {
    const { questionId, requestId } = await begin()
    await answers.appendDrafts([{ questionId, fence: 0, content: '一半', reasoning: '', seq: 3 }])
    const next = await restart()
    expect(await reopen(next, questionId)).toBe(1)
    const failed = { questionId, fence: 0, content: '', reasoning: '', retryable: true, seq: 4 }
    await expect(answers.fail({ ...failed, errorCode: 'MODEL_TIMEOUT' })).rejects.toBeInstanceOf(Overtaken)
    await expect(answers.save(finished(questionId))).rejects.toBeInstanceOf(Overtaken)
    // A database that one process has for itself has nobody to refuse.
    if (database.shared) {
      const late = [{ questionId, fence: 0, content: '迟了', reasoning: '', seq: 4 }]
      expect(await answers.appendDrafts(late)).toEqual([questionId])
    }
    await next.appendDrafts([{ questionId, fence: 1, content: '，另一半', reasoning: '', seq: 5 }])
    expect(await next.find(userId, requestId)).toMatchObject({
      content: '一半，另一半',
      status: 'generating',
    })
    await next.save(finished(questionId, { fence: 1, content: '一半，另一半' }))
    await expect(answers.save(finished(questionId))).rejects.toBeInstanceOf(Overtaken)
    expect(await next.find(userId, requestId)).toMatchObject({ content: '一半，另一半', status: 'done' })
  })

  test('a draft of before an answer was taken up, which came to the database after that, is not read', async () => {
    const { questionId, requestId } = await begin()
    const next = await restart()
    expect(await reopen(next, questionId)).toBe(1)
    if (database.shared) {
      await sql`insert into draft (question_id, fence, seq, content, reasoning)
        values (${questionId}, 0, 1, '迟了', '')`.execute(database.main)
    }
    await next.appendDrafts([{ questionId, fence: 1, content: '从头', reasoning: '', seq: 2 }])
    expect(await next.find(userId, requestId)).toMatchObject({ content: '从头', lastSeq: 2 })
  })

  test('that a text was whole is known to whoever takes it up after the one that did', async () => {
    const { questionId, requestId } = await begin()
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
    const finish = { reason: 'length' as const, usage }
    await answers.appendDrafts([{ questionId, fence: 0, content: '全部', reasoning: '', seq: 3, finish }])
    const next = await restart()
    expect(await reopen(next, questionId)).toBe(1)
    const after = await restart()
    expect(await after.find(userId, requestId)).toMatchObject({
      content: '全部',
      finishReason: 'length',
      usage,
    })
  })

  test('a server that was silent for too long is told so when it wakes, and lives on as another one', async () => {
    const { main } = database
    const lease = new OwnerLease(database)
    await lease.begin(answers.owner)
    expect(await lease.renew(answers.owner)).toBeGreaterThan(0)
    await new OwnerLease({ main, now: sql<number>`${database.now} - 20000` }).begin(answers.owner)
    expect(await lease.renew(answers.owner)).toBeUndefined()
    const former = answers.owner
    answers.beginAnew()
    expect(answers.owner).not.toBe(former)
    await lease.begin(answers.owner)
    expect(await lease.renew(answers.owner)).toBeGreaterThan(0)
  })

  test('a running answer of this process is an orphan only where it has not got it: it was not told that it may write it', async () => {
    const { questionId } = await begin()
    const other = await begin()
    expect(await answers.unfinished([questionId, other.questionId])).toEqual([])
    const unheld = await answers.unfinished([other.questionId])
    expect(unheld).toMatchObject([{ questionId, fence: 0 }])
    expect(await answers.unfinished([])).toHaveLength(2)
    expect(await taken(answers, unheld[0])).toEqual([1, undefined])
  })

  test('a running answer of another server is its own while that one lives, and an orphan when it is silent or ends', async () => {
    const { questionId } = await begin()
    const next = await restart()
    const lease = new OwnerLease(database)
    await lease.begin(answers.owner)
    expect(await next.unfinished([])).toEqual([])
    expect(await reopen(next, questionId)).toBeUndefined()
    const { main } = database
    await new OwnerLease({ main, now: sql<number>`${database.now} - 20000` }).begin(answers.owner)
    expect(await next.unfinished([])).toMatchObject([{ questionId }])

    await lease.begin(answers.owner)
    expect(await next.unfinished([])).toEqual([])
    await lease.end(answers.owner)
    expect(await next.unfinished([])).toMatchObject([{ questionId }])
    expect(await reopen(next, questionId)).toBe(1)
  })

  test.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])(
    "a server whose date is an hour %s neither takes another one's answer nor loses its own",
    async (_name, by) => {
      const { questionId } = await begin()
      const next = await restart()
      const date = Date.now()
      const jumped = jest.spyOn(Date, 'now').mockReturnValue(date + by)
      try {
        await new OwnerLease(database).begin(answers.owner)
        jumped.mockReturnValue(date)
        expect(await next.unfinished([])).toEqual([])
        jumped.mockReturnValue(date + by)
        expect(await next.unfinished([])).toEqual([])
        expect(await reopen(next, questionId)).toBeUndefined()
      } finally {
        jumped.mockRestore()
      }
    },
  )

  test('a failed answer keeps its text, goes on from it when reopened, and counts when it is saved', async () => {
    const { questionId, requestId, sessionId } = await begin()
    await answers.appendDrafts([{ questionId, fence: 0, content: '一半', reasoning: '', seq: 4 }])
    await answers.fail({
      questionId,
      fence: 0,
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

    expect(await reopen(answers, questionId)).toBe(1)
    await answers.appendDrafts([{ questionId, fence: 1, content: '，另一半', reasoning: '', seq: 8 }])
    expect(await answers.find(userId, requestId)).toMatchObject({
      status: 'generating',
      errorCode: null,
      content: '一半多，另一半',
      lastSeq: 8,
    })
    await answers.save(finished(questionId, { fence: 1, content: '全部', seq: 10 }))
    expect(await answers.find(userId, requestId)).toMatchObject({
      status: 'done',
      content: '全部',
      lastSeq: 10,
    })
    expect(await sessions.find(userId, sessionId)).toMatchObject({ question_count: 1, total_tokens: 7 })
  })

  test('that asking again does not cure an error is known after a restart too', async () => {
    for (const retryable of [true, false]) {
      const { questionId, requestId } = await begin()
      await answers.fail({
        questionId,
        fence: 0,
        content: '',
        reasoning: '',
        errorCode: 'MODEL_UNAVAILABLE',
        retryable,
        seq: 2,
      })
      const failed = { errorCode: 'MODEL_UNAVAILABLE', errorRetryable: retryable }
      expect(await (await restart()).find(userId, requestId)).toMatchObject(failed)
    }
  })

  test('an answer that begins anew leaves its text behind', async () => {
    const { questionId, requestId } = await begin()
    await answers.appendDrafts([{ questionId, fence: 0, content: '一半', reasoning: '想', seq: 4 }])
    const next = await restart()
    expect(await reopen(next, questionId, true)).toBe(1)
    await next.appendDrafts([{ questionId, fence: 1, content: '从头', reasoning: '', seq: 6 }])
    expect(await next.find(userId, requestId)).toMatchObject({ content: '从头', reasoning: '', lastSeq: 6 })
  })

  test('a saved answer cannot fail or be reopened any more', async () => {
    const { questionId, requestId } = await begin()
    await answers.save(finished(questionId))
    await answers.fail({
      questionId,
      fence: 0,
      content: '',
      reasoning: '',
      errorCode: 'INTERNAL',
      retryable: true,
      seq: 11,
    })
    expect(await reopen(answers, questionId)).toBeUndefined()
    expect(await answers.find(userId, requestId)).toMatchObject({ status: 'done', content: '2', lastSeq: 9 })
  })

  test('drafts leave with their answer, and what a crash left over is cleared', async () => {
    const saved = await begin()
    await answers.appendDrafts([
      { questionId: saved.questionId, fence: 0, content: '2', reasoning: '', seq: 1 },
    ])
    await answers.save(finished(saved.questionId))
    const drafts = () => database.drafts.questionIds()
    expect(await drafts()).toEqual([])

    const running = await begin()
    await answers.appendDrafts([
      { questionId: saved.questionId, fence: 0, content: 'left over', reasoning: '', seq: 2 },
      { questionId: running.questionId, fence: 0, content: 'needed', reasoning: '', seq: 1 },
    ])
    expect(await answers.find(userId, saved.requestId)).toMatchObject({ content: '2', lastSeq: 9 })
    await answers.dropStaleDrafts()
    expect(await drafts()).toEqual([running.questionId])
  })
})
