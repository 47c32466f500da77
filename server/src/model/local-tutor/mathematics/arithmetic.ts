import { childrenOf, type Expression, type Operator } from './expression'
import { expressionLatex } from './expression-latex'
import {
  bounded,
  commonDenominator,
  divide,
  type Fraction,
  type NumberStyle,
  power,
  Unsolved,
} from './quantity'
import { exactRoot } from './radical'

interface ArithmeticSolution {
  /** The expression, then each line after it, in LaTeX; the last is the result. */
  lines: string[]
  result: Fraction
}

function compute(operator: Operator, left: Fraction, right: Fraction): Fraction {
  switch (operator) {
    case '+':
      return bounded(left.add(right))
    case '-':
      return bounded(left.sub(right))
    case '×':
    case 'implied':
      return bounded(left.mul(right))
    case '÷':
    case '/':
      return divide(left, right)
  }
}

const numberOf = (value: Fraction): Expression => ({ kind: 'number', value })

type NumberNode = Extract<Expression, { kind: 'number' }>

const denominatorOf = ({ value, denominator }: NumberNode): bigint => denominator ?? value.d

/** A number as a fraction over a given denominator, as 通分 writes it. */
function over(value: Fraction, denominator: bigint): Expression {
  const top = value.s * value.n * (denominator / value.d)
  return { kind: 'number', value, written: `\\frac{${top}}{${denominator}}`, denominator }
}

/** 通分: two fractions of different denominators before they are added; undefined where that is not needed. */
function broughtTogether(operator: Operator, left: NumberNode, right: NumberNode): Expression | undefined {
  const common = commonDenominator([left.value, right.value])
  const [first, second] = [denominatorOf(left), denominatorOf(right)]
  const isSum = operator === '+' || operator === '-'
  const bothBroken = left.value.d !== 1n && right.value.d !== 1n
  if (!isSum || !bothBroken || first === second || left.value.s < 0n || right.value.s < 0n) return undefined
  return { kind: 'operation', operator, left: over(left.value, common), right: over(right.value, common) }
}

/**
 * Works out everything that is ready in one line, as pupils are taught: brackets and powers before × and ÷, these
 * before + and −, which the shape of the expression already says.
 */
function reduce(node: Expression, style: NumberStyle): Expression {
  switch (node.kind) {
    case 'number':
      return node
    case 'variable':
      throw new Unsolved('unknowns')
    case 'group': {
      const inner = reduce(node.inner, style)
      return inner.kind === 'number' ? inner : { kind: 'group', inner }
    }
    case 'absolute': {
      if (node.inner.kind === 'number') return numberOf(node.inner.value.abs())
      return { kind: 'absolute', inner: reduce(node.inner, style) }
    }
    case 'root': {
      if (node.radicand.kind === 'number') return numberOf(exactRoot(node.radicand.value, node.degree))
      return { ...node, radicand: reduce(node.radicand, style) }
    }
    case 'negative': {
      if (node.operand.kind === 'number') return numberOf(node.operand.value.neg())
      return { kind: 'negative', operand: reduce(node.operand, style) }
    }
    case 'power': {
      if (node.base.kind === 'number') return numberOf(power(node.base.value, node.exponent))
      return { ...node, base: reduce(node.base, style) }
    }
    case 'operation': {
      const { left, right, operator } = node
      if (left.kind === 'number' && right.kind === 'number') {
        const together = style === 'fraction' ? broughtTogether(operator, left, right) : undefined
        return together ?? numberOf(compute(operator, left.value, right.value))
      }
      return { ...node, left: reduce(left, style), right: reduce(right, style) }
    }
  }
}

/** The value of an expression, with numbers for its letters. @throws Unsolved */
export function evaluate(node: Expression, values: Readonly<Record<string, Fraction>> = {}): Fraction {
  switch (node.kind) {
    case 'number':
      return node.value
    case 'variable': {
      const value = values[node.name]
      if (value === undefined) throw new Unsolved('unknowns')
      return value
    }
    case 'group':
      return evaluate(node.inner, values)
    case 'absolute':
      return evaluate(node.inner, values).abs()
    case 'root':
      return exactRoot(evaluate(node.radicand, values), node.degree)
    case 'negative':
      return evaluate(node.operand, values).neg()
    case 'power':
      return power(evaluate(node.base, values), node.exponent)
    case 'operation':
      return compute(node.operator, evaluate(node.left, values), evaluate(node.right, values))
  }
}

/** Decimals are answered in decimals, unless a fraction is among them. */
export function numberStyleOf(...expressions: Expression[]): NumberStyle {
  let decimal = false
  let fraction = false
  const visit = (node: Expression): void => {
    if (node.kind === 'number' && node.written === undefined && node.value.d !== 1n) decimal = true
    if (node.kind === 'number' && node.written?.includes('\\frac')) fraction = true
    if (node.kind === 'operation' && node.operator === '/') fraction = true
    for (const child of childrenOf(node)) visit(child)
  }
  for (const expression of expressions) visit(expression)
  return decimal && !fraction ? 'decimal' : 'fraction'
}

/** Works an expression without letters out, line by line. @throws Unsolved */
export function solveArithmetic(expression: Expression): ArithmeticSolution {
  const style = numberStyleOf(expression)
  const lines = [expressionLatex(expression, style)]
  let current = expression
  while (current.kind !== 'number' || current.written !== undefined) {
    current = current.kind === 'number' ? numberOf(current.value) : reduce(current, style)
    const line = expressionLatex(current, style)
    if (line !== lines[lines.length - 1]) lines.push(line)
  }
  return { lines, result: current.value }
}
