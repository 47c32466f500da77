const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'

/** Marks that number a problem and can be nothing else. */
const CERTAIN: readonly RegExp[] = [
  /^\s*第\s*(\d{1,3})\s*[题道]\s*[.:、,，]?\s*/,
  new RegExp(`^\\s*([${CIRCLED}])\\s*`),
  /^\s*(\d{1,2})\s*[.]\s+(?!\d+\s*$)/,
  /^\s*(\d{1,2})\s*[.](?!\d)\s*/,
  // Closed, and never opened: the bracket of a value is opened before it.
  /^\s*(\d{1,2})\s*\)\s*/,
  // 2.0.25: a number has one point only, so that the first belongs to a label.
  /^\s*(\d{1,2})\.(?=\d+\.\d)/,
]
/** Marks that may also be mathematics: (2)x+3=7, 3:x=6, 3、5、7 的平均数. */
const POSSIBLE: readonly RegExp[] = [
  /^\s*\(\s*(\d{1,2})\s*\)\s*(?=[^\s+\-×÷=^/%.):<>])/,
  // 90、85、95 go on as a list.
  /^\s*(\d{1,2})\s*[、:]\s*(?!\d+(?:\.\d+)?\s*、)/,
]
const TIGHT = /^\s*(\d{1,2})\.(?=\d)/

/** What stands before an exercise: its number, and the text behind it. */
export interface Label {
  label: string
  rest: string
  /** Whether it can be nothing but a label. */
  certain: boolean
}

function found(line: string, patterns: readonly RegExp[], certain: boolean): Label | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(line)
    const label = match?.[1]
    if (match === null || label === undefined) continue
    const circled = CIRCLED.indexOf(label)
    return { label: circled < 0 ? label : String(circled + 1), rest: line.slice(match[0].length), certain }
  }
  return undefined
}

/** Whether numbers follow each other. */
const follow = (numbers: readonly number[]): boolean =>
  numbers.length > 1 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index)

/** What marks the problems of some lines: numbers that follow each other are labels, whatever else they could be. */
export function labelsIn(lines: readonly string[]): (line: string) => Label | undefined {
  const numbersOf = (pattern: RegExp): number[] =>
    lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(Number)
  const series = [TIGHT, ...POSSIBLE].filter((pattern) => follow(numbersOf(pattern)))
  return (line) => found(line, [...CERTAIN, ...series], true) ?? found(line, POSSIBLE, false)
}

/** Marks that may stand within a line: (1) 3+5 (2) 7-2, (1)3+5=(2)7-2=, 1. 3+5= 2. 6-2=, 1)3+5 2)6-2, ①5×6②48÷8. */
const WITHIN: readonly RegExp[] = [
  /(?<![+\-×÷*^/<>(]\s*)\(\s*(\d{1,2})\s*\)(?=\s*[^\s+\-×÷*=^/%.)])/g,
  /(?<=^|\s)(\d{1,2})\.\s+(?=\S)/g,
  /(?<=^|\s)(\d{1,2})\)\s*(?=\S)/g,
  new RegExp(`([${CIRCLED}])`, 'g'),
]

/** Words over problems, such as 计算：, which are none themselves. */
export const isHeading = (line: string): boolean =>
  !/[\d加减乘除的]|等于|分之|点[零一二三四五六七八九]|根号|[平立]方/.test(line) &&
  line.length <= 24 &&
  !/[，。？！,?!a-z]/i.test(line)

/** The problems of one line, where the numbers of their marks follow each other from the first; and the heading before them. */
export function partedByLabels(line: string): string[] {
  for (const mark of WITHIN) {
    const starts = [...line.matchAll(mark)]
    const numbers = starts.map(([, number = '']) => Number(number) || CIRCLED.indexOf(number) + 1)
    const before = line.slice(0, starts[0]?.index).trim()
    if (numbers[0] !== 1 || !follow(numbers) || !isHeading(before)) continue
    const parts = starts.map(({ index }, order) => line.slice(index, starts[order + 1]?.index).trim())
    return before === '' ? parts : [before, ...parts]
  }
  return [line]
}
