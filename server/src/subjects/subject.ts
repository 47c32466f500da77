import type { Subject } from '../../../typings/mistakes'

/** What students and pages call the subjects, the first name as it is printed. */
const NAMES: Record<Subject, readonly string[]> = {
  math: ['数学', '奥数'],
  chinese: ['语文'],
  english: ['英语', '英文'],
  physics: ['物理'],
  chemistry: ['化学'],
  biology: ['生物', '生物学'],
  history: ['历史'],
  geography: ['地理'],
  politics: ['政治', '思想政治', '道德与法治', '道法', '思想品德', '思品'],
  other: ['其他', '其它'],
}

const subjects: readonly Subject[] = [
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

/** The subject that a word names, in the program's own words or a student's; `undefined` where it names none of the ten. */
export function subjectOf(word: string | null): Subject | undefined {
  const said = word?.trim().toLowerCase() ?? ''
  return subjects.find((subject) => subject === said || NAMES[subject].includes(said))
}

/** A subject as it is printed; a word that names none of the ten stays as it is. */
export function subjectName(word: string): string {
  const subject = subjectOf(word)
  return subject === undefined ? word : (NAMES[subject][0] ?? word)
}
