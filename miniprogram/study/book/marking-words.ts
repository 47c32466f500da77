import type { Correction, CorrectionItem, Verdict } from '../../../typings/protocol'
import { markMessages as words } from '../messages/marks.zh-CN'

/** What is to be put right comes first. */
export const VERDICTS = ['wrong', 'right', 'unanswered', 'unclear'] as const satisfies readonly Verdict[]

/** How many exercises there are of a verdict. */
export interface VerdictCount {
  verdict: Verdict
  name: string
  /** A character; empty where an icon stands for it. */
  sign: string
  count: number
}

/** Those that there are any of. */
export function verdictCounts(correction: Correction): VerdictCount[] {
  return VERDICTS.flatMap((verdict) => {
    const { name, sign } = words[verdict]
    const count = correction[verdict]
    return count === 0 ? [] : [{ verdict, name, sign, count }]
  })
}

/** What was found, in a sentence that says what to look at first. */
export function markingSummary({ items, right, wrong, unanswered, unclear }: Correction): string {
  const total = items.length
  if (total === 0) return words.nothing
  const first = items.find(({ verdict }) => verdict === 'wrong')
  if (first !== undefined) return words.summary(total, wrong, words.exercise(first.no))
  if (right === total) return words.allRight(total)
  if (unanswered === total) return words.noneWritten(total)
  if (unclear === total) return words.noneRead(total)
  return right === 0 ? words.noneJudged(total) : words.noneWrong(total)
}

/** What a reader hears of a mark. */
export function markLabel({ no, verdict }: Pick<CorrectionItem, 'no' | 'verdict'>): string {
  return words.label(words.exercise(no), words[verdict].heard)
}

/** The next item of a verdict behind the one named; from the beginning behind the last. `undefined` where there is no other. */
export function nextOf(correction: Correction, verdict: Verdict, no: string): CorrectionItem | undefined {
  const { items } = correction
  const at = items.findIndex((item) => item.no === no)
  const order = [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))]
  return order.find((item) => item.verdict === verdict && item.no !== no)
}

/** One exercise as its sheet shows it; empty where something is not known. */
export interface MarkSheetView {
  no: string
  verdict: Verdict
  name: string
  /** The verdict in words, for readers. */
  heard: string
  points: string
  text: string
  written: string
  correct: string
  why: string
}

/** What the sheet says of one exercise of a marked page. */
export function markSheetView(item: CorrectionItem): MarkSheetView {
  const { no, verdict, text, points, reason } = item
  const unsaid =
    verdict === 'unclear' ? words.unclearNote : verdict === 'unanswered' ? words.unansweredNote : ''
  return {
    no,
    verdict,
    name: words.exercise(no),
    heard: words[verdict].heard,
    points: points.join('、'),
    text,
    written: item.student_answer ?? '',
    correct: item.correct_answer ?? '',
    why: reason ?? unsaid,
  }
}
