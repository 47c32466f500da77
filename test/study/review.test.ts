import type { Mistake } from '../../miniprogram/mistakes/mistake'
import { Review, UNDO_TIME } from '../../miniprogram/study/review/review'
import { reviewView } from '../../miniprogram/study/review/review-view'
import { DAY, iso, mistake, NOW } from '../mistakes/fakes'
import { ManualClock } from '../support/manual-clock'

/** A review whose ratings are written down. */
function begin(...mistakes: Mistake[]) {
  const clock = new ManualClock()
  const log: string[] = []
  const ratings = {
    hold: ({ id }: Mistake, rating: string) => void log.push(`${id} ${rating}`),
    withdraw: () => void log.push('back'),
    release: () => void log.push('out'),
  }
  const review = new Review(mistakes, ratings, clock)
  const view = () => reviewView(review, mistakes, NOW, (url) => url)
  return { review, clock, log, view }
}
const ONE = mistake('one', { reviews: 1, points: ['移项变号'], student_answer: 'x=0.5' })
const TWO = mistake('two')

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
    expect(view().undo).toBe('很熟，12 天后再见')
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
      '移项变号　第 2 次见面',
    ])
    expect(card?.ratings.map(({ name, when }) => `${name} ${when}`)).toEqual([
      '忘了 10 分钟后',
      '吃力 明天',
      '记得 4 天后',
      '很熟 12 天后',
    ])
  })

  test('ends with what was done, and with what comes next', () => {
    const later = mistake('later', { due_at: iso(NOW + DAY + 60_000) })
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
})
