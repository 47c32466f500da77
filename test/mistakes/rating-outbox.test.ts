import fc from 'fast-check'
import type { Mistake } from '../../miniprogram/mistakes/mistake'
import { RATINGS } from '../../miniprogram/mistakes/mistake'
import { RatingOutbox } from '../../miniprogram/mistakes/rating-outbox'
import { LearningError } from '../../miniprogram/stream/learning-error'
import { MemoryStore, settle } from '../conversation/fakes'
import { silent } from '../support/silent'
import { FakeLifecycle, FakeMistakes, mistake } from './fakes'

const ONE = mistake('one')
const TWO = mistake('two')

/** A phone with a server; `restart` is the program's next run on it. */
function phone(...mistakes: Mistake[]) {
  const port = new FakeMistakes(mistakes)
  const store = new MemoryStore()
  const lifecycle = new FakeLifecycle()
  const restart = () => new RatingOutbox({ port, store, lifecycle, logger: silent })
  return { port, store, lifecycle, outbox: restart(), restart }
}

describe('The ratings of a review', () => {
  test('wait while they can be taken back, and go out then', async () => {
    const { port, outbox } = phone(ONE)
    outbox.hold(ONE, 'good')
    await settle()
    expect(port.reviews).toEqual([])
    outbox.release()
    await settle()
    expect(port.reviews).toEqual([['one', 'good']])
    expect(outbox.ids.size).toBe(0)
  })

  test('go out with the next rating, and only the last can be taken back', async () => {
    const { port, outbox } = phone(ONE, TWO)
    outbox.hold(ONE, 'good')
    outbox.hold(TWO, 'hard')
    await settle()
    outbox.withdraw()
    outbox.withdraw()
    outbox.release()
    await settle()
    expect(port.reviews).toEqual([['one', 'good']])
  })

  test('tell the exercise as it is afterwards', async () => {
    const { outbox } = phone(ONE)
    const told: (number | undefined)[] = []
    outbox.subscribe((rated) => told.push(rated?.reviews))
    outbox.hold(ONE, 'easy')
    outbox.release()
    await settle()
    expect(told).toEqual([1])
  })

  test('go on though a page breaks when it hears of one', async () => {
    const { port, outbox } = phone(ONE, TWO)
    const told: unknown[] = []
    outbox.subscribe(() => {
      throw new Error('the page broke')
    })
    outbox.subscribe((rated) => told.push(rated?.id))
    outbox.hold(ONE, 'good')
    outbox.hold(TWO, 'hard')
    outbox.release()
    await settle()
    expect([port.reviews.length, told]).toEqual([2, ['one', 'two']])
  })

  test('wait for a network, and nothing listens for one while none waits', async () => {
    const { port, lifecycle, outbox } = phone(ONE)
    port.failures = ['unreachable', 'unreachable']
    outbox.hold(ONE, 'good')
    outbox.release()
    await settle()
    expect(lifecycle.listeners).toBe(2)
    lifecycle.networkIs('lost')
    await settle()
    lifecycle.networkIs('returned')
    await settle()
    expect(port.reviews).toEqual([])
    lifecycle.show()
    await settle()
    expect(port.reviews).toEqual([['one', 'good']])
    expect(lifecycle.listeners).toBe(0)
  })

  test('outlive the program, the one that could be taken back too', async () => {
    const { port, outbox, restart } = phone(ONE, TWO)
    port.failures = ['unreachable']
    outbox.hold(ONE, 'good')
    outbox.hold(TWO, 'again')
    await settle()
    restart().flush()
    await settle()
    expect(port.reviews).toEqual([
      ['one', 'good'],
      ['two', 'again'],
    ])
  })

  test('are not given twice where the answer was lost and not the rating', async () => {
    const { port, lifecycle, outbox } = phone(ONE)
    port.failures = ['lost']
    outbox.hold(ONE, 'good')
    outbox.release()
    await settle()
    lifecycle.networkIs('returned')
    await settle()
    expect(port.reviews).toEqual([['one', 'good']])
    expect(outbox.ids.size).toBe(0)
  })

  test('of an exercise that is gone, or that the server refuses, are given up', async () => {
    const refusal = new LearningError('BAD_REQUEST', {
      message: undefined,
      retryable: false,
      retryAfterMs: undefined,
    })
    const { port, outbox } = phone(TWO)
    outbox.hold(ONE, 'good')
    outbox.release()
    await settle()
    port.failures = [refusal]
    outbox.hold(TWO, 'good')
    outbox.release()
    await settle()
    expect(outbox.ids.size).toBe(0)
    expect(port.reviews).toEqual([])
  })

  test('that an older version kept otherwise are not read', () => {
    const { store, restart } = phone()
    for (const kept of ['x', [1, null, { id: 'one' }], { id: 'one' }]) {
      store.set('ratings-to-deliver', kept)
      expect(restart().ids.size).toBe(0)
    }
  })

  test('arrive once each and in order, whatever the network loses and however often the program ends', async () => {
    const rating = fc.constantFrom(...RATINGS)
    const failure = fc.constantFrom<'unreachable' | 'lost' | undefined>('unreachable', 'lost', undefined)
    const step = fc.record({ rating, failures: fc.array(failure, { maxLength: 3 }), ends: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const exercises = steps.map((_, index) => mistake(String(index), { text: `题 ${index} 完` }))
        const world = phone(...exercises)
        let { outbox } = world
        for (const [index, { rating, failures, ends }] of steps.entries()) {
          world.port.failures = failures.flatMap((each) => each ?? [])
          const exercise = exercises[index]
          if (exercise !== undefined) outbox.hold(exercise, rating)
          outbox.release()
          await settle()
          if (ends) outbox = world.restart()
        }
        for (let round = 0; round < 30 && outbox.ids.size > 0; round += 1) {
          world.port.failures = []
          outbox.flush()
          await settle()
        }
        expect(world.port.reviews).toEqual(steps.map(({ rating }, index) => [String(index), rating]))
      }),
      { numRuns: 60 },
    )
  })
})
