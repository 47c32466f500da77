import { evaluate, numberStyleOf, solveArithmetic } from '../mathematics/arithmetic'
import { type Expression, grouped, variablesOf } from '../mathematics/expression'
import { expressionLatex } from '../mathematics/expression-latex'
import { isNegative, numberLatex } from '../mathematics/quantity'
import type { Explained, Statement } from './problems'

/** 当 x=2 时，求 3x+1 的值: letters that are told, and one value that is asked for. */
export function substituted(
  statements: readonly Statement[],
): { written: string; work: () => Explained } | undefined {
  const told = new Map<string, Expression>()
  const asked: Statement[] = []
  for (const statement of statements) {
    const [left, right] = statement.sides
    const isTold =
      left?.kind === 'variable' &&
      right !== undefined &&
      statement.relations.join() === '=' &&
      statement.sides.length === 2 &&
      statement.or.length === 0 &&
      variablesOf(right).length === 0
    if (isTold) told.set(left.name, right)
    else asked.push(statement)
  }
  const [only] = asked
  const [expression] = only?.sides ?? []
  if (only === undefined || expression === undefined || asked.length > 1 || only.relations.length > 0)
    return undefined
  const letters = variablesOf(expression)
  if (told.size === 0 || letters.length === 0 || told.size !== letters.length) return undefined
  if (!letters.every((letter) => told.has(letter))) return undefined
  return {
    written: statements.map(({ written }) => written).join('，'),
    work: () => worked(expression, told),
  }
}

/** @throws Unsolved */
function worked(expression: Expression, told: ReadonlyMap<string, Expression>): Explained {
  const filled = fill(expression, told)
  const { lines, result } = solveArithmetic(filled)
  const style = numberStyleOf(filled)
  const values = [...told].map(([name, value]) => `$${name} = ${expressionLatex(value, style)}$`).join('，')
  const rows = [expressionLatex(expression, style), ...lines]
  const shown = rows.map((line, index) => (index === 0 ? `&${line}` : `={}&${line}`)).join(' \\\\ ')
  return {
    title: '求代数式的值',
    markdown: `把 ${values} 代入：\n\n$$\\begin{aligned} ${shown} \\end{aligned}$$\n\n**答案：**$${lines[lines.length - 1] ?? numberLatex(result)}$`,
  }
}

/** A letter's value in its place, with the brackets and signs that it needs there. */
function fill(node: Expression, told: ReadonlyMap<string, Expression>): Expression {
  switch (node.kind) {
    case 'number':
      return node
    case 'variable': {
      const value = told.get(node.name)
      if (value === undefined) return node
      const exact = evaluate(value)
      return isNegative(exact) ? { kind: 'group', inner: value } : grouped(value)
    }
    case 'group':
    case 'absolute':
      return { ...node, inner: fill(node.inner, told) }
    case 'negative':
      return { ...node, operand: fill(node.operand, told) }
    case 'root':
      return { ...node, radicand: fill(node.radicand, told) }
    case 'power':
      return { ...node, base: fill(node.base, told) }
    case 'operation': {
      const operator = node.operator === 'implied' ? '×' : node.operator
      return { ...node, operator, left: fill(node.left, told), right: fill(node.right, told) }
    }
  }
}
