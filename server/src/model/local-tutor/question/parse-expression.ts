import type { Expression } from '../mathematics/expression'
import { Unsolved } from '../mathematics/quantity'
import { Cursor } from './cursor'
import { ExpressionGrammar } from './expression-grammar'

/** Reads a text that is one value and nothing else. @throws Unsolved */
export function parseExpression(text: string): Expression {
  const cursor = new Cursor(text)
  const expression = new ExpressionGrammar(cursor).value()
  if (expression === undefined) throw new Unsolved('syntax')
  if (cursor.atEnd) return expression
  throw new Unsolved(cursor.sees(/\)/y) ? 'brackets' : cursor.sees(/\d/y) ? 'too_large' : 'syntax')
}
