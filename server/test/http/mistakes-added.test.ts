import { addWrongItems } from '../../src/store/add-mistakes'
import { newId } from '../../src/store/identifiers'
import { pngImage, upload } from './images'
import { emptyBooksForEachTest, ISO, MISTAKES, mistakeOf } from './mistake-books'

const on = emptyBooksForEachTest()

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
  const uploaded = await on.books.server.call('POST', '/api/v1/files', {
    headers: { ...headers, ...on.books.anna.headers },
    body,
  })
  const { id: fileId, url } = uploaded.body as { id: string; url: string }
  const params = { content: '', image_urls: [url], mode: 'check' as const }
  const { answers, database } = on.books.server.parts
  const { answer } = await answers.begin({ userId: on.books.anna.user.id, requestId: newId(), params })
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
  const origin = { userId: on.books.anna.user.id, questionId: answer.questionId, subject: 'math' }
  const boxed = items.map((each) => ({ ...each, box: [0.1, 0.2, 0.3, 0.05] as const }))
  await addWrongItems(database.main, origin, boxed)
  return { questionId: answer.questionId, sessionId: answer.sessionId, fileId, answerId }
}

describe('a mistake that is written down by hand', () => {
  test('is told with all that is known of it, and due at once', async () => {
    const reply = await on.books.anna.call('POST', MISTAKES, {
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
    expect((await on.books.list()).items).toEqual([{ ...mistake, next: expect.anything() }])
  })

  test('needs nothing but its text: all else is null, and no points', async () => {
    expect(await on.books.add({ text: '3 + 5' })).toMatchObject({
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
    const first = await on.books.add({ text: '3 + 5', subject: 'math', note: '第一次' })
    const reply = await on.books.anna.call('POST', MISTAKES, again)
    expect([reply.status, mistakeOf(reply).id === first.id]).toEqual([isSame ? 200 : 201, isSame])
    if (isSame) expect(mistakeOf(reply)).toMatchObject({ note: '第一次', points: [] })
    expect((await on.books.list()).total).toBe(isSame ? 1 : 2)
  })

  test('is one, however many taps send it at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => on.books.anna.call('POST', MISTAKES, { text: '3 + 5' })),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201])
    expect(new Set(replies.map((reply) => mistakeOf(reply).id)).size).toBe(1)
  })

  test('is each student’s own', async () => {
    await on.books.add({ text: '3 + 5' })
    expect((await on.books.ben.call('POST', MISTAKES, { text: '3 + 5' })).status).toBe(201)
  })

  test('is a new one after it was deleted', async () => {
    const { id } = await on.books.add({ text: '3 + 5' })
    expect((await on.books.anna.call('DELETE', `${MISTAKES}/${id}`)).status).toBe(204)
    expect((await on.books.anna.call('DELETE', `${MISTAKES}/${id}`)).status).toBe(404)
    const reply = await on.books.anna.call('POST', MISTAKES, { text: '3 + 5' })
    expect(reply.status).toBe(201)
    expect(mistakeOf(reply).id).not.toBe(id)
  })

  test('is, where another became the same one and outlived it, that one', async () => {
    const first = await on.books.add({ text: 'AA', subject: 'math' })
    const second = await on.books.add({ text: 'AA', subject: 'physics' })
    await on.books.patch(second.id, { subject: 'math' })
    await on.books.anna.call('DELETE', `${MISTAKES}/${first.id}`)
    const again = await on.books.anna.call('POST', MISTAKES, { text: 'AA', subject: 'math' })
    expect([again.status, mistakeOf(again).id]).toEqual([200, second.id])
  })

  test('is, after its subject was changed, the same as others of that subject, and no longer of the old', async () => {
    const { id } = await on.books.add({ text: '3 + 5', subject: 'math' })
    await on.books.patch(id, { subject: 'physics' })
    expect((await on.books.add({ text: '3 + 5', subject: 'physics' })).id).toBe(id)
    const other = await on.books.add({ text: '3 + 5', subject: 'math' })
    expect(other.id).not.toBe(id)
    expect((await on.books.patch(other.id, { subject: 'physics' })).status).toBe(200)
    expect((await on.books.add({ text: '3 + 5', subject: 'physics' })).id).toBe(id)
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
    const reply = await on.books.anna.call('POST', MISTAKES, body)
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
    expect(await on.books.add({ ...body, points })).toMatchObject({ ...body, points })
  })
})

describe('a mistake of a correction', () => {
  test('is there by itself, with its page, and a second one is never made', async () => {
    const { questionId, fileId } = await checked([item('1'), item('2', 'right'), item('3')])
    const { items, total, due } = await on.books.list()
    expect([total, due, items.map(({ no }) => no)]).toEqual([2, 2, ['3', '1']])
    expect(items[0]).toMatchObject({
      subject: 'math',
      text: '3. 3 + 5 =',
      question_id: questionId,
      page_url: expect.stringContaining(`/api/v1/files/${fileId}?`),
      box: [0.1, 0.2, 0.3, 0.05],
    })
    expect((await on.books.server.call('GET', items[0]?.page_url ?? '')).status).toBe(200)
    const reply = await on.books.anna.call('POST', MISTAKES, { question_id: questionId, no: '1' })
    expect([reply.status, mistakeOf(reply).id]).toEqual([200, items[1]?.id])
  })

  test('can be taken whatever its verdict was, and is new after it was deleted', async () => {
    const { questionId, fileId } = await checked([item('1', 'right')])
    const take = () => on.books.anna.call('POST', MISTAKES, { question_id: questionId, no: '1' })
    const first = await take()
    expect(first.status).toBe(201)
    expect(mistakeOf(first)).toMatchObject({ no: '1', subject: 'math', points: ['加法'] })
    expect(mistakeOf(first).page_url).toContain(fileId)
    expect((await take()).status).toBe(200)
    await on.books.anna.call('DELETE', `${MISTAKES}/${mistakeOf(first).id}`)
    expect((await take()).status).toBe(201)
  })

  test('is each check’s own', async () => {
    await checked([item('1')])
    await checked([item('1')])
    expect((await on.books.list()).total).toBe(2)
  })

  test('is listed alone by its question and number, as long as it is there, for its student', async () => {
    const { questionId } = await checked([item('1'), item('2'), item('3', 'right')])
    const listed = async (no: string, student = on.books.anna) =>
      (await on.books.list({ question_id: questionId, no }, student)).items.map((each) => each.no)
    expect(await on.books.list({ question_id: questionId, no: '2' })).toMatchObject({ total: 1, due: 2 })
    expect([await listed('1'), await listed('3'), await listed('2', on.books.ben)]).toEqual([['1'], [], []])
    await on.books.anna.call('DELETE', `${MISTAKES}/${(await on.books.list({ search: '1.' })).items[0]?.id}`)
    expect(await listed('1')).toEqual([])
    // A number alone says nothing, as before it could be said.
    expect((await on.books.list({ no: '2' })).total).toBe(1)
    await on.books.add({ text: '别的' })
    expect((await on.books.list({ no: '2' })).total).toBe(2)
  })

  test('without a text is 404, and is not in the book', async () => {
    const { questionId } = await checked([{ ...item('1'), text: '' }, item('2')])
    const reply = await on.books.anna.call('POST', MISTAKES, { question_id: questionId, no: '1' })
    expect([reply.status, await on.books.texts()]).toEqual([404, ['2. 3 + 5 =']])
  })

  test('that there is none of is 404: another number, no correction yet, a question of nobody or of somebody else', async () => {
    const { questionId } = await checked([item('1')])
    const pending = await checked([item('1', 'right')], 'pending')
    const status = async (body: object, student = on.books.anna) =>
      (await student.call('POST', MISTAKES, body)).status
    expect(await status({ question_id: questionId, no: '9' })).toBe(404)
    expect(await status({ question_id: pending.questionId, no: '1' })).toBe(404)
    expect(await status({ question_id: newId(), no: '1' })).toBe(404)
    expect(await status({ question_id: 'none', no: '1' })).toBe(404)
    expect(await status({ question_id: questionId, no: '1' }, on.books.ben)).toBe(404)
    expect(await status({ question_id: questionId })).toBe(400)
  })

  test('outlives its session, with its page, which goes with the last mistake that has it', async () => {
    const { sessionId, fileId } = await checked([item('1'), item('2')])
    expect((await on.books.anna.call('DELETE', `/api/v1/learning/sessions/${sessionId}`)).status).toBe(204)
    const { items } = await on.books.list()
    expect(items).toMatchObject([
      { question_id: null, no: '2' },
      { question_id: null, no: '1' },
    ])
    const url = items[0]?.page_url ?? ''
    expect((await on.books.server.call('GET', url)).status).toBe(200)
    await on.books.anna.call('DELETE', `${MISTAKES}/${items[0]?.id}`)
    expect((await on.books.server.call('GET', url)).status).toBe(200)
    await on.books.anna.call('DELETE', `${MISTAKES}/${items[1]?.id}`)
    expect((await on.books.server.call('GET', url)).status).toBe(404)
    expect(await on.books.server.parts.storage.read(fileId)).toBeUndefined()
  })
})
