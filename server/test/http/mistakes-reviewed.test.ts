import { DAY, emptyBooksForEachTest, ISO, MINUTE, mistakeOf } from './mistake-books'

const on = emptyBooksForEachTest()

describe('a review', () => {
  const inMinutes = (time: string | null) => Math.round((Date.parse(time ?? '') - Date.now()) / MINUTE)

  test('gives the next date that was told for its rating, by FSRS without chance', async () => {
    const { id, next } = await on.books.add({ text: '3 + 5' })
    expect([next.again, next.hard, next.good].map(inMinutes)).toEqual([1, 6, 10])
    expect(inMinutes(next.easy) / (24 * 60)).toBe(8)
    const reply = await on.books.review(id, 'good')
    expect(reply.status).toBe(200)
    const reviewed = mistakeOf(reply)
    expect(reviewed).toMatchObject({ id, reviews: 1, mastered: false })
    expect(Math.abs(Date.parse(reviewed.due_at ?? '') - Date.parse(next.good))).toBeLessThan(MINUTE)
    expect((await on.books.list()).due).toBe(0)
  })

  test('after which it comes back in two days, and then later and later, counts each of them', async () => {
    const { id } = await on.books.add({ text: '3 + 5' })
    await on.books.review(id, 'good')
    const waits: number[] = []
    let passed = 10 * MINUTE
    for (let time = 2; time <= 5; time++) {
      await on.books.letPass(id, passed)
      expect(await on.books.texts({ due: 'true' })).toEqual(['3 + 5'])
      const reviewed = mistakeOf(await on.books.review(id, 'good'))
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
      const { id } = await on.books.add({ text })
      await on.books.review(id, 'easy')
      await on.books.letPass(id, 9 * DAY)
      due.push(`${inMinutes(mistakeOf(await on.books.review(id, 'again')).due_at)}`)
    }
    expect(due[0]).toBe(due[1])
    expect(Number(due[0])).toBeLessThanOrEqual(10)
  })

  test('never makes it mastered, and a mastered one stays so and is never due', async () => {
    const { id } = await on.books.add({ text: '3 + 5' })
    for (let time = 0; time < 4; time++) {
      const reviewed = mistakeOf(await on.books.review(id, 'easy'))
      expect(reviewed.mastered).toBe(false)
      await on.books.letPass(id, Date.parse(reviewed.due_at ?? '') - Date.now() + MINUTE)
    }
    await on.books.patch(id, { mastered: true })
    expect(mistakeOf(await on.books.review(id, 'again'))).toMatchObject({
      mastered: true,
      due_at: null,
      reviews: 5,
    })
    await on.books.letPass(id, DAY)
    expect(await on.books.list({ due: 'true' })).toMatchObject({ items: [], due: 0 })
    expect(mistakeOf(await on.books.patch(id, { mastered: false })).due_at).toMatch(ISO)
    expect((await on.books.list()).due).toBe(1)
  })

  test('that is sent twelve times at once counts twelve times, and each tells which it was', async () => {
    const { id } = await on.books.add({ text: '3 + 5' })
    const replies = await Promise.all(Array.from({ length: 12 }, () => on.books.review(id, 'good')))
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200))
    const counts = replies.map((reply) => mistakeOf(reply).reviews)
    expect(counts.sort((one, other) => one - other)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    )
  })

  test.each(['', 'Good', 3, null, undefined])('rated %j is refused', async (rating) => {
    const { id } = await on.books.add({ text: '3 + 5' })
    const reply = await on.books.review(id, rating)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })
})
