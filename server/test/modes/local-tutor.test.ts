import type { AskParams, DoneFrame, Extras, Session } from '../../../typings/protocol'
import { createLocalTutor, type LocalTutor } from '../../src/model/local-tutor'
import { addMistakes } from '../../src/store/add-mistakes'
import { AskClient } from '../http/ask-client'
import { type Student, startTestServer, type TestServer } from '../http/test-server'

describe('without a model', () => {
  let tutor: LocalTutor
  let server: TestServer
  let student: Student

  beforeEach(async () => {
    tutor = createLocalTutor({ sleep: async () => undefined })
    server = await startTestServer({ model: tutor, tutor })
    server.parts.jobs.start()
    student = await server.login('安娜')
  })

  afterEach(async () => {
    await server.close()
    await tutor.close()
  })

  const ask = async (params: Partial<AskParams>): Promise<DoneFrame & { text: string }> => {
    const message = { token: student.access_token, params: { content: '', ...params } }
    const client = new AskClient(server.address, message)
    await client.closed
    if (client.done === undefined) throw new Error(JSON.stringify(client.frames.at(-1)))
    return { ...client.done, text: client.finished?.full_content ?? '' }
  }
  const extrasOf = async ({ answer_id }: DoneFrame) =>
    (await student.call('GET', `/api/v1/learning/answers/${answer_id}/extras?wait=25`)).body as Extras

  test.each([
    ['1. 12+7=\n2. 9×6=', '批改：还没有写'],
    ['今天天气真好', '批改：没有看清'],
  ])('marking without anything to judge is named by why there is nothing: %j', async (content, name) => {
    const { correction, title } = await extrasOf(await ask({ content, mode: 'check' }))
    expect(correction).toMatchObject({ right: 0, wrong: 0 })
    expect(title).toBe(name)
  })

  test('a student’s sums are marked, and what is wrong stands in the mistake book', async () => {
    const done = await ask({ content: '1. 12+7=19\n2. 9×6=56\n3. 15-8=', mode: 'check' })
    const { correction, title } = await extrasOf(done)
    expect(correction).toMatchObject({ right: 1, wrong: 1, unanswered: 1, unclear: 0 })
    expect(title).toBe('批改：对 1 错 1')
    const kept = await server.parts.database.main
      .selectFrom('mistake')
      .select(['no', 'correct_answer'])
      .execute()
    expect(kept).toEqual([{ no: '2', correct_answer: '54' }])
  })

  test('three hints have no result, the fourth is the solution', async () => {
    const { question_id } = await ask({ content: '3x+5=20', mode: 'solve' })
    const hints: string[] = []
    for (let level = 1; level <= 4; level++)
      hints.push((await ask({ mode: 'hint', about: question_id })).text)
    expect(hints.map((text) => /x\s*=\s*5/.test(text))).toEqual([false, false, false, true])
  })

  test('a similar exercise has its solution behind its line', async () => {
    const exercise = {
      subject: 'math',
      text: '3x+5=20',
      student_answer: null,
      correct_answer: null,
      reason: null,
    }
    const place = { questionId: null, no: null, note: null, fileId: null, box: null }
    const [id = ''] = await addMistakes(server.parts.database.main, [
      { ...exercise, ...place, points: [], userId: student.user.id, sameAs: 'one' },
    ])
    expect((await ask({ mode: 'similar', mistake_id: id })).text).toMatch(/\n## 解答\n/)
  })

  test('title, subject and questions come from the student’s words and the answer’s steps', async () => {
    const done = await ask({ content: '解方程 3x+5=20。谢谢老师' })
    const { title, subject, follow_ups } = await extrasOf(done)
    expect([title, subject]).toEqual(['解方程 3x+5=20', 'math'])
    for (const question of follow_ups) expect(done.text).toContain(question.replace(/^为什么可以|？$/g, ''))
    const session = (await student.call('GET', `/api/v1/learning/sessions/${done.session_id}`))
      .body as Session
    expect(session.title).toBe(title)
  })
})
