import type { DoneFrame } from '../../../typings/protocol'
import { School, says } from './scripted-school'

const FORBIDDEN = '不要说出答案'

describe('what the model is sent', () => {
  let school: School

  beforeEach(async () => {
    school = await School.open()
  })

  afterEach(() => school.close())

  const hint = (about: string, params: object = {}): Promise<DoneFrame> =>
    school.ask({ mode: 'hint', about, ...params })

  test('for the first three hints forbids the result, from the fourth on it does not', async () => {
    const { question_id } = await school.ask({ content: '3x+5=20' })
    const told: string[] = []
    for (let level = 1; level <= 5; level++) {
      school.answering = says(`提示之${level}`)
      await hint(question_id, { include_history: false })
      told.push(school.told)
    }
    expect(told.map((prompt) => prompt.includes(FORBIDDEN))).toEqual([true, true, true, false, false])
    for (const prompt of told) expect(prompt).toContain('3x+5=20')
    expect(new Set(told.slice(0, 4)).size).toBe(4)
  })

  test('for a hint has the hints before it, and never the answer to the question', async () => {
    school.answering = says('所以 x 等于五')
    const { question_id, session_id } = await school.ask({ content: '3x+5=20' })
    school.answering = says('先看常数项')
    await hint(question_id, { session_id })
    await hint(question_id, { session_id })
    expect(school.told).toContain('先看常数项')
    expect(school.told).not.toContain('所以 x 等于五')
  })

  test('for a hint has the question’s pages, whatever else goes along', async () => {
    const url = await school.page()
    const { question_id } = await school.ask({ image_urls: [url] })
    await hint(question_id, { use_context: false, include_history: false, max_history: 0 })
    expect(school.told.match(/data:image\/png;base64,/g)).toHaveLength(1)
  })

  test('for a question that is itself asked as a hint forbids the result', async () => {
    await school.ask({ content: '3x+5=20', mode: 'hint' })
    expect(school.told).toContain(FORBIDDEN)
  })

  test('for a question about another one has that one with its answer, whatever else goes along', async () => {
    const { question_id } = await school.ask({ content: '3x+5=20' })
    await school.ask({ content: '为什么移项？', about: question_id, include_history: false })
    expect(
      school.asked
        .at(-1)
        ?.messages.map(({ role, content }) => [role, content])
        .slice(1),
    ).toEqual([
      ['user', '3x+5=20'],
      ['assistant', '先移项，再合并。'],
      ['user', '为什么移项？'],
    ])
  })

  test('to solve is what it always was, and forbids nothing', async () => {
    await school.ask({ content: '3x+5=20', mode: 'solve' })
    const first = school.told
    await school.ask({ content: '3x+5=20' })
    expect(school.told).toBe(first)
    expect(first).toContain('一步一步写出过程')
    expect(first).not.toContain(FORBIDDEN)
  })

  test('to check says that it is the student’s own work, of a page and of a text', async () => {
    await school.ask({ content: '1+1=3', mode: 'check' })
    expect(school.told).toContain('学生自己做的作业')
    await school.ask({ image_urls: [await school.page()], mode: 'check' })
    expect(school.told).toContain('请批改我的作业')
    expect(school.told).toContain('data:image/png')
  })

  test('for something similar has the exercise of the mistake book and the line before its solution', async () => {
    const id = await school.mistake({
      text: '小明有 7 个苹果',
      correct_answer: '还剩 4 个',
      points: ['减法'],
    })
    const { session_id } = await school.ask({ mode: 'similar', mistake_id: id })
    for (const part of ['## 解答', '小明有 7 个苹果', '还剩 4 个', '减法'])
      expect(school.told).toContain(part)
    expect((await school.history(session_id))[0]).toMatchObject({
      mode: 'similar',
      mistake_id: id,
      about: null,
    })
  })

  test('has the student’s school year, where they told it', async () => {
    await school.ask({ content: '1+1=?' })
    expect(school.told).not.toContain('年级）')
    const { main } = school.server.parts.database
    await main.updateTable('user_account').set({ grade: 7 }).execute()
    await school.ask({ content: '1+1=?' })
    expect(school.told).toContain('初中一年级（7 年级）')
  })

  test('to answer anew is the question as it was asked, with the session only up to it', async () => {
    const first = await school.ask({ content: '第一题' })
    const { session_id } = first
    const second = await school.ask({ content: '第二题', session_id })
    await school.ask({ content: '第三题', session_id })
    const anew = await school.ask({ again: second.question_id, content: '别的' })
    expect(school.told).toContain('第一题')
    expect(school.told).toContain('第二题')
    expect(school.told).not.toMatch(/第三题|别的/)
    expect(anew).toMatchObject({ question_id: second.question_id, session_id })
    expect(anew.answer_id).not.toBe(second.answer_id)
    expect((await school.history(session_id)).map(({ content }) => content)).toEqual([
      '第一题',
      '第二题',
      '第三题',
    ])
  })
})

describe('a question that refers to what is not there', () => {
  let school: School

  beforeEach(async () => {
    school = await School.open()
  })

  afterEach(() => school.close())

  test.each([
    { content: '问', mode: 'guess' },
    { content: '问', about: 'nothing' },
    { content: '问', again: 'nothing' },
    { content: '问', mistake_id: 'nothing' },
    { mode: 'similar', mistake_id: 'nothing' },
    { content: '问', mode: 'similar' },
  ])('is refused over a socket and over events alike: %j', async (params) => {
    const refused = { type: 'error', code: 'BAD_REQUEST', retryable: false }
    expect(await school.refusal(params)).toMatchObject(refused)
    const reply = await school.student.call('POST', '/api/v1/learning/ask-stream', { params })
    expect([reply.status, reply.body]).toEqual([400, expect.objectContaining(refused)])
    expect(school.asked).toEqual([])
  })

  test('is refused where that is somebody else’s', async () => {
    const stranger = await school.server.login('本')
    const { question_id } = await school.ask({ content: '2+2=?' }, undefined, stranger)
    const id = await school.mistake({ text: '7-3' }, stranger)
    for (const params of [
      { mode: 'hint', about: question_id },
      { again: question_id },
      { mode: 'similar', mistake_id: id },
    ]) {
      expect(await school.refusal(params)).toMatchObject({ code: 'BAD_REQUEST' })
    }
  })

  test('over events it is told as over a socket: the same frames, modes and extras', async () => {
    const first = await school.ask({ content: '3x+5=20' })
    const params = { mode: 'hint', about: first.question_id } as const
    const reply = await school.student.call('POST', '/api/v1/learning/ask-stream', {
      request_id: 'sse',
      params,
    })
    const done = /data: (\{"type":"done".*\})/.exec(reply.bytes.toString())?.[1] ?? '{}'
    expect(JSON.parse(done)).toMatchObject({ type: 'done', extras: 'pending' })
    expect(await school.ask(params, 'sse')).toMatchObject({
      answer_id: JSON.parse(done).answer_id,
      extras: 'pending',
    })
    expect(school.asked).toHaveLength(2)
  })
})
