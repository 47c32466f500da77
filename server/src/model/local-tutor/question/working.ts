import { unknownsOf } from '../mathematics/equation'
import { type SolutionSet, sameSolutions, solutionSet } from '../mathematics/solution-set'
import type { WorkingLine } from './problems'

/** What is to be said of a line of a solution, beside the line before it. */
export interface JudgedLine {
  line: WorkingLine
  solutions: SolutionSet
  /** Whether it says the same as the line before. */
  follows: boolean
}

/** Each line of a solution beside the one before it; the first is the problem. @throws Unsolved */
export function judgeWorking(lines: readonly WorkingLine[], unknown: string): JudgedLine[] {
  let before: SolutionSet | undefined
  return lines.map((line) => {
    const solutions = solutionSet(line.equations, unknown)
    const follows = before === undefined || sameSolutions(before, solutions)
    before = solutions
    return { line, solutions, follows }
  })
}

/** x = 3: a line that tells the unknown. */
export const tellsUnknown = ({ equations }: WorkingLine): boolean =>
  equations.every(
    (equation) =>
      equation.left.kind === 'variable' &&
      unknownsOf({ left: equation.right, right: equation.right }).length === 0,
  )
