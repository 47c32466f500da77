import { evaluate, numberStyleOf } from '../../mathematics/arithmetic'
import { type Expression, variablesOf } from '../../mathematics/expression'
import { expressionLatex } from '../../mathematics/expression-latex'
import { endingDecimal, type Fraction, isInteger, numberLatex } from '../../mathematics/quantity'
import type { Cursor } from '../cursor'
import type { ExpressionGrammar } from '../expression-grammar'
import type { Explained } from '../problems'
import type { Task } from '../vocabulary'

/** A kind of question with words of its own, which is worked out as soon as it is understood. */
export interface Topic {
  /** Undefined where the question is no such one. @throws Unsolved where it is, and cannot be worked out */
  read(cursor: Cursor, values: ExpressionGrammar, tasks: readonly Task[]): Explained | undefined
}

/** What 是多少 and the like say after a question, which changes nothing. */
export const ASKS = /\s*(?:(?:是|为|等于|=|有)?\s*(?:几|多少)|=|是)?\s*\??/y

/** A value without letters. */
export interface Known {
  value: Fraction
  /** As it was written. */
  latex: string
}

/** What was read, if it is a number or can be worked out to one. @throws Unsolved */
export function known(expression: Expression | undefined): Known | undefined {
  if (expression === undefined || variablesOf(expression).length > 0) return undefined
  const latex = expressionLatex(expression, numberStyleOf(expression))
  return { value: evaluate(expression), latex }
}

/** A list of values: 3、5 和 7. */
export function list(cursor: Cursor, read: () => Expression | undefined): Known[] | undefined {
  const values: Known[] = []
  do {
    const value = known(read())
    if (value === undefined) return undefined
    values.push(value)
  } while (cursor.eat(/[、,，和与及跟]/y))
  return values
}

/** A number as it is best read: a decimal that ends beside the fraction. */
export function answerLatex(value: Fraction, decimal: boolean): string {
  return numberLatex(value, decimal ? 'decimal' : 'fraction')
}

/** A value, with its decimal where that ends: 2/5（写成小数是 0.4）. */
export function withDecimal(value: Fraction): string {
  const decimal = isInteger(value) ? undefined : endingDecimal(value)
  return decimal === undefined
    ? `$${numberLatex(value)}$`
    : `$${numberLatex(value)}$（写成小数是 $${decimal}$）`
}
