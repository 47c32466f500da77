import { Backoff } from '../../miniprogram/stream/backoff'

/** The delays after each of so many failures, where a server said nothing, or this. */
function delays(count: number, random: () => number, said?: number): number[] {
  const backoff = new Backoff(random)
  return Array.from({ length: count }, () => backoff.next(said))
}

describe('The delay before the next attempt', () => {
  test('doubles from 300 ms to 5 s, each shortened by up to a quarter', () => {
    expect(delays(7, () => 0)).toEqual([300, 600, 1200, 2400, 4800, 5000, 5000])
    expect(delays(7, () => 1)).toEqual([225, 450, 900, 1800, 3600, 3750, 3750])
  })

  test.each([300, 301, 5000, 20_000])('is what the server says, however often it failed: %i', (said) => {
    expect(delays(6, () => 1, said)).toEqual(Array(6).fill(said))
  })

  test.each([0, 1, 280, 299])(
    'is never shorter than the back-off where it says less than that: %i',
    (said) => {
      expect(delays(5, () => 1, said)).toEqual([Math.max(225, said), 450, 900, 1800, 3600])
    },
  )

  test('is small again once there was progress, and what a server said counts as no failure', () => {
    const backoff = new Backoff(() => 0)
    for (let failure = 0; failure < 4; failure += 1) backoff.next()
    backoff.reset()
    expect(backoff.next(9000)).toBe(9000)
    expect(backoff.next()).toBe(300)
  })
})
