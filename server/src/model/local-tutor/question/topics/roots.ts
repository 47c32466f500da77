import { evaluate } from '../../mathematics/arithmetic'
import type { Expression } from '../../mathematics/expression'
import {
  endingDecimal,
  isInteger,
  isNegative,
  isZero,
  numberLatex,
  Unsolved,
} from '../../mathematics/quantity'
import { exactRoot, radicalLatex, simplifyRoot } from '../../mathematics/radical'
import type { Explained } from '../problems'
import { known, type Topic } from './topic'

/** 平方根: both of them. */
export const squareRoots: Topic = {
  read(cursor, values) {
    const given = known(values.tight())
    if (given === undefined || !cursor.eat(/的平方根/y)) return undefined
    const { value, latex } = given
    const title = '平方根'
    if (isNegative(value)) {
      return {
        title,
        markdown: `任何数的平方都不小于 $0$，所以负数没有平方根。\n\n**答案：**$${latex}$ 没有平方根。`,
      }
    }
    if (isZero(value)) return { title, markdown: '$0^2 = 0$。\n\n**答案：**$0$ 的平方根是 $0$。' }
    const root = squareRootLatex(given.value)
    const line = `一个正数有两个平方根，它们互为相反数。因为 $(\\pm ${root})^2 = ${latex}$，所以`
    return {
      title,
      markdown: `${line}\n\n$$\\pm\\sqrt{${latex}} = \\pm ${root}$$\n\n**答案：**$\\pm ${root}$`,
    }
  },
}

/** The square root of a number ≥ 0 in LaTeX, as simple as it gets. @throws Unsolved */
function squareRootLatex(value: Parameters<typeof exactRoot>[0]): string {
  try {
    const root = exactRoot(value, 2)
    return endingDecimal(root) ?? numberLatex(root)
  } catch (error) {
    if (!(error instanceof Unsolved) || error.reason !== 'irrational' || !isInteger(value)) throw error
    return radicalLatex(simplifyRoot(value.n))
  }
}

/** √12: one root that does not come out is made simple; undefined where the expression is anything else. @throws Unsolved */
export function simplifiedRoot(expression: Expression): Explained | undefined {
  if (expression.kind !== 'root' || expression.degree !== 2) return undefined
  const value = evaluate(expression.radicand)
  if (isNegative(value) || !isInteger(value)) return undefined
  const { outside, inside } = simplifyRoot(value.n)
  if (inside === 1n) return undefined
  const number = numberLatex(value)
  const title = '化简二次根式'
  if (outside === 1n) {
    return {
      title,
      markdown: `$${number}$ 里没有平方数的因数（除了 $1$），它的算术平方根开不尽，已经是最简的了。\n\n**答案：**$\\sqrt{${number}}$`,
    }
  }
  const simple = radicalLatex({ outside, inside })
  return {
    title,
    markdown: `把 $${number}$ 里的平方数移到根号外面：\n\n$$\\sqrt{${number}} = \\sqrt{${outside}^2 \\times ${inside}} = ${simple}$$\n\n**答案：**$${simple}$`,
  }
}
