import type { KnownMistake, Mistake, ReviewRating } from '../../miniprogram/mistakes/mistake'
import { Review, UNDO_TIME } from '../../miniprogram/study/review/review'
import { reviewView } from '../../miniprogram/study/review/review-view'
import { DAY, iso, MINUTE, mistake, NOW } from '../mistakes/fakes'
import { ManualClock } from '../support/manual-clock'

/** A review whose ratings are written down. */
function begin(...mistakes: KnownMistake[]) {
  const clock = new ManualClock()
  clock.setDateAhead(NOW - clock.date())
  const log: string[] = []
  const ratings = {
    hold: ({ id }: Mistake, rating: string) => void log.push(`${id} ${rating}`),
    withdraw: () => void log.push('back'),
    release: () => void log.push('out'),
  }
  const review = new Review(mistakes, ratings, clock)
  const view = (known = mistakes) => reviewView(review, known, clock.date(), (url) => url)
  const rate = (rating: ReviewRating) => {
    review.open()
    review.rate(rating)
  }
  return { review, clock, log, view, rate }
}
const known = (id: string, given: Partial<Mistake> = {}): KnownMistake => ({
  ...mistake(id, given),
  known_at: NOW,
})
const ONE = known('one', { reviews: 1, points: ['移项变号'], student_answer: 'x=0.5' })
const TWO = known('two')

describe('A review', () => {
  test('keeps the solution shut until it is asked for, and takes no rating before', () => {
    const { review, log } = begin(ONE)
    review.rate('good')
    expect([review.isOpen, log]).toEqual([false, []])
    review.open()
    expect(review.isOpen).toBe(true)
  })

  test('goes on with one tap, and a second tap on the same place rates nothing', () => {
    const { review, log } = begin(ONE, TWO)
    review.open()
    review.rate('good')
    review.rate('good')
    expect(log).toEqual(['one good'])
    expect([review.present?.id, review.isOpen]).toEqual(['two', false])
  })

  test('takes a rating back within five seconds, with its solution open again', () => {
    const { review, clock, log } = begin(ONE, TWO)
    review.open()
    review.rate('easy')
    clock.advance(UNDO_TIME - 1)
    review.undo()
    expect([review.present?.id, review.isOpen, log]).toEqual(['one', true, ['one easy', 'back']])
    expect(clock.armed).toBe(0)
  })

  test('sends a rating after five seconds, and takes it back no more', () => {
    const { review, clock, log, view } = begin(ONE, TWO)
    review.open()
    review.rate('easy')
    expect(view().undo).toBe('很熟，12 天后再复习')
    clock.advance(UNDO_TIME)
    review.undo()
    expect([log, view().undo]).toEqual([['one easy', 'out'], ''])
  })

  test('sends the last rating when its page is left', () => {
    const { review, clock, log } = begin(ONE)
    review.open()
    review.rate('hard')
    review.settle()
    review.settle()
    expect([log, clock.armed]).toEqual([['one hard', 'out'], 0])
  })

  test('shows which exercise it is, and when each rating brings it back', () => {
    const { card, bars, progress } = begin(ONE, TWO).view()
    expect([bars, progress, card?.facts]).toEqual([
      [true, false],
      '第 1 题，共 2 题',
      '移项变号　第 2 次复习',
    ])
    expect(card?.ratings.map(({ name, when }) => `${name} ${when}`)).toEqual([
      '忘了 10 分钟后',
      '吃力 明天',
      '记得 4 天后',
      '很熟 12 天后',
    ])
  })

  test('ends with what was done, and with what comes next', () => {
    const later = known('later', { due_at: iso(NOW + DAY + MINUTE) })
    const { review } = begin(ONE, TWO)
    for (const rating of ['hard', 'good'] as const) {
      review.open()
      review.rate(rating)
    }
    const { end, card } = reviewView(review, [ONE, TWO, later], NOW, (url) => url)
    expect(card).toBeNull()
    expect(end).toMatchObject({ title: '2 道都过了一遍。', next: '下次是明天，2 道。' })
    expect(end?.counts).toEqual([
      { name: '吃力', count: '1 道' },
      { name: '记得', count: '1 道' },
    ])
  })

  test('says of a rating when it would bring the exercise back from now on, not from when the list was read', () => {
    const { clock, view, rate } = begin(ONE, TWO)
    clock.advance(2 * 60 * MINUTE)
    expect(view().card?.ratings[0]?.when).toBe('10 分钟后')
    rate('again')
    expect(view().undo).toBe('忘了，10 分钟后再复习')
  })

  test('ends with when an exercise really comes up, where the server told that', () => {
    const { view, rate } = begin(ONE)
    rate('again')
    expect(view().end?.next).toBe('下次是 10 分钟后，1 道。')
    expect(view([{ ...ONE, reviews: 2, due_at: iso(NOW + 3 * DAY) }]).end?.next).toBe('下次是 3 天后，1 道。')
  })

  test('says that nothing comes up any more only where that is so', () => {
    const { clock, view, rate } = begin(ONE)
    rate('again')
    clock.advance(11 * MINUTE)
    // It is there to be reviewed again, at once.
    expect(view().end?.next).toBe('')
    expect(view([{ ...ONE, mastered: true, due_at: null }]).end?.next).toBe('后面没有要复习的了。')
  })
})

describe('A review that is gone on with', () => {
  const THREE = known('three')
  const ids = (review: Review) => review.mistakes.map(({ id }) => id)

  test('asks for no exercise that is due no more, and for those that have come up at its end', () => {
    const { review, rate } = begin(ONE, TWO, THREE)
    rate('good')
    review.renew([known('four'), { ...THREE, text: '改过的题' }])
    expect([ids(review), review.present?.text]).toEqual([['one', 'three', 'four'], '改过的题'])
  })

  test('keeps the solution open of the exercise that it was left at, and shut of another', () => {
    const { review } = begin(ONE, TWO)
    review.open()
    review.renew([ONE, TWO, THREE])
    expect([review.present?.id, review.isOpen]).toEqual(['one', true])
    review.renew([TWO])
    expect([review.present?.id, review.isOpen]).toEqual(['two', false])
  })

  test('takes the last rating back as before, and asks twice for nothing that was rated', () => {
    const { review, rate } = begin(ONE, TWO)
    rate('again')
    review.renew([ONE, TWO])
    expect(ids(review)).toEqual(['one', 'two'])
    review.undo()
    expect([review.present?.id, review.isOpen]).toEqual(['one', true])
  })

  test('ends where nothing of it is left', () => {
    const { review, view, rate } = begin(ONE, TWO)
    rate('good')
    review.renew([])
    expect(view([]).end?.title).toBe('1 道都过了一遍。')
  })
})
