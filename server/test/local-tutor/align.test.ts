import { alignColumns, UNREAD } from '../../src/model/local-tutor/page/align'
import type { Column, Sign } from '../../src/model/local-tutor/page/marks'

const measure = { digit: 30, baseline: 100 }

/** A line's shapes: signs as they are, `.` a point, `w` a wide character, anything else a character. */
const shapes = (drawn: string): Column[] =>
  [...drawn].map((shape, index) => {
    const width = shape === 'w' ? 40 : 16
    const box = { x0: index * 50, x1: index * 50 + width, y0: 70, y1: 100, stacked: false }
    if (shape === '.') return { ...box, low: 'point' as const }
    return /[+\-×÷=()^:]/.test(shape) ? { ...box, sign: shape as Sign } : box
  })

const aligned = (drawn: string, read: string): string | undefined =>
  alignColumns(shapes(drawn), [...read], measure)?.texts.join('')

test.each([
  ['(n+n)×n-nn÷n=', '3+5)X6-18+3=', '(3+5)×6-18÷3='],
  ['n.nn×n+n.n=', '0.25X8+1.5=', '0.25×8+1.5='],
  ['n×n', '3xX7', '3×7'],
  ['nn+n=nn', '3x+7=22', '3x+7=22'],
  ['n^-nn+n=n', 'x-5x+6=0', 'x^-5x+6=0'],
  ['n-n=n', 'x一y二2', 'x-y=2'],
  ['w+n', '11+5', '11+5'],
])('shapes %s and the reading %s make %s', (drawn, read, text) => {
  expect(aligned(drawn, read)).toBe(text)
})

test('a character that was not read leaves a gap instead of another number', () => {
  expect(aligned('nn+n=', '3+5=')).toContain(UNREAD)
})

test('a reading that fits its shapes better costs less', () => {
  const cost = (read: string): number => alignColumns(shapes('(n+n)×n-nn÷n='), [...read], measure)?.cost ?? 99
  expect(cost('(3+5)X6-18二3=')).toBeLessThan(cost('(3+5)X1-8E+3='))
  expect(cost('(3+5)×6-18÷3=')).toBe(0)
})

test('a reading that has nothing to do with the shapes is not laid over them', () => {
  expect(aligned('n+n=n', '----====++++')).toBeUndefined()
})

test('a printed fraction is left open: it cannot be read as one character', () => {
  const [first, second] = shapes('nn')
  if (first === undefined || second === undefined) throw new Error('no shapes')
  const columns = [first, { ...second, stacked: true }]
  expect(alignColumns(columns, ['3', '7'], measure)?.texts).toEqual(['3', UNREAD])
})
