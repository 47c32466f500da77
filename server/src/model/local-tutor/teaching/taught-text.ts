import type { ModelTurn } from '../../model'
import {
  answerText,
  introductionIn,
  nothingFound,
  type PageReading,
  pagesRead,
  problemsAsked,
} from '../answer-text'
import { checkText } from '../marking/check-text'
import { correct } from '../marking/correct'
import { withExponentsRaised } from '../question/characters'
import { ordinal } from '../question/numerals'
import { quote } from '../quote'
import { hintOf, isHintLevel } from './hints'
import { similarTo } from './similar'

/** What is asked of the tutor. */
export interface Lesson {
  question: string
  readings: readonly PageReading[]
  history: readonly ModelTurn[]
}

const ONE_EXERCISE = '我只能照着一道我会做的题再出一道，这道题我还不会。请打字发一道计算题或方程给我。'

const together = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n')

/**
 * Only the hint of a level (from 1): what to look at, how to begin, the step that decides; from the fourth on the whole
 * solution. Who shows it names the level above it. The hints have no number that is not the exercise's, so they count in words.
 */
export function hintText({ question, readings, history }: Lesson, level: number): string {
  if (!isHintLevel(level)) return answerText(question, readings, history)
  const problems = problemsAsked(question, readings)
  const hints = problems.map((problem, index) => {
    const title = problems.length === 1 ? '' : `### ${ordinal(index + 1)}题`
    return together([title, quote.block(withExponentsRaised(problem.written)), hintOf(problem, level)])
  })
  const none = problems.length === 0 ? nothingFound(question, readings) : ''
  return together([introductionIn(history), ...pagesRead(readings), ...hints, none])
}

/** A student's own work, marked exercise by exercise. */
export function checkedText({ question, readings, history }: Lesson): string {
  return together([introductionIn(history), checkText(correct(readings, question))])
}

/** One new exercise like the given one, and its solution behind a line `## 解答`. docs/protocol.md, "Kinds of answers". */
export function similarText(exercise: string): string {
  const similar = similarTo(exercise)
  if (similar === undefined) return ONE_EXERCISE
  return `### 类似题\n\n${quote.block(withExponentsRaised(similar.text))}\n\n## 解答\n\n${similar.solution}`
}
