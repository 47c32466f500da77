import type { Subject } from '../../typings/mistakes'

export type { Subject }

/** The subjects that this client knows, in the order of the school's timetable. */
export const SUBJECTS: readonly Subject[] = [
  'math',
  'chinese',
  'english',
  'physics',
  'chemistry',
  'biology',
  'history',
  'geography',
  'politics',
  'other',
]

/** A subject of the contract's; `other` for one that is not known. */
export function subjectOf(name: string | null): Subject {
  return SUBJECTS.find((each) => each === name) ?? 'other'
}
