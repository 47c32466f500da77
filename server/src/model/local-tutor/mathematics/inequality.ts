import { collect, collectedLatex, difference, type Equation, Steps, styleOf, tidying } from './equation'
import { expressionLatex } from './expression-latex'
import { coefficient, degree, termsLatex } from './polynomial'
import { divide, isZero, numberLatex, Unsolved } from './quantity'

/** A sign of an inequality. */
export type Comparison = '<' | '>' | '≤' | '≥'

const LATEX: Record<Comparison, string> = { '<': '<', '>': '>', '≤': '\\le', '≥': '\\ge' }
const TURNED: Record<Comparison, Comparison> = { '<': '>', '>': '<', '≤': '≥', '≥': '≤' }

/** What an inequality of the first degree says about its unknown, in LaTeX: the same text for the same numbers. @throws Unsolved */
export function inequalitySolution(sides: Equation, comparison: Comparison, unknown: string): string {
  const zero = difference(collect(sides))
  if (degree(zero) > 1) throw new Unsolved('degree')
  const [factor, constant] = [coefficient(zero, unknown), coefficient(zero, '').neg()]
  if (isZero(factor)) return isAlways(constant.compare(0), comparison) ? `${unknown} 取任意数` : '无解'
  const turned = factor.s < 0n ? TURNED[comparison] : comparison
  return `${unknown} ${LATEX[turned]} ${numberLatex(divide(constant, factor))}`
}

/** Solves an inequality of the first degree in one unknown. @throws Unsolved */
export function solveInequality(sides: Equation, comparison: Comparison, unknown: string): string {
  const style = styleOf(sides)
  const steps = new Steps()
  const sign = LATEX[comparison]
  const written = `${expressionLatex(sides.left, style)} ${sign} ${expressionLatex(sides.right, style)}`
  steps.show('**解：**原不等式为', written)
  const collected = collect(sides)
  const plain = collectedLatex(collected, style).replace('=', sign)
  if (plain.replace(/\s/g, '') !== written.replace(/\s/g, '')) steps.show(tidying(written, '整理两边'), plain)
  const zero = difference(collected)
  if (degree(zero) > 1) throw new Unsolved('degree')
  const [factor, constant] = [coefficient(zero, unknown), coefficient(zero, '').neg()]
  if (isZero(factor)) return withoutUnknown(constant.compare(0), comparison, unknown, steps)
  const gathered = `${termsLatex([[unknown, factor]], style)} ${sign} ${numberLatex(constant, style)}`
  if (gathered.replace(/\s/g, '') !== plain.replace(/\s/g, '')) steps.show('移项、合并同类项，得', gathered)
  const value = divide(constant, factor)
  const turned = factor.s < 0n ? TURNED[comparison] : comparison
  const result = `${unknown} ${LATEX[turned]} ${numberLatex(value, style)}`
  if (!factor.equals(1)) {
    const turns = factor.s < 0n ? '（除以负数，不等号要改变方向）' : ''
    steps.show(`系数化为 1，两边同除以 $${numberLatex(factor, style)}$${turns}，得`, result)
  }
  return steps.say(`**答案：**$${result}$`).markdown()
}

/** Whether 0 < constant, for the sign of the constant. */
function isAlways(constant: number, comparison: Comparison): boolean {
  switch (comparison) {
    case '<':
      return constant > 0
    case '>':
      return constant < 0
    case '≤':
      return constant >= 0
    case '≥':
      return constant <= 0
  }
}

/** What is left is 0 < constant: true for every number, or for none. */
function withoutUnknown(constant: number, comparison: Comparison, unknown: string, steps: Steps): string {
  const isTrue = isAlways(constant, comparison)
  steps.say(`含 $${unknown}$ 的项全部抵消了，剩下的不等式${isTrue ? '总是成立' : '不可能成立'}。`)
  return steps.say(isTrue ? `**答案：**$${unknown}$ 可以取任意数。` : '**答案：**不等式无解。').markdown()
}
