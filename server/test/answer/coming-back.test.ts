import {
  OwnedElsewhere,
  RETRY_AFTER_SHUTDOWN,
  RETRY_SPREAD,
  shuttingDown,
} from '../../src/answer/answer-error'

describe('when a server has its clients come back', () => {
  test.each([
    ['that goes down', () => shuttingDown()],
    ['whose answer is owned elsewhere', () => new OwnedElsewhere()],
  ])('one %s tells each of them another time, none too soon or too late', (_, refusal) => {
    const told = Array.from({ length: 1000 }, () => refusal().frame.retry_after_ms ?? 0)
    expect(Math.min(...told)).toBeGreaterThanOrEqual(RETRY_AFTER_SHUTDOWN)
    expect(Math.max(...told)).toBeLessThan(RETRY_AFTER_SHUTDOWN + RETRY_SPREAD)
    // Of a thousand in each tenth of the spread about a hundred.
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const wait of told) {
      const tenth = Math.floor(((wait - RETRY_AFTER_SHUTDOWN) * 10) / RETRY_SPREAD)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    for (const count of tenths) expect(count).toBeGreaterThan(40)
  })
})
