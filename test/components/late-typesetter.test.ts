import { LateTypesetter } from '../../miniprogram/components/answer-content/late-typesetter'
import type { Typesetter } from '../../miniprogram/render/typesetter'
import { ManualClock } from '../support/manual-clock'

/** A late typesetter whose sub-package comes, or fails, when the test says so. */
function lateTypesetter() {
  const clock = new ManualClock()
  const attempts: { arrive(): Promise<void>; fail(): Promise<void> }[] = []
  const log = jest.fn()
  const late = new LateTypesetter({
    clock,
    logger: { warn: log },
    random: () => 0,
    load: () =>
      new Promise<Typesetter>((resolve, reject) => {
        const settled = async (): Promise<void> => {
          await Promise.resolve()
          await Promise.resolve()
        }
        attempts.push({
          arrive: () => {
            resolve({
              typeset: (tex) => `laid out ${tex}`,
              speak: (tex) => `coded words of ${tex}`,
              words: (tex) => `words of ${tex}`,
              plain: (tex) => `text of ${tex}`,
            })
            return settled()
          },
          fail: () => {
            reject(new Error('no network'))
            return settled()
          },
        })
      }),
  })
  return { late, clock, attempts, log }
}

describe('The typesetter that comes in a sub-package', () => {
  test('is fetched with the first answer, once for all of them', () => {
    const { late, attempts } = lateTypesetter()
    late.forAnswer(() => undefined)
    late.forAnswer(() => undefined)
    expect(attempts).toHaveLength(1)
  })

  test('leaves formulas as their source until it is there, then each answer that waits is told once', async () => {
    const { late, attempts } = lateTypesetter()
    const ready = jest.fn()
    const withoutFormulas = jest.fn()
    late.forAnswer(withoutFormulas)
    const typesetter = late.forAnswer(ready)
    expect(typesetter.typeset('x', false)).toBeUndefined()
    expect(typesetter.typeset('y', true)).toBeUndefined()
    expect(typesetter.words('y')).toBeUndefined()
    expect(typesetter.plain('y')).toBeUndefined()
    await attempts[0]?.arrive()
    expect(ready).toHaveBeenCalledTimes(1)
    expect(withoutFormulas).not.toHaveBeenCalled()
    expect(typesetter.typeset('x', false)).toBe('laid out x')
    expect(typesetter.speak('x')).toBe('coded words of x')
    expect(typesetter.words('x')).toBe('words of x')
    expect(typesetter.plain('x')).toBe('text of x')
  })

  test('that could not be fetched is asked for again while a formula waits, a little later each time', async () => {
    const { late, attempts, clock, log } = lateTypesetter()
    const ready = jest.fn()
    const typesetter = late.forAnswer(ready)
    typesetter.typeset('x', false)
    await attempts[0]?.fail()
    expect(log).toHaveBeenCalled()
    clock.advance(300)
    expect(attempts).toHaveLength(2)
    await attempts[1]?.fail()
    clock.advance(300)
    expect(attempts).toHaveLength(2)
    clock.advance(300)
    await attempts[2]?.arrive()
    expect(ready).toHaveBeenCalledTimes(1)
    expect(typesetter.typeset('x', false)).toBe('laid out x')
  })

  test('is not asked for again once the last answer that waits for it is gone, and no timer is left', async () => {
    const { late, attempts, clock } = lateTypesetter()
    const [one, other] = [jest.fn(), jest.fn()]
    late.forAnswer(one).typeset('x', false)
    late.forAnswer(other).typeset('y', false)
    await attempts[0]?.fail()
    late.leave(one)
    expect(clock.armed).toBe(1)
    late.leave(other)
    expect(clock.armed).toBe(0)
    clock.advance(60_000)
    expect(attempts).toHaveLength(1)
    late.forAnswer(one).typeset('x', false)
    expect(attempts).toHaveLength(2)
    late.leave(one)
    await attempts[1]?.fail()
    expect(clock.armed).toBe(0)
    late.forAnswer(other).typeset('y', false)
    await attempts[2]?.arrive()
    expect([one, other].map((ready) => ready.mock.calls.length)).toEqual([0, 1])
  })

  test('that could not be fetched is not asked for again by itself where no formula waits, and is with the next one', async () => {
    const { late, attempts, clock } = lateTypesetter()
    const typesetter = late.forAnswer(() => undefined)
    await attempts[0]?.fail()
    clock.advance(60_000)
    expect(attempts).toHaveLength(1)
    typesetter.typeset('x', false)
    expect(attempts).toHaveLength(2)
  })
})
