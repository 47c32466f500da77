import { retryAfter } from '../../src/model/chat/retry-after'

describe('a wait', () => {
  const date = 'Sat, 28 Nov 2026 10:00:00 GMT'
  it.each<[string, Record<string, string>, number | undefined]>([
    ['in seconds', { 'retry-after': '2.5' }, 2500],
    ['in milliseconds, before seconds', { 'retry-after': '9', 'retry-after-ms': '20' }, 20],
    [
      'until a date, by the clock of who wrote it',
      { 'retry-after': 'Sat, 28 Nov 2026 10:00:07 GMT', date },
      7000,
    ],
    ['until a date, by our clock', { 'retry-after': 'Sat, 28 Nov 2026 10:00:07 GMT' }, 6000],
    ['until a date that is over', { 'retry-after': 'Sat, 28 Nov 2026 09:00:00 GMT', date }, undefined],
    ['of a day', { 'retry-after': '86400' }, 600_000],
    ['of nothing that is a time', { 'retry-after': 'soon', 'retry-after-ms': 'NaN' }, undefined],
    ['below nothing', { 'retry-after': '-5' }, undefined],
  ])('%s', (_what, headers, expected) => {
    expect(retryAfter(headers, () => Date.parse('Sat, 28 Nov 2026 10:00:01 GMT'))).toBe(expected)
  })
})
