/** The subjects (docs/protocol.md, "What follows an answer"), each with its Chinese name. */
export const SUBJECTS = {
  math: '数学',
  chinese: '语文',
  english: '英语',
  physics: '物理',
  chemistry: '化学',
  biology: '生物',
  history: '历史',
  geography: '地理',
  politics: '政治',
  other: '其他',
} as const

/** One of these. */
export type Subject = keyof typeof SUBJECTS

/** What schools call a subject beside its name. */
const ALSO: Readonly<Record<string, Subject>> = {
  maths: 'math',
  mathematics: 'math',
  英文: 'english',
  外语: 'english',
  生物学: 'biology',
  道德与法治: 'politics',
  道法: 'politics',
  思想政治: 'politics',
  思想品德: 'politics',
  其它: 'other',
}

const BY_NAME: ReadonlyMap<string, Subject> = new Map([
  ...Object.keys(SUBJECTS)
    .filter(isSubject)
    .flatMap((subject) => [[subject, subject] as const, [SUBJECTS[subject], subject] as const]),
  ...Object.entries(ALSO),
])

/** Which of the subjects a student's word means, `math` and 数学 alike; `undefined` for any other text. */
export function subjectOf(text: string | null | undefined): Subject | undefined {
  return BY_NAME.get((text ?? '').trim().toLowerCase())
}

/** Every word that means the same subject as this one: `math` and 数学 alike. Only itself where it is none of them. */
export function wordsFor(word: string): string[] {
  const meant = subjectOf(word)
  return [word, ...[...BY_NAME].flatMap(([name, subject]) => (subject === meant ? name : []))]
}

/** Whether it is one of them by its name in the contract. */
export function isSubject(name: string): name is Subject {
  return Object.hasOwn(SUBJECTS, name)
}
