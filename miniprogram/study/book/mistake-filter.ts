import { type Subject, subjectOf } from '../../api/subject'
import type { Mistake } from '../../mistakes/mistake'

/** Which of the mistakes are shown. */
export interface MistakeFilter {
  /** Empty: of every subject. */
  subject: Subject | ''
  /** The name of a point, whole; empty for all. */
  point: string
  /** Those that are mastered, else those that are not. */
  mastered: boolean
  /** A part of what is written in them. */
  words: string
}

/** Nothing is left out but what is mastered. */
export const EVERYTHING: MistakeFilter = { subject: '', point: '', mastered: false, words: '' }

/** Those of the filter, in their order. */
export function filtered(mistakes: readonly Mistake[], filter: MistakeFilter): Mistake[] {
  const words = filter.words.trim().toLowerCase()
  return mistakes.filter(
    (mistake) =>
      mistake.mastered === filter.mastered &&
      (filter.subject === '' || subjectOf(mistake.subject) === filter.subject) &&
      (filter.point === '' || mistake.points.includes(filter.point)) &&
      (words === '' || writtenIn(mistake).some((text) => text.toLowerCase().includes(words))),
  )
}

/** Where the words are looked for: as the server does (docs/protocol.md, "Plain calls"). */
function writtenIn({ text, student_answer, correct_answer, reason, note, points }: Mistake): string[] {
  return [text, student_answer, correct_answer, reason, note, ...points].flatMap((each) => each ?? [])
}
