import { otherReading } from '../../src/model/local-tutor/page/doubt'
import type { FoundLine } from '../../src/model/local-tutor/page/found-line'
import type { ReadCharacter } from '../../src/model/local-tutor/page/line-decoder'
import { inReadingOrder } from '../../src/model/local-tutor/page/line-order'
import { boxOnTurned } from '../../src/model/local-tutor/page/page-text'
import { withVerticalSums } from '../../src/model/local-tutor/page/vertical-sum'

/** A line of 30 pixels, as wide as its characters. */
const at = (text: string, left: number, top: number, other?: string): FoundLine => ({
  left,
  top,
  right: left + 18 * text.length,
  bottom: top + 30,
  characters: [],
  text,
  certainty: 1,
  ...(other === undefined ? {} : { other }),
})
const order = (...lines: FoundLine[]): string[] => inReadingOrder(lines).map(({ text }) => text)

test('two columns are read one after the other, behind the head above them', () => {
  const left = [1, 2, 3].map((number) => at(`${number}. 3+${number}=`, 0, 60 * number))
  const right = [4, 5, 6].map((number) => at(`${number}. 3+${number}=`, 500, 60 * (number - 3)))
  expect(order(at('第三单元练习', 240, 0), ...right, ...left)).toEqual([
    '第三单元练习',
    ...[1, 2, 3, 4, 5, 6].map((number) => `${number}. 3+${number}=`),
  ])
})

test('exercises that are numbered from left to right are read so', () => {
  const cells = [1, 2, 3, 4, 5, 6].map((number) =>
    at(`${number}. 7+${number}=`, number % 2 === 1 ? 0 : 500, 60 * Math.ceil(number / 2)),
  )
  expect(order(...[...cells].reverse())).toEqual(cells.map(({ text }) => text))
})

test('the parts of one line are one line, exercises beside each other are not', () => {
  expect(order(at('解方程：', 0, 0), at('3x+7=22', 80, 2))).toEqual(['解方程： 3x+7=22'])
  expect(order(at('3+5=8', 0, 0), at('7-2=5', 100, 2))).toEqual(['3+5=8', '7-2=5'])
  expect(order(at('(1) 3+5', 0, 0), at('(2) 7-2', 130, 2))).toEqual(['(1) 3+5', '(2) 7-2'])
})

test.each([
  ['a sum', ['43', '+ 21', '64'], ['43+21=64']],
  ['a difference whose minus is read as a stroke', ['62', '一 31', '31'], ['62-31=31']],
  ['one without a result', ['43', '+21'], ['43+21=']],
  ['numbers that are no sum', ['43', '21', '64'], ['43', '21', '64']],
  ['a sum of three numbers', ['43', '+21', '+16', '80'], ['43', '+21', '+16', '80']],
  ['a product with rows of its own', ['43', '×21', '43', '86', '903'], ['43', '×21', '43', '86', '903']],
])('numbers below each other: %s', (_, rows, expected) => {
  const lines = rows.map((text, index) => at(text, 100 - 18 * text.length, 40 * index))
  expect(withVerticalSums(lines).map(({ text }) => text)).toEqual(expected)
})

test('a sign that was found apart from its number belongs to it', () => {
  const lines = [at('47', 64, 0), at('一', 20, 40), at('15', 64, 40), at('32', 64, 80)]
  expect(withVerticalSums(lines).map(({ text }) => text)).toEqual(['47-15=32'])
})

test('a sum in columns of which a row is doubted is doubted', () => {
  const [sum] = withVerticalSums([at('43', 64, 0), at('+21', 46, 40), at('64', 64, 80, '84')])
  expect(sum?.text).toBe('43+21=64')
  expect(sum?.other).toBeDefined()
})

const read = (text: string, certainty = 0.99): ReadCharacter[] =>
  [...text].map((character) => ({
    text: character,
    certainty,
    runnerUp: '0',
    runnerUpCertainty: 1 - certainty,
    at: 0.5,
  }))

test('a line is read for certain where both readings agree, in whatever width, and no character is doubted', () => {
  expect(otherReading(read('3+5=8'), read('3＋5 =8'))).toBeUndefined()
  expect(otherReading(read('48÷6=8'), read('48÷0=8'))).toBe('48÷0=8')
  expect(otherReading([...read('48÷'), ...read('6', 0.3), ...read('=8')], read('48÷6=8'))).toBe('48÷0=8')
})

test('a box of the upright page is told on the page as it is turned, and four quarters are none', () => {
  expect(boxOnTurned([0.1, 0.2, 0.3, 0.05], 0)).toEqual([0.1, 0.2, 0.3, 0.05])
  const quarter = boxOnTurned([0.125, 0.25, 0.5, 0.0625], 90)
  expect(quarter).toEqual([0.6875, 0.125, 0.0625, 0.5])
  expect(boxOnTurned(quarter, 270)).toEqual([0.125, 0.25, 0.5, 0.0625])
  expect(boxOnTurned(boxOnTurned(quarter, 90), 180)).toEqual([0.125, 0.25, 0.5, 0.0625])
})
