import type { Equation } from './equation'
import type { Expression } from './expression'
import type { Fraction, UnsolvedReason } from './quantity'

/** One problem as it was recognised. `written` is what was read, for the student to compare. */
export type Problem = { label?: string; written: string } & (
  | { kind: 'arithmetic'; expression: Expression; claimed?: Fraction }
  | { kind: 'equation'; equation: Equation; unknown: string }
  | { kind: 'system'; equations: readonly [Equation, Equation]; unknowns: readonly [string, string] }
  | { kind: 'unsolved'; reason: UnsolvedReason }
)
