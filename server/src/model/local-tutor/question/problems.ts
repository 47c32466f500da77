import type { Equation } from '../mathematics/equation'
import type { Expression } from '../mathematics/expression'
import type { Fraction, UnsolvedReason } from '../mathematics/quantity'
import type { Guess } from './characters'

/** How two sides are compared. */
export type Relation = '=' | '<' | '>' | '≤' | '≥'

/** What was said in one go: one value, or several with signs between them. */
export interface Statement {
  written: string
  /** The line of the item on which it begins, from 0. */
  line: number
  sides: Expression[]
  relations: Relation[]
  /** Whether a value is asked for: 3+5=, 3+5 等于几. */
  asks: boolean
  /** Further equations said with 或: x=2 或 x=3. */
  or: Statement[]
}

/** A line of a student's solution: one equation, or several of which one holds (或). */
export interface WorkingLine {
  written: string
  equations: Equation[]
}

/** A problem that was worked out while it was read, for it needs nothing else. */
export interface Explained {
  /** What kind of problem it is, in a teacher's words. */
  title: string
  markdown: string
}

/** One problem as it was recognised. `written` is what was read, for the student to compare. */
export type Problem = { label?: string; written: string; guesses?: Guess[] } & (
  | { kind: 'arithmetic'; expression: Expression; claims: Expression[] }
  /** `claimsRule`: it is asked whether it is right, or its letter is none that is solved for: 3a+2a=5a². */
  | { kind: 'equation'; equation: Equation; unknown: string; mayBeIdentity: boolean; claimsRule?: boolean }
  | {
      kind: 'system'
      equations: readonly [Equation, Equation]
      unknowns: readonly [string, string]
      claimed?: Record<string, Fraction>
    }
  | { kind: 'working'; unknown: string; lines: WorkingLine[] }
  | ({ kind: 'explained' } & Explained)
  /** Nobody can tell which of these is meant. */
  | { kind: 'doubtful'; readings: Problem[] }
  /** `understood` and `left`: the parts that were read, and that were not. */
  | { kind: 'unsolved'; reason: UnsolvedReason; understood?: string; left?: string }
)
