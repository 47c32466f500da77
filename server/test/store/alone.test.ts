import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe.each(backends)('one answer under way for a question, on $name', ({ create }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await createTestStore(create)
  })
  afterEach(() => store.remove())

  const underWay = async () => {
    const rows = await store.database.main
      .selectFrom('question')
      .select('request_id')
      .where('status', '=', 'generating')
      .execute()
    return rows.map(({ request_id }) => request_id)
  }
  const fail = (questionId: string, fence = 0) =>
    store.answers.fail({
      questionId,
      fence,
      content: '',
      reasoning: '',
      errorCode: 'MODEL_TIMEOUT',
      retryable: true,
      seq: 2,
    })

  test('of several that are begun anew at the same instant one is begun, and the others are told which', async () => {
    const { questionId } = await store.begin({}, 'first')
    await store.answers.save(finished(questionId))
    const begun = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((requestId) => store.begin({ again: questionId }, requestId)),
    )
    const [only, ...others] = await underWay()
    expect(others).toEqual([])
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const each of begun)
      if (each.status === 'rejected')
        expect(each.reason).toMatchObject({ name: 'StillAnswered', requestIds: [only] })
  })

  test('none is begun beside the first answer, by whichever of its names', async () => {
    const { questionId } = await store.begin({}, 'first')
    const refused = { name: 'StillAnswered', requestIds: ['first'] }
    await expect(store.begin({ again: questionId }, 'second')).rejects.toMatchObject(refused)
    await store.answers.save(finished(questionId))
    const second = await store.begin({ again: questionId }, 'second')
    await expect(store.begin({ again: second.questionId }, 'third')).rejects.toMatchObject({
      requestIds: ['second'],
    })
  })

  test('one that failed is not taken up beside another', async () => {
    const { questionId } = await store.begin({}, 'first')
    await fail(questionId)
    const second = await store.begin({ again: questionId }, 'second')
    const refused = { name: 'StillAnswered', requestIds: ['second'] }
    await expect(store.reopen(store.answers, questionId)).rejects.toMatchObject(refused)
    await fail(second.questionId)
    expect(await store.reopen(store.answers, questionId)).toBe(1)
    await expect(store.reopen(store.answers, second.questionId)).rejects.toMatchObject({
      requestIds: ['first'],
    })
    expect(await underWay()).toEqual(['first'])
  })

  test('other questions of the conversation are none of its', async () => {
    const { sessionId } = await store.begin({}, 'first')
    await store.begin({ session_id: sessionId }, 'second')
    expect(await underWay()).toHaveLength(2)
  })
})
