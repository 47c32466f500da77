import { type FoundLine, heightOf, joined, type Rectangle, sharedColumns } from './found-line'

const NUMBER = /^\s*(\d+(?:\.\d+)?)\s*$/
const WITH_SIGN = /^\s*([+＋\-－—–一×xX])\s*(\d+(?:\.\d+)?)\s*$/
const SIGNS: Record<string, string> = { '＋': '+', '－': '-', '—': '-', '–': '-', 一: '-', x: '×', X: '×' }
/** Lines of one sum are closer to each other than this, in their heights. */
const NEAR = 1.2

const isBelow = (upper: Rectangle, lower: Rectangle): boolean =>
  lower.top >= upper.top + heightOf(upper) / 2 &&
  lower.top - upper.bottom < NEAR * heightOf(upper) &&
  sharedColumns(upper, lower) > 0.4

const SIGN = /^\s*[+＋\-－—–一×xX]\s*$/

/** A sign that was found apart from its number, and the number: one line. */
function withSigns(lines: readonly FoundLine[]): FoundLine[] {
  const numbers = new Map<FoundLine, FoundLine>()
  for (const sign of lines.filter(({ text }) => SIGN.test(text))) {
    const number = lines.find(
      (line) =>
        NUMBER.test(line.text) &&
        line.left >= sign.left &&
        line.left - sign.right < NEAR * heightOf(line) &&
        sign.top < line.bottom &&
        line.top < sign.bottom,
    )
    if (number !== undefined) numbers.set(sign, number)
  }
  return lines.flatMap((line) => {
    const number = numbers.get(line)
    if (number !== undefined) return [asOneLine([line, number], `${line.text.trim()}${number.text.trim()}`)]
    return [...numbers.values()].includes(line) ? [] : [line]
  })
}

/** The nearest line below another. */
const belowOf = (line: FoundLine, lines: readonly FoundLine[]): FoundLine | undefined =>
  lines.filter((other) => other !== line && isBelow(line, other)).sort((a, b) => a.top - b.top)[0]

/**
 * Numbers written below each other (竖式) as one line: 25 / +17 / 42 is 25+17=42. Only sums of two numbers with the result
 * below, or without one: a multiplication by several digits and a long division have rows of their own and stay as they are.
 */
export function withVerticalSums(found: readonly FoundLine[]): FoundLine[] {
  const lines = withSigns(found)
  const taken = new Set<FoundLine>()
  const sums = lines.flatMap((line) => {
    const signed = belowOf(line, lines)
    const first = NUMBER.exec(line.text)?.[1]
    const match = signed === undefined ? null : WITH_SIGN.exec(signed.text)
    if (signed === undefined || first === undefined || match === null) return []
    const [, sign = '', second = ''] = match
    const operator = SIGNS[sign] ?? sign
    const result = belowOf(signed, lines)
    const isResult = result !== undefined && NUMBER.test(result.text)
    const goesOn =
      isResult && result !== undefined && belowOf(result, lines) !== undefined && operator === '×'
    const hasMoreAddends = result !== undefined && WITH_SIGN.test(result.text)
    if (goesOn || hasMoreAddends) return []
    const parts = isResult && result !== undefined ? [line, signed, result] : [line, signed]
    for (const part of parts) taken.add(part)
    return [
      {
        at: line,
        sum: asOneLine(parts, `${first}${operator}${second}=${isResult ? result?.text.trim() : ''}`),
      },
    ]
  })
  return lines.flatMap((line) => {
    const sum = sums.find(({ at }) => at === line)
    if (sum !== undefined) return [sum.sum]
    return taken.has(line) ? [] : [line]
  })
}

function asOneLine(parts: readonly FoundLine[], text: string): FoundLine {
  const [first, ...more] = parts
  if (first === undefined) throw new Error('a sum has lines')
  const isDoubted = parts.some(({ other }) => other !== undefined)
  const box = more.reduce<Rectangle>(joined, first)
  const certainty = Math.min(...parts.map((part) => part.certainty))
  const { left, top, right, bottom } = box
  const line = {
    left,
    top,
    right,
    bottom,
    characters: parts.flatMap(({ characters }) => characters),
    text,
    certainty,
  }
  return isDoubted ? { ...line, other: parts.map(({ other, text: own }) => other ?? own).join(' ') } : line
}
