import * as fc from 'fast-check'
import { SteadyClock } from '../../miniprogram/platform/steady-clock'
import { Deadlines } from '../../miniprogram/stream/deadlines'
import { ManualClock } from '../support/manual-clock'

const hour = 3_600_000
const jumps = fc.array(
  fc.record({ at: fc.integer({ min: 1, max: 60_000 }), by: fc.integer({ min: -9 * hour, max: 9 * hour }) }),
  { maxLength: 8 },
)

/** Lets `duration` pass on a phone whose date jumps meanwhile. */
function live(phone: ManualClock, duration: number, plan: readonly { at: number; by: number }[]): void {
  const begin = phone.now()
  for (const { at, by } of [...plan].sort((one, other) => one.at - other.at)) {
    phone.advance(Math.min(begin + duration, begin + at) - phone.now())
    phone.setDateAhead(by)
  }
  phone.advance(begin + duration - phone.now())
}

describe('a clock on a phone whose date jumps', () => {
  test('ends a silence of three keepalives after three intervals, later by one beat at the most for each jump', () => {
    void fc.assert(
      fc.property(jumps, fc.integer({ min: 1, max: 60_000 }), (plan, silence) => {
        const phone = new ManualClock()
        const begin = phone.now()
        const ended: number[] = []
        const deadlines = new Deadlines(new SteadyClock(phone), () => ended.push(phone.now() - begin))
        deadlines.set('watchdog', silence)
        // A date that goes back within a beat takes up to all of that beat from the clock.
        live(phone, silence + 1000 * (plan.length + 1), plan)
        expect(ended).toHaveLength(1)
        expect(ended[0]).toBeGreaterThanOrEqual(silence)
        expect(phone.armed).toBe(0)
      }),
    )
  })

  test('never ends one that is broken by a frame each five seconds', () => {
    void fc.assert(
      fc.property(jumps, (plan) => {
        const phone = new ManualClock()
        const ended: string[] = []
        const deadlines = new Deadlines(new SteadyClock(phone), (deadline) => ended.push(deadline))
        const frame = () => {
          deadlines.set('watchdog', 15_000)
          phone.setTimer(frame, 5000)
        }
        frame()
        live(phone, 60_000, plan)
        expect(ended).toEqual([])
      }),
    )
  })

  test('goes only forward, and never further than time did plus one beat', () => {
    void fc.assert(
      fc.property(jumps, (plan) => {
        const phone = new ManualClock()
        const clock = new SteadyClock(phone)
        clock.setTimer(() => {}, 2 * hour)
        const [begin, start] = [phone.now(), clock.now()]
        let last = start
        for (const { by } of plan) {
          phone.advance(700)
          phone.setDateAhead(by)
          expect(clock.now()).toBeGreaterThanOrEqual(last)
          last = clock.now()
          expect(last - start).toBeLessThanOrEqual(phone.now() - begin + 1000)
        }
      }),
    )
  })

  test('leaves no timer of its own once no timer is armed', () => {
    const phone = new ManualClock()
    const clock = new SteadyClock(phone)
    const cancel = clock.setTimer(() => {}, 90_000)
    clock.setTimer(() => {}, 15_000)
    phone.advance(20_000)
    // The one that is left, and the beat.
    expect(phone.armed).toBe(2)
    cancel()
    cancel()
    expect(phone.armed).toBe(0)
  })
})

describe('a rest', () => {
  test.each([
    ['four seconds', 4000, 0, false],
    ['six seconds', 6000, 0, true],
    ['four seconds in which the date goes an hour ahead', 4000, hour, true],
    ['six seconds in which the date goes an hour back', 6000, -hour, true],
  ])('of %s', (_name, duration, jump, beyond) => {
    const phone = new ManualClock()
    const deadlines = new Deadlines(new SteadyClock(phone), () => {})
    deadlines.set('ceiling', 900_000)
    deadlines.rest()
    phone.advance(duration)
    phone.setDateAhead(jump)
    expect(deadlines.restedBeyond(5000)).toBe(beyond)
  })
})
