import type { Equation } from '../mathematics/equation'
import { type Expression, variablesOf } from '../mathematics/expression'
import { Unsolved } from '../mathematics/quantity'
import { type InequalityLine, judgedInequality, judgedSystem, type SystemLine } from './judged-lines'
import type { Explained, Statement } from './problems'

/** The letters of a statement, each once. */
export const lettersOf = ({ sides, or }: Statement): string[] => [
  ...new Set([...sides.flatMap(variablesOf), ...or.flatMap(lettersOf)]),
]

/** A statement that is one equation. */
export function equationOf({ sides, relations, or }: Statement): Equation | undefined {
  const [left, right] = sides
  if (
    left === undefined ||
    right === undefined ||
    sides.length !== 2 ||
    relations[0] !== '=' ||
    or.length > 0
  )
    return undefined
  return { left, right }
}

/** Two neighbouring equations with the same two letters between them belong together. */
export function areSystem(first: Statement, second: Statement): boolean {
  if (equationOf(first) === undefined || equationOf(second) === undefined) return false
  const unknowns = new Set([...lettersOf(first), ...lettersOf(second)])
  return unknowns.size === 2 && (lettersOf(first).length === 2 || lettersOf(second).length === 2)
}

/** x = 3. */
export function assigned(statement: Statement): { name: string; value: Expression } | undefined {
  const equation = equationOf(statement)
  if (equation?.left.kind !== 'variable' || variablesOf(equation.right).length > 0) return undefined
  return { name: equation.left.name, value: equation.right }
}

/** The lines of a student's solution of an inequality: it ends in x > …, which does not stand at its beginning. */
function inequalityWorking(statements: readonly Statement[]): InequalityLine[] | undefined {
  const [unknown, ...others] = new Set(statements.flatMap(lettersOf))
  if (unknown === undefined || others.length > 0 || statements.length < 2) return undefined
  if (new Set(statements.map(({ line }) => line)).size < statements.length) return undefined
  const lines = statements.flatMap(({ written, sides, relations, or, asks }) => {
    const [[left, right], [comparison]] = [sides, relations]
    if (left === undefined || right === undefined || sides.length !== 2 || or.length > 0 || asks) return []
    return comparison === undefined || comparison === '='
      ? []
      : [{ written, sides: { left, right }, comparison }]
  })
  const [first, last] = [lines[0], lines[lines.length - 1]]
  if (first === undefined || last === undefined || lines.length < statements.length) return undefined
  return !tellsBound(first) && tellsBound(last) ? lines : undefined
}

/** x > 3. */
const tellsBound = ({ sides: { left, right } }: InequalityLine): boolean =>
  left.kind === 'variable' && variablesOf(right).length === 0

/** The lines that follow two equations with two unknowns, up to one that tells an unknown; two that tell both are its claimed solution. */
function systemWorking(
  statements: readonly Statement[],
):
  | { equations: readonly [Equation, Equation]; names: readonly [string, string]; lines: SystemLine[] }
  | undefined {
  const [first, second, ...rest] = statements
  const last = rest[rest.length - 1]
  if (first === undefined || second === undefined || last === undefined || !areSystem(first, second))
    return undefined
  const [u, v] = [...new Set([first, second].flatMap(lettersOf))].sort()
  const [upper, lower] = [equationOf(first), equationOf(second)]
  if (u === undefined || v === undefined || upper === undefined || lower === undefined) return undefined
  const lines = rest.flatMap((statement) => {
    const equation = equationOf(statement)
    const isOwn = lettersOf(statement).every((letter) => letter === u || letter === v)
    return equation === undefined || !isOwn || lettersOf(statement).length === 0
      ? []
      : [{ written: statement.written, equation }]
  })
  const isClaim = rest.length === 2 && rest.every((statement) => assigned(statement) !== undefined)
  if (lines.length < rest.length || isClaim || assigned(last) === undefined) return undefined
  return { equations: [upper, lower], names: [u, v], lines }
}

/** Whether statements are a student's solution of an inequality or a system. */
export const isLongWorking = (statements: readonly Statement[]): boolean =>
  inequalityWorking(statements) !== undefined || systemWorking(statements) !== undefined

/** A student's solution of an inequality or a system, judged line by line; undefined where it is none. @throws Unsolved */
export function judgedWorking(
  group: readonly Statement[],
  [unknown = '']: readonly string[],
): Explained | undefined {
  const inequality = inequalityWorking(group)
  if (inequality !== undefined) return judgedInequality(inequality, unknown)
  const system = systemWorking(group)
  if (system === undefined) return undefined
  const judged = judgedSystem(system.equations, system.names, system.lines)
  if (judged === undefined) throw new Unsolved('unknowns')
  return judged
}
