import { newId } from '../../src/store/identifiers'
import { DAY, emptyBooksForEachTest, MINUTE, MISTAKES } from './mistake-books'

const on = emptyBooksForEachTest()

describe('the list', () => {
  test('is newest first, in pages, and tells how many there are', async () => {
    for (const text of ['一', '二', '三']) await on.books.add({ text })
    expect(await on.books.list({ size: '2' })).toMatchObject({ total: 3, due: 3, page: 1, size: 2 })
    expect(await on.books.texts({ size: '2' })).toEqual(['三', '二'])
    expect(await on.books.texts({ size: '2', page: '2' })).toEqual(['一'])
    expect(await on.books.list({ page: '9' })).toMatchObject({ items: [], total: 3, page: 9, size: 20 })
  })

  test.each(['size=0', 'size=101', 'size=x', 'page=0', 'due=yes', 'size=-1'])('refuses %s', async (query) => {
    const reply = await on.books.anna.call('GET', `${MISTAKES}?${query}`)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test('takes a size of 1 and of 100', async () => {
    for (const size of ['1', '100']) expect((await on.books.list({ size })).size).toBe(Number(size))
  })

  test('is filtered by subject and by the whole name of a point; `total` is of the filter, `due` of the book', async () => {
    await on.books.add({ text: '一', subject: 'math', points: ['分数加法', '通分'] })
    await on.books.add({ text: '二', subject: 'math', points: ['分数'] })
    await on.books.add({ text: '三', subject: '语文' })
    expect(await on.books.texts({ subject: 'math' })).toEqual(['二', '一'])
    expect(await on.books.texts({ subject: 'chinese' })).toEqual(['三'])
    expect(await on.books.texts({ point: '分数' })).toEqual(['二'])
    expect(await on.books.list({ subject: 'math', point: '通分' })).toMatchObject({ total: 1, due: 3 })
  })

  test('is searched in everything that is written in it, as text and not as a pattern', async () => {
    const fields = { student_answer: 'Answer 1', correct_answer: '答案', reason: '因为', note: '笔记' }
    await on.books.add({ text: '100% 对', points: ['百分数'], ...fields })
    await on.books.add({ text: '别的_题', subject: 'math' })
    for (const search of ['100%', '0% ', 'answer', '答案', '因为', '笔记', '百分'])
      expect(await on.books.texts({ search })).toEqual(['100% 对'])
    expect(await on.books.texts({ search: '_' })).toEqual(['别的_题'])
    expect(await on.books.texts({ search: '%' })).toEqual(['100% 对'])
    expect(await on.books.texts({ search: 'math' })).toEqual([])
    expect(await on.books.texts({ search: '\\' })).toEqual([])
    expect(await on.books.texts({ search: "'; drop table mistake; --" })).toEqual([])
    expect(await on.books.texts({ search: '' })).toHaveLength(2)
  })

  test('of what is due begins with the earliest, and has neither what comes later nor what is mastered', async () => {
    const [first, second, later, mastered] = [
      await on.books.add({ text: '一' }),
      await on.books.add({ text: '二' }),
      await on.books.add({ text: '三' }),
      await on.books.add({ text: '四' }),
    ]
    await on.books.review(later.id, 'easy')
    await on.books.patch(mastered.id, { mastered: true })
    expect(await on.books.list({ due: 'true' })).toMatchObject({ total: 2, due: 2 })
    expect(await on.books.texts({ due: 'true' })).toEqual(['一', '二'])
    expect(await on.books.texts({ due: 'false' })).toEqual(['四', '三', '二', '一'])
    await on.books.review(first.id, 'again')
    expect(await on.books.texts({ due: 'true' })).toEqual(['二'])
    await on.books.letPass(first.id, 2 * MINUTE)
    await on.books.letPass(second.id, MINUTE)
    expect(await on.books.texts({ due: 'true' })).toEqual(['二', '一'])
    await on.books.letPass(later.id, 30 * DAY)
    expect((await on.books.list()).due).toBe(3)
  })
})

describe('a mistake', () => {
  test('is changed in its note, subject, points, right answer and whether it is mastered, and in nothing else', async () => {
    const mistake = await on.books.add({ text: '3 + 5', student_answer: '9' })
    const reply = await on.books.patch(mistake.id, {
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
    expect((await on.books.list()).items).toEqual([expected])
    const cleared = await on.books.patch(mistake.id, {
      note: null,
      subject: null,
      points: [],
      correct_answer: '',
      mastered: false,
    })
    expect(cleared.body).toEqual({ ...mistake, next: expect.anything() })
    expect((await on.books.patch(mistake.id, {})).body).toEqual({ ...mistake, next: expect.anything() })
  })

  test('is changed by a phone, whose requests know no PATCH, by a POST that says so', async () => {
    const { id } = await on.books.add({ text: '3 + 5' })
    const headers = { ...on.books.anna.headers, 'x-http-method-override': 'PATCH' }
    const reply = await on.books.server.call('POST', `${MISTAKES}/${id}`, { headers, body: { note: '进位' } })
    expect([reply.status, reply.body]).toMatchObject([200, { note: '进位' }])
    expect((await on.books.anna.call('POST', `${MISTAKES}/${id}`, { note: 'x' })).status).toBe(404)
  })

  test.each([
    { note: '字'.repeat(2001) },
    { correct_answer: 5 },
    { points: ['点'.repeat(31)] },
    { points: Array.from({ length: 11 }, String) },
    { mastered: 'yes' },
  ])('is not changed by %j', async (body) => {
    const { id } = await on.books.add({ text: '3 + 5' })
    const reply = await on.books.patch(id, body)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test('of somebody else is 404, whatever is done to it, and stays as it is', async () => {
    const { id } = await on.books.add({ text: '3 + 5' })
    const replies = [
      await on.books.patch(id, { note: 'x' }, on.books.ben),
      await on.books.ben.call('DELETE', `${MISTAKES}/${id}`),
      await on.books.review(id, 'good', on.books.ben),
      await on.books.patch('none', { note: 'x' }),
      await on.books.review(newId(), 'good'),
    ]
    for (const reply of replies)
      expect([reply.status, reply.body]).toMatchObject([404, { code: 'NOT_FOUND' }])
    expect((await on.books.list({}, on.books.ben)).items).toEqual([])
    expect((await on.books.list()).items).toMatchObject([{ id, note: null, reviews: 0 }])
  })

  test.each([
    ['GET', MISTAKES],
    ['POST', MISTAKES],
    ['GET', `${MISTAKES}/export`],
    ['GET', '/api/v1/learning/report'],
    ['PATCH', `${MISTAKES}/${newId()}`],
    ['DELETE', `${MISTAKES}/${newId()}`],
    ['POST', `${MISTAKES}/${newId()}/review`],
  ] as const)('is told to nobody without a login: %s %s', async (method, address) => {
    const reply = await on.books.server.call(method, address)
    expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
  })
})
