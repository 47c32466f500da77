import { evaluate } from './arithmetic'
import { type Equation, unknownsOf } from './equation'
import { parseExpression } from './expression'
import type { Problem } from './problems'
import { Unsolved } from './quantity'

/** Mathematics found in a line, and the words that are left without it. */
export interface LineContent {
  statements: string[]
  words: string
}

const RUN = /[\da-zA-Z.+\-×÷/^()%=\s]+/g
const OPERATION = /[\da-z)%]\s*[+\-×÷/^]\s*[\da-z(+-]|[\d)]\s*\(/i
/** The question mark's place: x= at the end only asks. */
const ASKS = /(?:^|\s)[a-z]\s*=\s*$/i

/** A number, brackets and all, that ends one equation before the next begins on the same line. */
const BETWEEN_EQUATIONS = /(?<=[\d)])\s+(?=[\da-z(])/i

function isStatement(run: string): boolean {
  if (/[a-z]{3,}/i.test(run)) return false
  return /\d/.test(run) && (OPERATION.test(run) || /[\da-z)]\s*=\s*[\d(a-z-]/i.test(run))
}

/** 3+5= 8×7= holds two sums; 2x+y=7 x-y=2 holds two equations; 3+5=8 is one. */
function splitRun(run: string): string[] {
  const parts = run.split('=').map((part) => part.trim())
  if (parts.length > 2 && (parts[parts.length - 1] === '' || !/[a-z]/i.test(run))) {
    const sums = parts.filter((part) => part !== '')
    // 3.6=0.12-7.5= has lost a sign: nothing asks for the value of 3.6.
    return sums.every((sum) => OPERATION.test(sum) || /[a-z]/i.test(sum))
      ? sums.map((sum) => `${sum}=`)
      : [run.trim()]
  }
  if (!/[a-z]/i.test(run)) return [run.trim()]
  const pieces = run.split(BETWEEN_EQUATIONS)
  const whole = pieces.every((piece) => piece.split('=').length === 2)
  return parts.length > 2 && whole ? pieces.map((piece) => piece.trim()) : [run.trim()]
}

/** Divides a line into statements of mathematics and words. */
export function readLine(line: string): LineContent {
  const statements: string[] = []
  const words = line.replace(RUN, (run) => {
    const trimmed = run.replace(ASKS, '').replace(/^[\s.]+|[\s.]+$/g, '')
    if (!isStatement(trimmed)) return /\d/.test(trimmed) || /[a-z]{2,}/i.test(trimmed) ? run : ''
    statements.push(...splitRun(trimmed))
    return ''
  })
  return { statements, words }
}

interface Parsed {
  written: string
  equation: Equation
}

function arithmetic(written: string): Problem {
  const [left = '', right = '', ...more] = written.split('=').map((part) => part.trim())
  if (more.length > 0) throw new Unsolved('syntax')
  const expression = parseExpression(left)
  const problem = { kind: 'arithmetic' as const, written, expression }
  if (right === '') return problem
  return { ...problem, claimed: evaluate(parseExpression(right)) }
}

function parseEquation(written: string): Parsed {
  const sides = written.split('=')
  const [left, right] = sides
  if (left === undefined || right === undefined || sides.length !== 2) throw new Unsolved('syntax')
  return { written, equation: { left: parseExpression(left), right: parseExpression(right) } }
}

const unsolved = (written: string, error: unknown): Problem => {
  if (!(error instanceof Unsolved)) throw error
  return { kind: 'unsolved', written, reason: error.reason }
}

/** Two neighbouring equations with the same two letters between them belong together. */
function systemOf(first: Parsed, second: Parsed): Problem | undefined {
  const unknowns = [...new Set([...unknownsOf(first.equation), ...unknownsOf(second.equation)])].sort()
  const [u, v] = unknowns
  if (u === undefined || v === undefined || unknowns.length !== 2) return undefined
  const shared = unknownsOf(first.equation).length === 2 || unknownsOf(second.equation).length === 2
  if (!shared) return undefined
  return {
    kind: 'system',
    written: `${first.written}\n${second.written}`,
    equations: [first.equation, second.equation],
    unknowns: [u, v],
  }
}

function single({ written, equation }: Parsed): Problem {
  const [unknown, ...others] = unknownsOf(equation)
  if (unknown === undefined || others.length > 0) return { kind: 'unsolved', written, reason: 'unknowns' }
  return { kind: 'equation', written, equation, unknown }
}

/** The problems that some statements, in their order, make. */
export function problemsOf(statements: readonly string[]): Problem[] {
  const problems: Problem[] = []
  let waiting: Parsed | undefined
  const settle = (): void => {
    if (waiting !== undefined) problems.push(single(waiting))
    waiting = undefined
  }
  for (const written of statements) {
    try {
      if (!/[a-z]/i.test(written)) {
        settle()
        problems.push(arithmetic(written))
        continue
      }
      const parsed = parseEquation(written)
      const system = waiting === undefined ? undefined : systemOf(waiting, parsed)
      if (system === undefined) {
        settle()
        waiting = parsed
      } else {
        waiting = undefined
        problems.push(system)
      }
    } catch (error) {
      settle()
      problems.push(unsolved(written, error))
    }
  }
  settle()
  return problems
}
