import fc from 'fast-check'
import { markSheets } from '../../src/model/local-tutor/marking/mark-pages'
import type { PageLine } from '../../src/model/local-tutor/page/page-text'

const line = (text: string, other?: string): PageLine => ({
  text,
  box: [0.1, 0.2, 0.3, 0.04],
  ...(other === undefined ? {} : { other }),
})
const verdicts = (...lines: PageLine[]): string[] =>
  markSheets([{ page: 1, lines }]).items.map(({ no, verdict }) => `${no} ${verdict}`)

test('each line has its verdict, its right answer and its box', () => {
  const { items, right, wrong, unanswered, unclear } = markSheets([
    {
      page: 1,
      lines: [line('口算练习'), line('1. 3+5=8'), line('2. 7×8=54'), line('3. 9-4='), line('4. 6□2=')],
    },
  ])
  expect({ right, wrong, unanswered, unclear }).toEqual({ right: 1, wrong: 1, unanswered: 1, unclear: 1 })
  expect(items[1]).toEqual({
    page: 1,
    no: '2',
    text: '7×8=54',
    student_answer: '54',
    verdict: 'wrong',
    correct_answer: '56',
    reason: '正确的得数是 56。',
    points: [],
    box: [0.1, 0.2, 0.3, 0.04],
  })
})

test.each([
  ['the answer of an equation on the next line', [line('2x+3=9'), line('x=3')], ['1 right']],
  ['one that is wrong', [line('2x+3=9'), line('x=6')], ['1 wrong']],
  ['one on the same line', [line('2x=8，x=4')], ['1 right']],
  ['an equation without an answer', [line('2x=8')], ['1 unanswered']],
  ['a root that was left out', [line('x²=9'), line('x=3')], ['1 wrong']],
  ['a division by zero', [line('5÷0=0')], ['1 unclear']],
  ['a line that was read in two ways', [line('3+5=9', '3+5=8')], ['1 unclear']],
  ['two readings that agree', [line('3+5=9', '3 + 5 = 9')], ['1 wrong']],
  ['a letter that may be a sign', [line('3x2=27')], ['1 unclear']],
  ['a remainder', [line('7÷2=3…1'), line('7÷2=2…3')], ['1 right', '2 wrong']],
  ['several sums on a line', [line('7×8=  9×6=')], ['1 unanswered', '2 unanswered']],
  ['a solution over several lines', [line('2x+3=9'), line('2x=9-3'), line('2x=6'), line('x=3')], ['1 right']],
  [
    'one whose second line is wrong',
    [line('2x+3=9'), line('2x=9+3'), line('2x=12'), line('x=6')],
    ['1 wrong'],
  ],
  [
    'the next exercise below an answer',
    [line('2x=8'), line('x=4'), line('3x=9'), line('x=5')],
    ['1 right', '2 wrong'],
  ],
  [
    'a line of a solution that is not read',
    [line('2x+3=9'), line('2x=6', '2x=8'), line('x=3')],
    ['1 unclear'],
  ],
  ['a number that is said again', [line('1. 3+5=8'), line('1. 2+2=5')], ['1 right', '1·2 wrong']],
  [
    'a line without a number before one that has its place',
    [line('3+5=8'), line('1. 2+2=5')],
    ['2 right', '1 wrong'],
  ],
])('%s', (_, lines, expected) => {
  expect(verdicts(...lines)).toEqual(expected)
})

test('the box of a solution is around all of its lines', () => {
  const at = (text: string, y: number): PageLine => ({ text, box: [0.1, y, 0.5, 0.1] })
  const { items } = markSheets([{ page: 1, lines: [at('2x=8', 0.2), at('x=4', 0.4)] }])
  expect(items[0]?.box?.map((value) => Math.round(value * 100) / 100)).toEqual([0.1, 0.2, 0.5, 0.3])
})

test('a page on which nothing is read has one item, which is unclear', () => {
  const { items } = markSheets([{ page: 2, lines: [line('姓名')] }])
  expect(items).toMatchObject([{ page: 2, verdict: 'unclear', box: null }])
})

test('sheets of drawn sums are marked as they were made', () => {
  const exercise = fc.record({
    a: fc.nat({ max: 99 }),
    b: fc.integer({ min: 1, max: 99 }),
    sign: fc.constantFrom('+', '-', '×'),
    off: fc.constantFrom(0, 0, 1, -1, 10),
    isAnswered: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(exercise, { minLength: 1, maxLength: 20 }), (sheet) => {
      const lines = sheet.map(({ a, b, sign, off, isAnswered }, index) => {
        const result = sign === '+' ? a + b : sign === '-' ? a - b : a * b
        return line(`${index + 1}. ${a}${sign}${b}=${isAnswered ? result + off : ''}`)
      })
      const expected = sheet.map(({ off, isAnswered }, index) => {
        return `${index + 1} ${isAnswered ? (off === 0 ? 'right' : 'wrong') : 'unanswered'}`
      })
      expect(verdicts(...lines)).toEqual(expected)
    }),
  )
})
