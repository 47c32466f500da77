import { numberStyleOf } from './arithmetic'
import { type Expression, variablesOf } from './expression'
import { expressionLatex } from './expression-latex'
import { expand, type Polynomial, polynomialLatex, subtract } from './polynomial'
import { commonDenominator, Fraction, greatestCommonDivisor, isZero, type NumberStyle } from './quantity'

/** Two expressions that shall be equal. */
export interface Equation {
  left: Expression
  right: Expression
}

/** Letters of an equation, each once, sorted. */
export const unknownsOf = ({ left, right }: Equation): string[] =>
  [...new Set([...variablesOf(left), ...variablesOf(right)])].sort()

/** How numbers are written in an equation. */
export const styleOf = ({ left, right }: Equation): NumberStyle => numberStyleOf(left, right)

/** An equation in LaTeX, as it was written. */
export const equationLatex = (equation: Equation, style: NumberStyle): string =>
  `${expressionLatex(equation.left, style)} = ${expressionLatex(equation.right, style)}`

/** Both sides multiplied out and collected. */
export interface CollectedEquation {
  left: Polynomial
  right: Polynomial
}

/** Both sides multiplied out and collected. */
export const collect = ({ left, right }: Equation): CollectedEquation => ({
  left: expand(left),
  right: expand(right),
})

/** The collected equation in LaTeX. */
export const collectedLatex = ({ left, right }: CollectedEquation, style: NumberStyle): string =>
  `${polynomialLatex(left, style)} = ${polynomialLatex(right, style)}`

/** Left minus right: what shall be zero. */
export const difference = ({ left, right }: CollectedEquation): Polynomial => subtract(left, right)

/** The factor that makes whole numbers without a common divisor of these. */
export function clearingFactor(values: readonly Fraction[]): Fraction {
  const common = commonDenominator(values)
  const divisor = values
    .filter((value) => !isZero(value))
    .reduce((greatest, value) => greatestCommonDivisor(greatest, (value.n * common) / value.d), 0n)
  return new Fraction(common, divisor === 0n ? 1n : divisor)
}

/** What a step is called that makes something plain: brackets are taken away only where there are some. */
export function tidying(written: string, name: '整理两边' | '合并同类项'): string {
  return `${written.includes('(') ? '去括号、' : ''}${name}，得`
}

/** Steps of a solution, in Markdown: words, then the line of mathematics that they lead to. */
export class Steps {
  private readonly parts: string[] = []
  private count = 0

  /** A paragraph of words. */
  say(words: string): this {
    this.parts.push(words)
    return this
  }

  /** Words and a displayed line; a step has a number, so that a student can ask about it. */
  show(words: string, latex: string): this {
    const isStep = words !== '' && !words.startsWith('**')
    if (isStep) this.count++
    this.parts.push(isStep ? `第 ${this.count} 步：${words}` : words, `$$${latex}$$`)
    return this
  }

  markdown(): string {
    return this.parts.filter((part) => part !== '').join('\n\n')
  }
}
