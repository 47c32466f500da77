import { evaluate, numberStyleOf, solveArithmetic } from './mathematics/arithmetic'
import { childrenOf, type Expression } from './mathematics/expression'
import { expressionLatex } from './mathematics/expression-latex'
import { endingDecimal, type Fraction, isInteger, numberLatex } from './mathematics/quantity'
import { isPlainNumber } from './question/expression-grammar'
import type { Problem } from './question/problems'

interface Features {
  brackets: boolean
  powers: boolean
  products: boolean
  sums: boolean
  percentages: boolean
  /** Denominators of the fractions that are added or subtracted. */
  denominators: Set<bigint>
}

function featuresOf(expression: Expression): Features {
  const features: Features = {
    brackets: false,
    powers: false,
    products: false,
    sums: false,
    percentages: false,
    denominators: new Set(),
  }
  const visit = (node: Expression): void => {
    if (node.kind === 'group' && node.inner.kind === 'operation') features.brackets = true
    if (node.kind === 'power') features.powers = true
    if (node.kind === 'number' && node.written?.endsWith('%')) features.percentages = true
    if (node.kind === 'operation') {
      const isSum = node.operator === '+' || node.operator === '-'
      if (isSum) features.sums = true
      else features.products = true
      if (isSum) noteDenominators(node.left, node.right, features)
    }
    childrenOf(node).forEach(visit)
  }
  visit(expression)
  return features
}

function noteDenominators(left: Expression, right: Expression, features: Features): void {
  for (const side of [left, right]) {
    if (side.kind === 'number' && side.written?.includes('frac')) features.denominators.add(side.value.d)
  }
}

/** How many operations, powers and roots there are. */
const stepsIn = (node: Expression): number =>
  childrenOf(node).reduce(
    (sum, child) => sum + stepsIn(child),
    ['operation', 'power', 'root', 'absolute'].includes(node.kind) ? 1 : 0,
  )

/** The order of work, said before it is done; empty where a single step has none. */
export function approach(expression: Expression): string {
  const { brackets, powers, products, sums, percentages, denominators } = featuresOf(expression)
  const order = [
    percentages ? '把百分数化成数' : '',
    brackets ? '算括号里面的' : '',
    powers ? '算乘方' : '',
    products && sums ? '算乘除，再算加减' : '',
  ].filter((part) => part !== '')
  const hints =
    order.length === 0
      ? []
      : [`先${order.join('，再')}`.replace('，再算乘除，再算加减', '，然后算乘除，最后算加减')]
  if (denominators.size > 1) hints.push('异分母分数相加减要先通分')
  if (hints.length > 0) return `${hints.join('；')}。`
  return stepsIn(expression) > 1 ? '从左到右依次计算。' : ''
}

/** A sum worked out line by line; where a result was written beside it, whether that is right. @throws Unsolved */
export function arithmeticMarkdown({ expression, claims }: Extract<Problem, { kind: 'arithmetic' }>): string {
  const { lines, result } = solveArithmetic(expression)
  const [written = '', ...worked] = lines
  const shown = worked.length === 0 ? [written] : [written, ...worked]
  const rows = shown.map((line, index) => (index === 0 ? `&${line}` : `={}&${line}`)).join(' \\\\ ')
  const answer = lines[lines.length - 1] ?? numberLatex(result)
  const decimal = isInteger(result) ? undefined : endingDecimal(result)
  const also = decimal === undefined || decimal === answer ? '' : `（写成小数是 $${decimal}$）`
  const order = approach(expression)
  const parts = order === '' ? [] : [`**思路：**${order}`]
  parts.push(`$$\\begin{aligned} ${rows} \\end{aligned}$$`, ...withRemainder(expression))
  if (claims.length > 1) parts.push(chainRows(expression, claims))
  const verdict = claims.length === 0 ? '' : verdictOf(expression, claims, result)
  return [
    ...parts,
    `**答案：**${verdict === '' ? `$${answer}$${also}` : `${verdict}$${answer}$${also}`}`,
  ].join('\n\n')
}

/** 17÷3 as it is learnt before fractions: quotient and remainder. Nothing where it comes out, or is no such division. */
function withRemainder(expression: Expression): string[] {
  if (expression.kind !== 'operation' || expression.operator !== '÷') return []
  const { left, right } = expression
  if (!isPlainNumber(left) || !isPlainNumber(right)) return []
  const [dividend, divisor] = [left.value, right.value]
  if (!isInteger(dividend) || !isInteger(divisor) || dividend.n <= divisor.n) return []
  const [quotient, remainder] = [dividend.n / divisor.n, dividend.n % divisor.n]
  if (remainder === 0n) return []
  const written = `${numberLatex(dividend)} \\div ${numberLatex(divisor)} = ${quotient} \\cdots\\cdots ${remainder}`
  return [`还没有学分数或小数时，写成有余数的除法：$${written}$`]
}

/** Each step of a chain beside the one before it. */
function chainRows(expression: Expression, claims: readonly Expression[]): string {
  const sides = [expression, ...claims]
  const rows = claims.map((claim, index) => {
    const before = sides[index] ?? expression
    const [left, right] = [before, claim].map((side) => expressionLatex(side, numberStyleOf(side)))
    const holds = evaluate(before).equals(evaluate(claim))
    return `- 第 ${index + 1} 步 $${left} = ${right}$：${holds ? '正确' : '不对'}`
  })
  return rows.join('\n')
}

function verdictOf(expression: Expression, claims: readonly Expression[], result: Fraction): string {
  const sides = [expression, ...claims]
  const wrong = claims.findIndex(
    (claim, index) => !evaluate(claim).equals(evaluate(sides[index] ?? expression)),
  )
  if (wrong < 0) return claims.length === 1 ? '对，写的得数是正确的：' : '对，每一步都正确，得数是 '
  const last = claims[claims.length - 1] ?? expression
  if (claims.length === 1) return '不对，应该是 '
  return `不对，第 ${wrong + 1} 步出了错${evaluate(last).equals(result) ? '（最后的得数碰巧一样）' : ''}，应该是 `
}
