import type { PageReading } from '../../server/src/model/local-tutor/answer-text'
import { correct } from '../../server/src/model/local-tutor/marking/correct'
import { normalisePage } from '../../server/src/model/local-tutor/question/characters'
import type { Sheet } from './sheets'

/** What a reading of one page is worth. */
export interface Measured {
  sheet: Sheet
  seconds: number
  /** Seconds that all threads kept the processor busy. */
  processor: number
  /** Edits that make what was read what stands there, and how long that is. */
  edits: number
  length: number
  exercises: number
  /** Exercises of which a line says exactly what stands there. */
  exact: number
  /** Exercises with a student's result, and those whose verdict is the other one than theirs. */
  marked: number
  misjudged: number
  /** Exercises whose verdict is theirs. */
  judged: number
  read: string[]
}

/** In the characters of the tutor's grammar, without spaces. */
const plainly = (text: string): string =>
  normalisePage([text]).lines.join('').normalize('NFKC').replace(/\s/g, '')

/** Measures a reading against what the page says. */
export function measured(
  sheet: Sheet,
  reading: PageReading,
  cost: Pick<Measured, 'seconds' | 'processor'>,
): Measured {
  const read = 'failure' in reading ? [] : reading.lines.map(({ text }) => text)
  const plain = read.map(plainly)
  const expected = sheet.lines.map(({ text }) => plainly(text))
  const exercises = sheet.lines.filter(({ isExercise }) => isExercise).map(({ text }) => plainly(text))
  const verdicts = verdictsOf(sheet, reading)
  return {
    sheet,
    ...cost,
    edits: editsBetween(plain.join(''), expected.join('')),
    length: expected.join('').length,
    exercises: exercises.length,
    exact: exercises.filter((text) => plain.some((line) => line === text || line.includes(text))).length,
    ...verdicts,
    read,
  }
}

function verdictsOf(
  { lines }: Sheet,
  reading: PageReading,
): Pick<Measured, 'marked' | 'misjudged' | 'judged'> {
  const answered = lines.filter(({ verdict }) => verdict !== undefined)
  if (answered.length === 0) return { marked: 0, misjudged: 0, judged: 0 }
  const left = correct([reading], '').items.filter(
    ({ verdict }) => verdict === 'right' || verdict === 'wrong',
  )
  let [judged, misjudged] = [0, 0]
  for (const { text, verdict } of answered) {
    const at = left.findIndex((item) => plainly(item.text) === plainly(text))
    if (at < 0) continue
    if (left[at]?.verdict === verdict) judged++
    else misjudged++
    left.splice(at, 1)
  }
  // What was marked and stands nowhere on the page was misread, and yet read for certain.
  return { marked: answered.length, judged, misjudged: misjudged + left.length }
}

/** Levenshtein's distance. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let place = 1; place <= one.length; place++) {
    const next = [place]
    for (let index = 1; index <= other.length; index++) {
      const change = (row[index - 1] ?? 0) + (one[place - 1] === other[index - 1] ? 0 : 1)
      next.push(Math.min(change, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
