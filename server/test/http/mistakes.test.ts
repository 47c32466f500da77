import type { Mistake, MistakePage } from '../../../typings/mistakes'
import { addWrongItems } from '../../src/store/add-mistakes'
import { newId } from '../../src/store/identifiers'
import { pngImage, upload } from './images'
import { type Reply, type Student, startTestServer, type TestServer } from './test-server'

const path = '/api/v1/learning/mistakes'
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let server: TestServer
let anna: Student
let ben: Student
let tests = 0

beforeAll(async () => {
  server = await startTestServer()
})

/** Nobody has a mistake yet. */
beforeEach(async () => {
  tests += 1
  anna = await server.login(`安娜 ${tests}`)
  ben = await server.login(`本 ${tests}`)
})

afterAll(() => server.close())

const mistakeOf = ({ body }: Reply) => body as Mistake
const add = async (body: object, student = anna) => mistakeOf(await student.call('POST', path, body))
const list = async (query: Record<string, string> = {}, student = anna) =>
  (await student.call('GET', `${path}?${new URLSearchParams(query)}`)).body as MistakePage
const texts = async (query: Record<string, string> = {}) => (await list(query)).items.map(({ text }) => text)
const patch = (id: string, body: object, student = anna) => student.call('PATCH', `${path}/${id}`, body)
const review = (id: string, rating: unknown, student = anna) =>
  student.call('POST', `${path}/${id}/review`, { rating })

/** Moves a mistake's past by so many milliseconds, as if that much time had gone by since. */
async function letPass(id: string, milliseconds: number): Promise<void> {
  const { main } = server.parts.database
  const earlier = (time: string) => new Date(Date.parse(time) - milliseconds).toISOString()
  const row = await main.selectFrom('mistake').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const card = row.card?.replace(/"(\d{4}-[^"]+Z)"/g, (_, time: string) => `"${earlier(time)}"`) ?? null
  await main
    .updateTable('mistake')
    .set({ created_at: earlier(row.created_at), due_at: earlier(row.due_at), card })
    .where('id', '=', id)
    .execute()
}

const item = (no: string, verdict = 'wrong') => ({
  page: 1,
  no,
  text: `${no}. 3 + 5 =`,
  student_answer: '9',
  verdict,
  correct_answer: '8',
  reason: '数错了',
  points: ['加法'],
  box: [0.1, 0.2, 0.3, 0.05],
})

/** A question of Anna's with a page and a correction of these exercises, whose wrong ones are in the book. */
async function checked(items: ReturnType<typeof item>[], status = 'ready') {
  const { headers, body } = upload(pngImage(2, 3))
  const uploaded = await server.call('POST', '/api/v1/files', {
    headers: { ...headers, ...anna.headers },
    body,
  })
  const { id: fileId, url } = uploaded.body as { id: string; url: string }
  const params = { content: '', image_urls: [url], mode: 'check' as const }
  const { answers, database } = server.parts
  const { answer } = await answers.begin({ userId: anna.user.id, requestId: newId(), params })
  const { answerId } = await answers.save({
    questionId: answer.questionId,
    fence: 0,
    status: 'done',
    content: '批改好了',
    reasoning: '',
    finishReason: 'stop',
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    seq: 4,
  })
  const correction = JSON.stringify({ right: 0, wrong: items.length, unanswered: 0, unclear: 0, items })
  const extras = { status: status as 'ready', subject: 'math' as const, correction, follow_ups: '[]' }
  await database.main
    .insertInto('answer_extras')
    .values({ answer_id: answerId, title: null, correction_counts: null, ...extras })
    .onConflict((conflict) => conflict.column('answer_id').doUpdateSet(extras))
    .execute()
  const origin = { userId: anna.user.id, questionId: answer.questionId, subject: 'math' }
  const boxed = items.map((each) => ({ ...each, box: [0.1, 0.2, 0.3, 0.05] as const }))
  await addWrongItems(database.main, origin, boxed)
  return { questionId: answer.questionId, sessionId: answer.sessionId, fileId, answerId }
}

describe('a mistake that is written down by hand', () => {
  test('is told with all that is known of it, and due at once', async () => {
    const reply = await anna.call('POST', path, {
      text: ' 3 + 5 = ? ',
      subject: 'math',
      student_answer: '9',
      correct_answer: '8',
      reason: '数错了',
      points: ['加法', ' 进位 ', '加法', ''],
      note: '用手指数',
    })
    expect(reply.status).toBe(201)
    const mistake = mistakeOf(reply)
    expect(mistake).toEqual({
      id: expect.any(String),
      subject: 'math',
      text: '3 + 5 = ?',
      student_answer: '9',
      correct_answer: '8',
      reason: '数错了',
      points: ['加法', '进位'],
      note: '用手指数',
      page_url: null,
      box: null,
      question_id: null,
      no: null,
      created_at: expect.stringMatching(ISO),
      due_at: mistake.created_at,
      reviews: 0,
      mastered: false,
      next: expect.objectContaining({ again: expect.stringMatching(ISO), easy: expect.stringMatching(ISO) }),
    })
    expect((await list()).items).toEqual([{ ...mistake, next: expect.anything() }])
  })

  test('needs nothing but its text: all else is null, and no points', async () => {
    expect(await add({ text: '3 + 5' })).toMatchObject({
      subject: null,
      student_answer: null,
      correct_answer: null,
      reason: null,
      points: [],
      note: null,
    })
  })

  test.each([
    ['spaces around it', { text: '  3 + 5 ', subject: 'math' }, true],
    ['doubled spaces', { text: '3  +\n5', subject: 'math' }, true],
    ['the Chinese name of the subject', { text: '3 + 5', subject: ' 数学 ' }, true],
    ['everything else another', { text: '3 + 5', subject: 'math', note: 'x', points: ['y'] }, true],
    ['another subject', { text: '3 + 5', subject: 'physics' }, false],
    ['no subject', { text: '3 + 5' }, false],
    ['no spaces at all', { text: '3+5', subject: 'math' }, false],
  ])('is, with %s, the same: %#', async (_, again, isSame) => {
    const first = await add({ text: '3 + 5', subject: 'math', note: '第一次' })
    const reply = await anna.call('POST', path, again)
    expect([reply.status, mistakeOf(reply).id === first.id]).toEqual([isSame ? 200 : 201, isSame])
    if (isSame) expect(mistakeOf(reply)).toMatchObject({ note: '第一次', points: [] })
    expect((await list()).total).toBe(isSame ? 1 : 2)
  })

  test('is one, however many taps send it at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => anna.call('POST', path, { text: '3 + 5' })),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201])
    expect(new Set(replies.map((reply) => mistakeOf(reply).id)).size).toBe(1)
  })

  test('is each student’s own', async () => {
    await add({ text: '3 + 5' })
    expect((await ben.call('POST', path, { text: '3 + 5' })).status).toBe(201)
  })

  test('is a new one after it was deleted', async () => {
    const { id } = await add({ text: '3 + 5' })
    expect((await anna.call('DELETE', `${path}/${id}`)).status).toBe(204)
    expect((await anna.call('DELETE', `${path}/${id}`)).status).toBe(404)
    const reply = await anna.call('POST', path, { text: '3 + 5' })
    expect(reply.status).toBe(201)
    expect(mistakeOf(reply).id).not.toBe(id)
  })

  test('is, after its subject was changed, the same as others of that subject, and no longer of the old', async () => {
    const { id } = await add({ text: '3 + 5', subject: 'math' })
    await patch(id, { subject: 'physics' })
    expect((await add({ text: '3 + 5', subject: 'physics' })).id).toBe(id)
    const other = await add({ text: '3 + 5', subject: 'math' })
    expect(other.id).not.toBe(id)
    expect((await patch(other.id, { subject: 'physics' })).status).toBe(200)
    expect((await add({ text: '3 + 5', subject: 'physics' })).id).toBe(id)
  })

  test.each<[string, object]>([
    ['no text', {}],
    ['an empty text', { text: '  ' }],
    ['a text of 8,001 characters', { text: '题'.repeat(8001) }],
    ['a text that is none', { text: 5 }],
    ['a NUL', { text: 'a\0b' }],
    ...['subject', 'student_answer', 'correct_answer', 'reason', 'note'].map((name): [string, object] => [
      `2,001 characters of ${name}`,
      { text: 'x', [name]: '字'.repeat(2001) },
    ]),
    ['11 points', { text: 'x', points: Array.from({ length: 11 }, (_, index) => `${index}`) }],
    ['a point of 31 characters', { text: 'x', points: ['点'.repeat(31)] }],
    ['points that are none', { text: 'x', points: [5] }],
  ])('with %s is refused', async (_, body) => {
    const reply = await anna.call('POST', path, body)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test('may be as long as that, counted as a student counts', async () => {
    const long = '😀'.repeat(2000)
    const points = Array.from({ length: 10 }, (_, index) => `${index}${'点'.repeat(29)}`)
    const body = {
      text: '😀'.repeat(8000),
      student_answer: long,
      correct_answer: long,
      reason: long,
      note: long,
    }
    expect(await add({ ...body, points })).toMatchObject({ ...body, points })
  })
})

describe('a mistake of a correction', () => {
  test('is there by itself, with its page, and a second one is never made', async () => {
    const { questionId, fileId } = await checked([item('1'), item('2', 'right'), item('3')])
    const { items, total, due } = await list()
    expect([total, due, items.map(({ no }) => no)]).toEqual([2, 2, ['3', '1']])
    expect(items[0]).toMatchObject({
      subject: 'math',
      text: '3. 3 + 5 =',
      question_id: questionId,
      page_url: expect.stringContaining(`/api/v1/files/${fileId}?`),
      box: [0.1, 0.2, 0.3, 0.05],
    })
    expect((await server.call('GET', items[0]?.page_url ?? '')).status).toBe(200)
    const reply = await anna.call('POST', path, { question_id: questionId, no: '1' })
    expect([reply.status, mistakeOf(reply).id]).toEqual([200, items[1]?.id])
  })

  test('can be taken whatever its verdict was, and is new after it was deleted', async () => {
    const { questionId, fileId } = await checked([item('1', 'right')])
    const take = () => anna.call('POST', path, { question_id: questionId, no: '1' })
    const first = await take()
    expect(first.status).toBe(201)
    expect(mistakeOf(first)).toMatchObject({ no: '1', subject: 'math', points: ['加法'] })
    expect(mistakeOf(first).page_url).toContain(fileId)
    expect((await take()).status).toBe(200)
    await anna.call('DELETE', `${path}/${mistakeOf(first).id}`)
    expect((await take()).status).toBe(201)
  })

  test('is each check’s own', async () => {
    await checked([item('1')])
    await checked([item('1')])
    expect((await list()).total).toBe(2)
  })

  test('that there is none of is 404: another number, no correction yet, a question of nobody or of somebody else', async () => {
    const { questionId } = await checked([item('1')])
    const pending = await checked([item('1', 'right')], 'pending')
    const status = async (body: object, student = anna) => (await student.call('POST', path, body)).status
    expect(await status({ question_id: questionId, no: '9' })).toBe(404)
    expect(await status({ question_id: pending.questionId, no: '1' })).toBe(404)
    expect(await status({ question_id: newId(), no: '1' })).toBe(404)
    expect(await status({ question_id: 'none', no: '1' })).toBe(404)
    expect(await status({ question_id: questionId, no: '1' }, ben)).toBe(404)
    expect(await status({ question_id: questionId })).toBe(400)
  })

  test('outlives its session, with its page, which goes with the last mistake that has it', async () => {
    const { sessionId, fileId } = await checked([item('1'), item('2')])
    expect((await anna.call('DELETE', `/api/v1/learning/sessions/${sessionId}`)).status).toBe(204)
    const { items } = await list()
    expect(items).toMatchObject([
      { question_id: null, no: '2' },
      { question_id: null, no: '1' },
    ])
    const url = items[0]?.page_url ?? ''
    expect((await server.call('GET', url)).status).toBe(200)
    await anna.call('DELETE', `${path}/${items[0]?.id}`)
    expect((await server.call('GET', url)).status).toBe(200)
    await anna.call('DELETE', `${path}/${items[1]?.id}`)
    expect((await server.call('GET', url)).status).toBe(404)
    expect(await server.parts.storage.read(fileId)).toBeUndefined()
  })
})

describe('the list', () => {
  test('is newest first, in pages, and tells how many there are', async () => {
    for (const text of ['一', '二', '三']) await add({ text })
    expect(await list({ size: '2' })).toMatchObject({ total: 3, due: 3, page: 1, size: 2 })
    expect(await texts({ size: '2' })).toEqual(['三', '二'])
    expect(await texts({ size: '2', page: '2' })).toEqual(['一'])
    expect(await list({ page: '9' })).toMatchObject({ items: [], total: 3, page: 9, size: 20 })
  })

  test.each(['size=0', 'size=101', 'size=x', 'page=0', 'due=yes', 'size=-1'])('refuses %s', async (query) => {
    const reply = await anna.call('GET', `${path}?${query}`)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test('takes a size of 1 and of 100', async () => {
    for (const size of ['1', '100']) expect((await list({ size })).size).toBe(Number(size))
  })

  test('is filtered by subject and by the whole name of a point; `total` is of the filter, `due` of the book', async () => {
    await add({ text: '一', subject: 'math', points: ['分数加法', '通分'] })
    await add({ text: '二', subject: 'math', points: ['分数'] })
    await add({ text: '三', subject: '语文' })
    expect(await texts({ subject: 'math' })).toEqual(['二', '一'])
    expect(await texts({ subject: 'chinese' })).toEqual(['三'])
    expect(await texts({ point: '分数' })).toEqual(['二'])
    expect(await list({ subject: 'math', point: '通分' })).toMatchObject({ total: 1, due: 3 })
  })

  test('is searched in everything that is written in it, as text and not as a pattern', async () => {
    const fields = { student_answer: 'Answer 1', correct_answer: '答案', reason: '因为', note: '笔记' }
    await add({ text: '100% 对', points: ['百分数'], ...fields })
    await add({ text: '别的_题', subject: 'math' })
    for (const search of ['100%', '0% ', 'answer', '答案', '因为', '笔记', '百分'])
      expect(await texts({ search })).toEqual(['100% 对'])
    expect(await texts({ search: '_' })).toEqual(['别的_题'])
    expect(await texts({ search: '%' })).toEqual(['100% 对'])
    expect(await texts({ search: 'math' })).toEqual([])
    expect(await texts({ search: '\\' })).toEqual([])
    expect(await texts({ search: "'; drop table mistake; --" })).toEqual([])
    expect(await texts({ search: '' })).toHaveLength(2)
  })

  test('of what is due begins with the earliest, and has neither what comes later nor what is mastered', async () => {
    const [first, second, later, mastered] = [
      await add({ text: '一' }),
      await add({ text: '二' }),
      await add({ text: '三' }),
      await add({ text: '四' }),
    ]
    await review(later.id, 'easy')
    await patch(mastered.id, { mastered: true })
    expect(await list({ due: 'true' })).toMatchObject({ total: 2, due: 2 })
    expect(await texts({ due: 'true' })).toEqual(['一', '二'])
    expect(await texts({ due: 'false' })).toEqual(['四', '三', '二', '一'])
    await review(first.id, 'again')
    expect(await texts({ due: 'true' })).toEqual(['二'])
    await letPass(first.id, 2 * MINUTE)
    await letPass(second.id, MINUTE)
    expect(await texts({ due: 'true' })).toEqual(['二', '一'])
    await letPass(later.id, 30 * DAY)
    expect((await list()).due).toBe(3)
  })
})

describe('a mistake', () => {
  test('is changed in its note, subject, points, right answer and whether it is mastered, and in nothing else', async () => {
    const mistake = await add({ text: '3 + 5', student_answer: '9' })
    const reply = await patch(mistake.id, {
      note: ' 用手指数 ',
      subject: '数学',
      points: ['加法'],
      correct_answer: '8',
      mastered: true,
      text: '别的',
      student_answer: '别的',
      reviews: 7,
    })
    expect(reply.status).toBe(200)
    const changed = { note: '用手指数', subject: 'math', points: ['加法'], correct_answer: '8' }
    const expected = { ...mistake, ...changed, mastered: true, due_at: null, next: expect.anything() }
    expect(reply.body).toEqual(expected)
    expect((await list()).items).toEqual([expected])
    const cleared = await patch(mistake.id, {
      note: null,
      subject: null,
      points: [],
      correct_answer: '',
      mastered: false,
    })
    expect(cleared.body).toEqual({ ...mistake, next: expect.anything() })
    expect((await patch(mistake.id, {})).body).toEqual({ ...mistake, next: expect.anything() })
  })

  test('is changed by a phone, whose requests know no PATCH, by a POST that says so', async () => {
    const { id } = await add({ text: '3 + 5' })
    const headers = { ...anna.headers, 'x-http-method-override': 'PATCH' }
    const reply = await server.call('POST', `${path}/${id}`, { headers, body: { note: '进位' } })
    expect([reply.status, reply.body]).toMatchObject([200, { note: '进位' }])
    expect((await anna.call('POST', `${path}/${id}`, { note: 'x' })).status).toBe(404)
  })

  test.each([
    { note: '字'.repeat(2001) },
    { correct_answer: 5 },
    { points: ['点'.repeat(31)] },
    { points: Array.from({ length: 11 }, String) },
    { mastered: 'yes' },
  ])('is not changed by %j', async (body) => {
    const { id } = await add({ text: '3 + 5' })
    const reply = await patch(id, body)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test('of somebody else is 404, whatever is done to it, and stays as it is', async () => {
    const { id } = await add({ text: '3 + 5' })
    const replies = [
      await patch(id, { note: 'x' }, ben),
      await ben.call('DELETE', `${path}/${id}`),
      await review(id, 'good', ben),
      await patch('none', { note: 'x' }),
      await review(newId(), 'good'),
    ]
    for (const reply of replies)
      expect([reply.status, reply.body]).toMatchObject([404, { code: 'NOT_FOUND' }])
    expect((await list({}, ben)).items).toEqual([])
    expect((await list()).items).toMatchObject([{ id, note: null, reviews: 0 }])
  })

  test.each([
    ['GET', path],
    ['POST', path],
    ['GET', `${path}/export`],
    ['GET', '/api/v1/learning/report'],
    ['PATCH', `${path}/${newId()}`],
    ['DELETE', `${path}/${newId()}`],
    ['POST', `${path}/${newId()}/review`],
  ] as const)('is told to nobody without a login: %s %s', async (method, address) => {
    const reply = await server.call(method, address)
    expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
  })
})

describe('a review', () => {
  const inMinutes = (time: string | null) => Math.round((Date.parse(time ?? '') - Date.now()) / MINUTE)

  test('gives the next date that was told for its rating, by FSRS without chance', async () => {
    const { id, next } = await add({ text: '3 + 5' })
    expect([next.again, next.hard, next.good].map(inMinutes)).toEqual([1, 6, 10])
    expect(inMinutes(next.easy) / (24 * 60)).toBe(8)
    const reply = await review(id, 'good')
    expect(reply.status).toBe(200)
    const reviewed = mistakeOf(reply)
    expect(reviewed).toMatchObject({ id, reviews: 1, mastered: false })
    expect(Math.abs(Date.parse(reviewed.due_at ?? '') - Date.parse(next.good))).toBeLessThan(MINUTE)
    expect((await list()).due).toBe(0)
  })

  test('after which it comes back in two days, and then later and later, counts each of them', async () => {
    const { id } = await add({ text: '3 + 5' })
    await review(id, 'good')
    const waits: number[] = []
    let passed = 10 * MINUTE
    for (let time = 2; time <= 5; time++) {
      await letPass(id, passed)
      expect(await texts({ due: 'true' })).toEqual(['3 + 5'])
      const reviewed = mistakeOf(await review(id, 'good'))
      expect(reviewed.reviews).toBe(time)
      passed = Date.parse(reviewed.due_at ?? '') - Date.now() + MINUTE
      waits.push(Math.round(passed / DAY))
    }
    expect(waits[0]).toBe(2)
    expect(waits).toEqual([...waits].sort((one, other) => one - other))
    expect(new Set(waits).size).toBe(waits.length)
  })

  test('that went badly brings it back soon, and is the same for the same past', async () => {
    const due: string[] = []
    for (const text of ['一', '二']) {
      const { id } = await add({ text })
      await review(id, 'easy')
      await letPass(id, 9 * DAY)
      due.push(`${inMinutes(mistakeOf(await review(id, 'again')).due_at)}`)
    }
    expect(due[0]).toBe(due[1])
    expect(Number(due[0])).toBeLessThanOrEqual(10)
  })

  test('never makes it mastered, and a mastered one stays so and is never due', async () => {
    const { id } = await add({ text: '3 + 5' })
    for (let time = 0; time < 4; time++) {
      const reviewed = mistakeOf(await review(id, 'easy'))
      expect(reviewed.mastered).toBe(false)
      await letPass(id, Date.parse(reviewed.due_at ?? '') - Date.now() + MINUTE)
    }
    await patch(id, { mastered: true })
    expect(mistakeOf(await review(id, 'again'))).toMatchObject({ mastered: true, due_at: null, reviews: 5 })
    await letPass(id, DAY)
    expect(await list({ due: 'true' })).toMatchObject({ items: [], due: 0 })
    expect(mistakeOf(await patch(id, { mastered: false })).due_at).toMatch(ISO)
    expect((await list()).due).toBe(1)
  })

  test.each(['', 'Good', 3, null, undefined])('rated %j is refused', async (rating) => {
    const { id } = await add({ text: '3 + 5' })
    const reply = await review(id, rating)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })
})

describe('the sheet to print', () => {
  const sheet = (query = '') => anna.call('GET', `${path}/export${query}`)
  const HOSTILE = '<script>alert(1)</script> **粗** [链接](http://x) & "引号" `码` | # $x$'

  test('is Markdown unless another is asked for: exercises, then solutions on a page of their own, oldest first', async () => {
    await add({
      text: '3 + 5 = ?',
      correct_answer: '8',
      student_answer: '9',
      reason: '数错了',
      points: ['加法'],
    })
    await add({ text: '7 × 8 = ?', note: '背乘法表' })
    const { status, headers, bytes } = await sheet()
    expect([status, headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8'])
    const text = bytes.toString()
    expect((await sheet('?format=md')).bytes.toString()).toBe(text)
    expect(text).toBe(`# 错题本

1. 3 + 5 = ?

2. 7 × 8 = ?

<div style="page-break-before: always; break-before: page"></div>

## 解答

1. **正确答案**：8  
   **当时写的**：9  
   **为什么**：数错了  
   **知识点**：加法

2. **正确答案**：还没有记下  
   **笔记**：背乘法表
`)
  })

  test('is HTML with the same numbers, and a page of its own for the solutions', async () => {
    await add({ text: '3 + 5 = ?', correct_answer: '8' })
    await add({ text: '7 × 8 = ?', correct_answer: '56' })
    const { headers, bytes } = await sheet('?format=html')
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    const [exercises = '', solutions = ''] = bytes.toString().split('<section class="solutions">')
    expect([...exercises.matchAll(/<li>(.*?)<\/li>/g)].map(([, text]) => text)).toEqual([
      '3 + 5 = ?',
      '7 × 8 = ?',
    ])
    expect(solutions).toContain('<h2>解答</h2>')
    expect(solutions.indexOf('<dd>8</dd>')).toBeLessThan(solutions.indexOf('<dd>56</dd>'))
    expect(exercises).toMatch(/\.solutions \{ break-before: page/)
  })

  test('has one subject where that is asked for', async () => {
    await add({ text: '一', subject: 'math' })
    await add({ text: '二', subject: 'chinese' })
    const text = (await sheet('?subject=math')).bytes.toString()
    expect([text.includes('错题本 · 数学'), text.includes('一'), text.includes('二')]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('is made of text only, whatever a student wrote', async () => {
    await add({
      text: HOSTILE,
      student_answer: HOSTILE,
      correct_answer: HOSTILE,
      reason: HOSTILE,
      points: ['<b>', '*x*'],
    })
    await add({ text: '- 一\n1. 二\n# 三\n===\n> 四', note: HOSTILE })
    const html = (await sheet('?format=html')).bytes.toString()
    expect(html).not.toMatch(/<script|<b>/)
    expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/g)).toHaveLength(5)
    const markdown = (await sheet('?format=md')).bytes.toString()
    expect(markdown).not.toMatch(/<script|<b>|[^\\]\[链接|[^\\*]\*\*粗|[^\\]`码|[^\\]\$x/)
    expect(markdown).toContain('&lt;script&gt;alert(1)&lt;/script&gt; \\*\\*粗\\*\\*')
    expect(markdown).toContain('2. \\- 一  \n   1\\. 二  \n   \\# 三  \n   \\===  \n   &gt; 四')
  })

  test('says so where there is nothing to print', async () => {
    expect((await sheet()).bytes.toString()).toContain('还没有错题')
    expect((await sheet('?format=html')).bytes.toString()).toContain('还没有错题')
  })

  test.each(['?format=pdf', '?format='])('in the format %s is refused', async (query) => {
    const reply = await sheet(query)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })
})
