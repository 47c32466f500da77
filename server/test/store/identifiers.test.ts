import { followClock, newId, timestamp } from '../../src/store/identifiers'

const MINUTE = 60_000

describe('a process whose date is another one than that of the database', () => {
  const now = Date.now()

  afterEach(() => {
    jest.restoreAllMocks()
    followClock(Date.now())
  })

  test.each([
    ['ahead', MINUTE],
    ['behind', -MINUTE],
  ])('a minute %s: writes the times that all servers write', (_name, by) => {
    jest.spyOn(Date, 'now').mockReturnValue(now + by)
    followClock(now)
    expect(timestamp()).toBe(new Date(now).toISOString())
    expect(Number.parseInt(newId().replace('-', '').slice(0, 12), 16)).toBe(now)
  })

  test('goes by its own where the two differ by less than an answer takes', () => {
    jest.spyOn(Date, 'now').mockReturnValue(now)
    followClock(now + 100)
    expect(timestamp()).toBe(new Date(now).toISOString())
  })
})
