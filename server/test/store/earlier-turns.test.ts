import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe.each(backends)('what a model is told of a session, on $name', ({ create }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await createTestStore(create)
  })

  afterEach(() => store.remove())

  test.each([0, 1, 3])(
    'is its last turns, of %s that its client said and those asked since',
    async (saidCount) => {
      const said = turnsOf('说', saidCount)
      const asked = turnsOf('问', 3)
      const { answer } = await store.answers.begin({
        userId: store.userId,
        requestId: 'first',
        params: { content: '问0' },
        thread: { name: 'chat', earlier: () => said },
      })
      await store.answers.save(finished(answer.questionId, { content: '问0答' }))
      const questions = [answer.questionId]
      for (const { question, answer: content } of asked.slice(1)) {
        const { questionId } = await store.begin({ content: question, session_id: answer.sessionId })
        await store.answers.save(finished(questionId, { content }))
        questions.push(questionId)
      }
      const { questionId: now } = await store.begin({ content: '现在', session_id: answer.sessionId })
      for (const [count, before] of [...questions, now].entries()) {
        const all = [...said, ...asked.slice(0, count)]
        for (let max = 0; max <= all.length + 1; max += 1) {
          const told = await store.answers.history(answer.sessionId, before, max)
          expect([count, max, told]).toEqual([count, max, all.slice(Math.max(0, all.length - max))])
        }
      }
    },
  )
})

/** So many turns that can be told apart. */
function turnsOf(name: string, count: number): { question: string; answer: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    question: `${name}${index}`,
    answer: `${name}${index}答`,
  }))
}
