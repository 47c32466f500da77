import fc from 'fast-check'
import type { ReviewRating } from '../../../typings/mistakes'
import { nextDates, reviewed } from '../../src/mistakes/review-schedule'

/** Milliseconds. */
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const times = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2030-01-01T00:00:00Z'),
  noInvalidDate: true,
})
const passing = fc.array(
  fc.record({
    rating: fc.constantFrom<ReviewRating>('again', 'hard', 'good', 'easy'),
    passed: fc.integer({ min: 1, max: 40 * 24 * 60 }).map((minutes) => minutes * MINUTE),
  }),
  { minLength: 1, maxLength: 6 },
)

/** Milliseconds after each of the reviews until the next one is due. */
function waits(begin: Date, reviews: { rating: ReviewRating; passed: number }[]): number[] {
  let mistake: { card: string | null; createdAt: string } = { card: null, createdAt: begin.toISOString() }
  let now = begin
  return reviews.map(({ rating, passed }) => {
    now = new Date(now.getTime() + passed)
    const told = nextDates(mistake, now)[rating]
    const { card, dueAt } = reviewed(mistake, rating, now)
    expect(dueAt).toBe(told)
    mistake = { ...mistake, card }
    return Date.parse(dueAt) - now.getTime()
  })
}

describe('the dates of a mistake’s reviews', () => {
  test('depend on how much time passed between them, whatever the time of the day', () => {
    fc.assert(
      fc.property(passing, times, times, (reviews, one, other) => {
        expect(waits(one, reviews)).toEqual(waits(other, reviews))
      }),
    )
  })

  test.each(['2026-12-01T07:55:00+08:00', '2026-12-01T23:55:00+08:00', '2026-12-01T12:00:00+08:00'])(
    'are two days on where it was known twice within ten minutes, from %s',
    (begin) => {
      const good = { rating: 'good', passed: 10 * MINUTE } as const
      expect(waits(new Date(begin), [good, good])).toEqual([10 * MINUTE, 2 * DAY])
    },
  )
})
