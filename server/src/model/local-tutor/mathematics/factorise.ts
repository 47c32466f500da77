import { clearingFactor, Steps, tidying } from './equation'
import type { Expression } from './expression'
import { expressionLatex } from './expression-latex'
import {
  coefficient,
  degree,
  expand,
  type Polynomial,
  polynomial,
  polynomialLatex,
  scale,
  termsLatex,
} from './polynomial'
import { Fraction, isZero, ONE, Unsolved } from './quantity'
import { exactRoot } from './radical'

/** A factor `first`·u + `second`·v in whole numbers; v is 1 where there is one letter. */
interface Factor {
  first: Fraction
  second: Fraction
}

/** 因式分解 of a polynomial of the second degree in one letter, or homogeneous in two. @throws Unsolved */
export function factorise(expression: Expression): string {
  const terms = expand(expression)
  const written = expressionLatex(expression, 'fraction')
  if (degree(terms) !== 2) throw new Unsolved('degree')
  const letters = [...new Set([...terms.keys()].join(''))].sort()
  const [u, v = ''] = letters
  const isHomogeneous = [...terms.keys()].every((monomial) => monomial.length === 2)
  if (u === undefined || letters.length > 2 || (letters.length === 2 && !isHomogeneous))
    throw new Unsolved('unknowns')
  const steps = new Steps()
  const content = ONE.div(clearingFactor([...terms.values()]))
  const leading = coefficient(terms, u + u)
  const outside = leading.s < 0n ? content.neg() : content
  const inner = scale(terms, ONE.div(outside))
  const factors = factorsOf(inner, u, v)
  if (!outside.equals(1)) {
    steps.show(
      '提取公因数，得',
      `${written} = ${coefficientLatex(outside)}(${polynomialLatex(inner, 'fraction')})`,
    )
  }
  if (factors === undefined) {
    const result = outside.equals(1)
      ? polynomialLatex(terms, 'fraction')
      : `${coefficientLatex(outside)}(${polynomialLatex(inner, 'fraction')})`
    steps.say('括号里的二次式的判别式不是平方数，在有理数范围内不能再分解。')
    return steps.say(`**答案：**$${result}$`).markdown()
  }
  const result = `${coefficientLatex(outside)}${productLatex(factors, u, v)}`
  steps.show(reason(inner, u, v), `${written} = ${result}`)
  return steps.say('**检验：**把右边乘开，就得到左边。').say(`**答案：**$${result}$`).markdown()
}

const coefficientLatex = (value: Fraction): string =>
  value.equals(1) ? '' : value.equals(-1) ? '-' : termsLatex([['', value]], 'fraction')

/** Two factors with whole numbers, if there are any. The leading coefficient is above zero. */
function factorsOf(terms: Polynomial, u: string, v: string): [Factor, Factor] | undefined {
  const [a, b, c] = [coefficient(terms, u + u), coefficient(terms, u + v), coefficient(terms, v + v)]
  // Without a square of the first letter the whole is that letter's multiple: xy, x(y + …).
  if (isZero(a)) throw new Unsolved('degree')
  const discriminant = b.mul(b).sub(a.mul(c).mul(4))
  let root: Fraction
  try {
    root = exactRoot(discriminant, 2)
  } catch (error) {
    if (error instanceof Unsolved) return undefined
    throw error
  }
  const [first, second] = [b.neg().add(root), b.neg().sub(root)].map((top) => top.div(a.mul(2)))
  if (first === undefined || second === undefined) return undefined
  return [factorOf(first), factorOf(second)]
}

/** u − root·v without a denominator. */
const factorOf = (root: Fraction): Factor => ({ first: new Fraction(root.d), second: root.neg().mul(root.d) })

const factorTerms = ({ first, second }: Factor, u: string, v: string) =>
  [
    [u, first],
    [v, second],
  ] as const

function productLatex(factors: readonly [Factor, Factor], u: string, v: string): string {
  const shown = factors.map((factor) => {
    const latex = termsLatex(factorTerms(factor, u, v), 'fraction')
    return isZero(factor.second) && factor.first.equals(1) ? latex : `(${latex})`
  })
  const [first = '', second = ''] = shown.sort((x, y) => x.length - y.length)
  return first === second ? `${first}^{2}` : `${first}${second}`
}

/** The rule that a pupil would use. */
function reason(terms: Polynomial, u: string, v: string): string {
  const [b, c] = [coefficient(terms, u + v), coefficient(terms, v + v)]
  if (isZero(c)) return `提取公因式 $${u}$，得`
  if (isZero(b)) return '用平方差公式，得'
  const a = coefficient(terms, u + u)
  return isZero(b.mul(b).sub(a.mul(c).mul(4))) ? '用完全平方公式，得' : '用十字相乘法，得'
}

/** Multiplies out and collects: 2x + 3x, (x + 1)(x − 2). @throws Unsolved */
export function simplify(expression: Expression): string {
  const terms = polynomial(expand(expression))
  const [written, result] = [expressionLatex(expression, 'fraction'), polynomialLatex(terms, 'fraction')]
  if (written.replace(/\s/g, '') === result.replace(/\s/g, '')) throw new Unsolved('simple_already')
  const steps = new Steps().show(tidying(written, '合并同类项'), `${written} = ${result}`)
  return steps.say(`**答案：**$${result}$`).markdown()
}
