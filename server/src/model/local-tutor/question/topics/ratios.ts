import { evaluate, numberStyleOf } from '../../mathematics/arithmetic'
import { clearingFactor } from '../../mathematics/equation'
import { type Expression, grouped, variablesOf } from '../../mathematics/expression'
import { expressionLatex } from '../../mathematics/expression-latex'
import { solveLinear } from '../../mathematics/linear'
import { divide, type Fraction, isZero, numberLatex, ONE, Unsolved } from '../../mathematics/quantity'
import type { Cursor } from '../cursor'
import type { ExpressionGrammar } from '../expression-grammar'
import type { Explained } from '../problems'
import { ASKS, type Topic, withDecimal } from './topic'

/** A ratio, or (without a second part) one value. */
interface Part {
  first: Expression
  second?: Expression
}

function ratio(cursor: Cursor, values: ExpressionGrammar): Part | undefined {
  const first = values.tight()
  if (first === undefined) return undefined
  if (!cursor.eat(/:|比/y)) return { first }
  const second = values.tight()
  return second === undefined ? undefined : { first, second }
}

const partLatex = ({ first, second }: Part): string => {
  const [left, right] = [first, second].map((side) =>
    side === undefined ? '' : expressionLatex(side, numberStyleOf(side)),
  )
  return second === undefined ? `${left}` : `${left} : ${right}`
}

/** 3:x = 6:8, x:4 = 2.5, 12:18 的比值, 化简比 12:18. */
export const ratios: Topic = {
  read(cursor, values, tasks) {
    const isSimplified = cursor.eat(/比\s*:?|(?:最简单?)?(?:整数)?比\s*:?/y) || tasks.includes('simplify')
    cursor.eat(/比值\s*:?/y)
    const left = ratio(cursor, values)
    if (left === undefined) return undefined
    if (cursor.eat(/=(?!\s*(?:\?|几|多少|$|\n))/y)) {
      const right = ratio(cursor, values)
      if (right === undefined || (left.second === undefined && right.second === undefined)) return undefined
      return proportion(left, right)
    }
    if (left.second === undefined || [left.first, left.second].some((side) => variablesOf(side).length > 0)) {
      return undefined
    }
    const [first, second] = [evaluate(left.first), evaluate(left.second)]
    if (isZero(second)) throw new Unsolved('division_by_zero')
    const asksValue = cursor.eat(/的?比值/y)
    const asksSimple = cursor.eat(/(?:的最简(?:单的)?(?:整数)?比|化成最简(?:单的)?(?:整数)?比)/y)
    cursor.eat(ASKS)
    const written = partLatex(left)
    if (isSimplified || asksSimple) return simplified(written, first, second)
    const value = divide(first, second)
    const simple = asksValue ? '' : `（化成最简整数比是 $${simplest(first, second)}$）`
    return {
      title: '比',
      markdown: `比值 $=$ 前项 $\\div$ 后项：\n\n$$${written.replace(':', '\\div')} = ${numberLatex(value)}$$\n\n**答案：**比值是 ${withDecimal(value)}${simple}`,
    }
  },
}

function simplest(first: Fraction, second: Fraction): string {
  const factor = clearingFactor([first, second])
  return `${numberLatex(first.mul(factor))} : ${numberLatex(second.mul(factor))}`
}

const simplified = (written: string, first: Fraction, second: Fraction): Explained => ({
  title: '化简比',
  markdown: `前项和后项同时乘或除以同一个不是 $0$ 的数，比值不变。\n\n**答案：**$${written} = ${simplest(first, second)}$`,
})

/** 比例: the product of the outer terms is that of the inner ones. @throws Unsolved */
function proportion(left: Part, right: Part): Explained {
  const one: Expression = { kind: 'number', value: ONE }
  const [a, b] = [left.first, left.second ?? one]
  const [c, d] = [right.first, right.second ?? one]
  const terms = [a, b, c, d]
  const unknowns = [...new Set(terms.flatMap(variablesOf))]
  const written = `${partLatex(left)} = ${partLatex(right)}`
  const product = (first: Expression, second: Expression): Expression => ({
    kind: 'operation',
    operator: '×',
    left: grouped(first),
    right: grouped(second),
  })
  const [unknown] = unknowns
  if (unknown === undefined) {
    const [outer, inner] = [evaluate(product(a, d)), evaluate(product(b, c))]
    const holds = outer.equals(inner)
    return {
      title: '比例',
      markdown: `两个外项的积是 $${numberLatex(outer)}$，两个内项的积是 $${numberLatex(inner)}$。\n\n**答案：**${holds ? '对，两个积相等，这个比例是正确的。' : '不对，两个积不相等，这两个比不能组成比例。'}`,
    }
  }
  if (unknowns.length > 1) throw new Unsolved('unknowns')
  const { outcome, value, markdown } = solveLinear({ left: product(a, d), right: product(b, c) }, unknown)
  if (outcome !== 'unique' || value === undefined) throw new Unsolved('unknowns')
  for (const term of [b, d])
    if (isZero(evaluate(term, { [unknown]: value }))) throw new Unsolved('division_by_zero')
  return {
    title: '解比例',
    markdown: `$$${written}$$\n\n比例的基本性质：两个外项的积等于两个内项的积。\n\n${markdown}`,
  }
}
