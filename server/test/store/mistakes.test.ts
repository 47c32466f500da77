import fc from 'fast-check'
import { addWrongItems, type CorrectedItem } from '../../src/store/add-mistakes'
import { FileRepository } from '../../src/store/file-repository'
import { newId } from '../../src/store/identifiers'
import { JobQueue } from '../../src/store/job-queue'
import type { MistakeEntry } from '../../src/store/mistake-entry'
import { sameByHand } from '../../src/store/mistake-keys'
import { MistakeRepository } from '../../src/store/mistake-repository'
import { UserRepository } from '../../src/store/user-repository'
import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

const marked = (no: string, more: Partial<CorrectedItem & { verdict: string }> = {}) => ({
  no,
  page: 1,
  text: `${no}：3 + 5 = 9`,
  student_answer: '9',
  correct_answer: '8',
  reason: '正确的得数是 8。',
  points: ['加法'],
  box: [0.1, 0.2, 0.3, 0.05] as const,
  verdict: 'wrong',
  ...more,
})

describe.each(backends)('the mistake book on $name', ({ create }) => {
  let store: TestStore
  let book: MistakeRepository

  beforeEach(async () => {
    store = await createTestStore(create)
    book = new MistakeRepository(store.database)
  })

  afterEach(() => store.remove())

  const all = (userId = store.userId): Promise<MistakeEntry[]> => book.all(userId, {})

  async function uploadPage(): Promise<string> {
    const id = newId()
    const file = { id, user_id: store.userId, mime: 'image/png' as const, width: 2, height: 3, bytes: 9 }
    await new FileRepository(store.database).insert(file)
    return id
  }

  const add = (questionId: string, items: Parameters<typeof addWrongItems>[2]) =>
    addWrongItems(store.database.main, { userId: store.userId, questionId, subject: 'math' }, items)

  test('has the wrong exercises of a correction, with their pages and boxes, and nothing else of it', async () => {
    const pages = [await uploadPage(), await uploadPage()]
    const { questionId } = await store.begin({ image_urls: pages.map((id) => `/api/v1/files/${id}`) })
    await add(questionId, [
      marked('1'),
      marked('2', { verdict: 'right' }),
      marked('3', { verdict: 'unanswered' }),
      marked('4', { page: 2, box: null, points: ['减法', '退位', '减法'] }),
      marked('5', { verdict: 'unclear' }),
      marked('6', { page: null, student_answer: null, correct_answer: null, reason: null, points: [] }),
    ])
    expect(await all()).toEqual([
      expect.objectContaining({
        subject: 'math',
        text: '1：3 + 5 = 9',
        student_answer: '9',
        correct_answer: '8',
        reason: '正确的得数是 8。',
        points: ['加法'],
        note: null,
        fileId: pages[0],
        box: [0.1, 0.2, 0.3, 0.05],
        questionId,
        no: '1',
        reviews: 0,
        mastered: false,
      }),
      expect.objectContaining({ no: '4', fileId: pages[1], box: null, points: ['减法', '退位'] }),
      expect.objectContaining({ no: '6', fileId: null, student_answer: null, points: [] }),
    ])
  })

  test('takes a correction that is given twice once, and leaves what a student did to it meanwhile', async () => {
    const { questionId } = await store.begin()
    await add(questionId, [marked('1'), marked('2')])
    const [first] = await all()
    await book.change(store.userId, first?.id ?? '', { note: '进位', mastered: true })
    await add(questionId, [marked('1', { text: '别的' }), marked('2'), marked('2·2')])
    const notes = (await all()).map(({ no, note, text }) => [no, note, text])
    expect(notes).toEqual([
      ['1', '进位', '1：3 + 5 = 9'],
      ['2', null, '2：3 + 5 = 9'],
      ['2·2', null, '2·2：3 + 5 = 9'],
    ])
  })

  test('gets each check’s own mistakes, also of the same page', async () => {
    const page = await uploadPage()
    for (let check = 0; check < 2; check++) {
      const { questionId } = await store.begin({ image_urls: [`/api/v1/files/${page}`] })
      await add(questionId, [marked('1')])
    }
    expect(await all()).toHaveLength(2)
  })

  test('gets them with the end of their job or not at all, however often it runs', async () => {
    const { questionId } = await store.begin()
    const queue = new JobQueue(store.database)
    const write = (transaction: Parameters<typeof addWrongItems>[0]) =>
      addWrongItems(transaction, { userId: store.userId, questionId, subject: null }, [marked('1')])
    await queue.add({ kind: 'extras', payload: null, userId: store.userId })
    const claims = []
    for (let server = 0; server < 2; server++) claims.push(...(await queue.claim(['extras'], 1, -1)))
    const ends = []
    for (const claim of claims) ends.push(await queue.finish(claim, write))
    expect([claims.length, ends.sort()]).toEqual([2, [false, true]])
    expect(await all()).toHaveLength(1)
  })

  test('gets nothing of a question that is gone, or that is somebody else’s', async () => {
    await add(newId(), [marked('1')])
    const { questionId } = await store.begin()
    const origin = { userId: store.strangerId, questionId, subject: null }
    await addWrongItems(store.database.main, origin, [marked('1')])
    expect([await all(), await all(store.strangerId)]).toEqual([[], []])
  })

  test('cuts what is longer than a mistake may be', async () => {
    const { questionId } = await store.begin()
    const points = Array.from({ length: 12 }, (_, index) => `${index}${'点'.repeat(40)}`)
    await add(questionId, [marked('1', { text: '题'.repeat(9000), reason: '😀'.repeat(2001), points })])
    const [mistake] = await all()
    expect([mistake?.text.length, mistake?.reason, mistake?.points.length]).toEqual([
      8000,
      '😀'.repeat(2000),
      10,
    ])
    expect(mistake?.points[0]).toBe(`0${'点'.repeat(29)}`)
  })

  test('outlives the session of its question, with its page; the page goes with the last that has it', async () => {
    const [page, other] = [await uploadPage(), await uploadPage()]
    const image_urls = [page, other].map((id) => `/api/v1/files/${id}`)
    const { questionId, sessionId } = await store.begin({ image_urls })
    await store.answers.save(finished(questionId))
    await add(questionId, [marked('1'), marked('2')])
    const deleted = await store.sessions.delete(store.userId, sessionId)
    expect(deleted?.fileIds).toEqual([other])
    const [first, second] = await all()
    expect([first, second]).toMatchObject([
      { questionId: null, no: '1', fileId: page },
      { questionId: null, fileId: page },
    ])
    const files = new FileRepository(store.database)
    expect(await files.dropUnused('9999')).toEqual([])
    expect(await book.remove(store.userId, first?.id ?? '')).toEqual([])
    expect(await book.remove(store.userId, second?.id ?? '')).toEqual([page])
    expect(await files.find(page)).toBeUndefined()
  })

  test('keeps a page that a question still has', async () => {
    const page = await uploadPage()
    const { questionId } = await store.begin({ image_urls: [`/api/v1/files/${page}`] })
    await add(questionId, [marked('1')])
    const [mistake] = await all()
    expect(await book.remove(store.userId, mistake?.id ?? '')).toEqual([])
    expect(await new FileRepository(store.database).find(page)).toBeDefined()
  })

  test('counts twelve reviews at once one after the other, and tells each its own', async () => {
    const { questionId } = await store.begin()
    await add(questionId, [marked('1')])
    const [mistake] = await all()
    const id = mistake?.id ?? ''
    const upTo = (count: number, first: number) => Array.from({ length: count }, (_, index) => first + index)
    const seen: number[] = []
    const review = () =>
      book.review(store.userId, id, 'good', ({ reviews }) => {
        seen.push(reviews)
        return { card: `${reviews}`, dueAt: '2026-12-01T00:00:00.000Z' }
      })
    const told = await Promise.all(upTo(12, 0).map(review))
    const inOrder = told.map((entry) => entry?.reviews).sort((one, other) => Number(one) - Number(other))
    expect([seen, inOrder]).toEqual([upTo(12, 0), upTo(12, 1)])
    expect(told.map((entry) => entry?.card)).toEqual(told.map((entry) => `${Number(entry?.reviews) - 1}`))
    expect(await book.find(store.userId, id)).toMatchObject({ reviews: 12, card: '11', points: ['加法'] })
    const rows = await store.database.main.selectFrom('mistake_review').select('rating').execute()
    expect(rows).toHaveLength(12)
  })

  test('tells no review of a mistake that is somebody else’s, or gone', async () => {
    const { questionId } = await store.begin()
    await add(questionId, [marked('1')])
    const [mistake] = await all()
    const later = () => ({ card: '{}', dueAt: '2026-12-01T00:00:00.000Z' })
    expect(await book.review(store.strangerId, mistake?.id ?? '', 'good', later)).toBeUndefined()
    expect(await book.review(store.userId, newId(), 'good', later)).toBeUndefined()
  })

  describe('of what is written down by hand', () => {
    const byHand = (userId: string, subject: string, text: string) =>
      book.add({
        userId,
        subject,
        text,
        sameAs: sameByHand(subject, text),
        student_answer: null,
        correct_answer: null,
        reason: null,
        points: [],
        questionId: null,
        no: null,
        note: null,
        fileId: null,
        box: null,
      })

    test('finds the same exercise for as long as one is there, whatever was removed or changed: the first, then the oldest', async () => {
      const subject = fc.constantFrom('math', 'physics')
      const text = fc.constantFrom('1 + 1', ' 1  + 1 ', '2')
      const place = fc.nat(5)
      const steps = fc.array(
        fc.oneof(
          fc.record({ kind: fc.constant('add' as const), subject, text }),
          fc.record({ kind: fc.constant('change' as const), place, subject }),
          fc.record({ kind: fc.constant('remove' as const), place }),
        ),
        { minLength: 4, maxLength: 16 },
      )
      let runs = 0
      await fc.assert(
        fc.asyncProperty(steps, async (taken) => {
          runs += 1
          const { id: userId } = await new UserRepository(store.database).findOrCreate(
            `dev:${runs}`,
            'student',
          )
          /** What is there, the oldest first, and which of it is found. */
          let there: { id: string; key: string; text: string; isFound: boolean }[] = []
          const giveOn = (key: string) => {
            const same = there.filter((each) => each.key === key)
            if (same[0] !== undefined && !same.some(({ isFound }) => isFound)) same[0].isFound = true
          }
          for (const step of taken) {
            if (step.kind === 'add') {
              const key = sameByHand(step.subject, step.text)
              const known = there.find((each) => each.key === key && each.isFound)
              const { entry, isNew } = await byHand(userId, step.subject, step.text)
              expect([isNew, entry.id]).toEqual([known === undefined, known?.id ?? entry.id])
              if (isNew) there.push({ id: entry.id, key, text: step.text, isFound: true })
              continue
            }
            const named = there[step.place % Math.max(1, there.length)]
            if (named === undefined) continue
            const former = named.key
            if (step.kind === 'remove') {
              await book.remove(userId, named.id)
              there = there.filter((each) => each !== named)
            } else {
              await book.change(userId, named.id, { subject: step.subject })
              const key = sameByHand(step.subject, named.text)
              if (key === former) continue
              named.isFound = !there.some((each) => each.key === key)
              named.key = key
            }
            giveOn(former)
          }
          const held = await all(userId)
          expect(held.map(({ id }) => id)).toEqual(there.map(({ id }) => id))
        }),
        { numRuns: 40 },
      )
    })

    test('gives each of several at once the same exercise, also while others become it', async () => {
      const others: MistakeEntry[] = []
      for (const subject of ['physics', 'chemistry', 'biology']) {
        others.push((await byHand(store.userId, subject, 'AA')).entry)
      }
      const became = others.map(({ id }) => book.change(store.userId, id, { subject: 'math' }))
      const added = Array.from({ length: 4 }, () => byHand(store.userId, 'math', 'AA'))
      await Promise.all(became)
      const found = await Promise.all(added)
      expect(new Set(found.map(({ entry }) => entry.id)).size).toBe(1)
      expect(found.filter(({ isNew }) => isNew).length).toBeLessThanOrEqual(1)
    })
  })
})

test('by hand, subject and text are the same without outer and doubled spaces', () => {
  expect(sameByHand('math', '  3 +  5\n= 8 ')).toBe(sameByHand('math', '3 + 5 = 8'))
  expect(sameByHand(null, '3 + 5')).not.toBe(sameByHand('math', '3 + 5'))
  expect(sameByHand(null, '3+5')).not.toBe(sameByHand(null, '3 + 5'))
})
