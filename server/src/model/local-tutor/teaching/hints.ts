import { explain } from '../explain'
import { stepsOf } from '../follow-up'
import { withExponentsRaised } from '../question/characters'
import type { Problem } from '../question/problems'
import { quote } from '../quote'
import { arithmeticHints } from './arithmetic-hints'
import { type Hints, hintsFor } from './hint-sentences'

/** 1: what to look at; 2: how to begin; 3: the step that decides. From the next on the whole solution is told. */
export type HintLevel = 1 | 2 | 3

/** The first level that tells everything. */
export const WHOLE_SOLUTION = 4

/** Whether a level is one of a hint, and not of the whole solution. */
export const isHintLevel = (level: number): level is HintLevel => level === 1 || level === 2 || level === 3

/** The hint of a level. It contains no number of the result that the exercise does not contain itself. */
export function hintOf(problem: Problem, level: HintLevel): string {
  const { kind, markdown, solved } = explain(problem)
  if (problem.kind === 'doubtful') return doubtfulHint(problem.readings)
  if (!solved) return markdown
  const hint = hintsOf(problem, kind, markdown)[level - 1] ?? ''
  // Whatever a formula would give away is not worth a hint.
  const told = numbersIn(hint).some((number) => isSecret(number, problem, markdown))
  return told ? (hintsFor(kind)[level - 1] ?? '') : hint
}

function hintsOf(problem: Problem, kind: string, markdown: string): Hints {
  if (problem.kind === 'arithmetic') return arithmeticHints(problem.expression, problem.claims.length > 0)
  const [look, begin, decide] = hintsFor(kind)
  if (problem.kind !== 'equation') return [look, begin, decide]
  const moved = stepsOf(markdown).find(({ words }) => words.includes('移项'))
  return [look, begin, moved === undefined ? decide : `${decide}移项以后是：\n\n${moved.formula}`]
}

/** Which of its readings is meant, without any of their results. */
function doubtfulHint(readings: readonly Problem[]): string {
  const shown = readings.map(
    ({ guesses, written }) => `- “${quote.inline(withExponentsRaised(guesses?.[0]?.to ?? written))}”`,
  )
  return `这样写有不止一种读法，先看清楚题目是哪一种：\n\n${shown.join('\n')}\n\n乘号请写成 ×，平方请写成 ^ 和指数。`
}

/** The numbers in a text, however they are set: \frac{1}{2} has two. */
export const numbersIn = (text: string): string[] => text.match(/\d+(?:\.\d+)?/g) ?? []

/** Whether a number belongs to the result and not to the exercise, whose exponents are no numbers of their own. */
function isSecret(number: string, { written }: Problem, markdown: string): boolean {
  const own = numbersIn(written.replace(/\^\(?-?\d+/g, ''))
  return !own.includes(number) && numbersIn(resultOf(markdown)).includes(number)
}

/** What a solution says in the end. */
export const resultOf = (markdown: string): string => /\*\*答案：\*\*([\s\S]*)$/.exec(markdown)?.[1] ?? ''
