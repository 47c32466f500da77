import { EndTookTooLong, endInTime } from '../../src/operate/end-in-time'
import { FakeClock } from '../support/fake-clock'

describe('an end', () => {
  let clock: FakeClock

  beforeEach(() => {
    clock = new FakeClock()
  })

  test('in which something hangs is over in its time, and says so', async () => {
    const outcome = jest.fn()
    const ended = endInTime(clock, 75_000, new Promise(() => undefined)).catch(outcome)
    await clock.advance(74_999)
    expect(outcome).not.toHaveBeenCalled()
    await clock.advance(1)
    await ended
    expect(outcome).toHaveBeenCalledWith(expect.any(EndTookTooLong))
  })

  test('that comes before is what it was, and waits for nothing', async () => {
    await expect(endInTime(clock, 75_000, Promise.resolve())).resolves.toBeUndefined()
    await expect(endInTime(clock, 75_000, Promise.reject(new Error('away')))).rejects.toThrow('away')
    let letGo = (): void => undefined
    const late = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const ended = endInTime(clock, 75_000, late)
    await clock.advance(74_999)
    letGo()
    await expect(ended).resolves.toBeUndefined()
  })
})
