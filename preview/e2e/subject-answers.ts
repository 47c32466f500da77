import { readFileSync } from 'node:fs'
import path from 'node:path'

const FIXTURES = path.join(__dirname, '..', '..', 'test', 'render', 'fixtures')

/** Answers of school subjects, as a model writes them, by the name of their fixture. */
export function subjectAnswer(subject: string): string {
  return readFileSync(path.join(FIXTURES, `${subject}.md`), 'utf8')
}

/** One answer of so many characters, with formulas, tables, lists and quotes, made of those of several subjects. */
export function longAnswer(characters: number): string {
  const whole = ['mathematics', 'physics', 'chemistry', 'english', 'biology'].map(subjectAnswer).join('\n\n')
  return `${whole}\n\n`.repeat(Math.ceil(characters / whole.length)).slice(0, characters)
}
