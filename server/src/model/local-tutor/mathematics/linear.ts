import { evaluate } from './arithmetic'
import {
  type CollectedEquation,
  collect,
  collectedLatex,
  type Equation,
  equationLatex,
  Steps,
  styleOf,
  tidying,
} from './equation'
import { coefficient, scale, termsLatex } from './polynomial'
import {
  commonDenominator,
  divide,
  endingDecimal,
  Fraction,
  isZero,
  type NumberStyle,
  numberLatex,
} from './quantity'

interface LinearSolution {
  outcome: 'unique' | 'none' | 'all'
  value?: Fraction
  markdown: string
}

/** 去分母: fractions are cleared, decimals stay as the student wrote them. */
function clearDenominators(equation: CollectedEquation, style: NumberStyle, steps: Steps): CollectedEquation {
  const values = [...equation.left.values(), ...equation.right.values()]
  const keepsDecimals = style === 'decimal' && values.every((value) => endingDecimal(value) !== undefined)
  const common = commonDenominator(values)
  if (keepsDecimals || common === 1n) return equation
  const factor = new Fraction(common)
  const cleared = { left: scale(equation.left, factor), right: scale(equation.right, factor) }
  steps.show(`去分母，方程两边同乘 $${common}$，得`, collectedLatex(cleared, style))
  return cleared
}

/** 3 = x is read from right to left; nothing is moved across for that. */
function turned(
  equation: CollectedEquation,
  unknown: string,
  style: NumberStyle,
  steps: Steps,
): CollectedEquation {
  const { left, right } = equation
  if (!isZero(coefficient(left, unknown)) || isZero(coefficient(right, unknown))) return equation
  steps.show('左右两边对调，得', collectedLatex({ left: right, right: left }, style))
  return { left: right, right: left }
}

/** 移项、合并同类项: all terms with the unknown on the left, all numbers on the right. */
function gather({ left, right }: CollectedEquation, unknown: string, style: NumberStyle, steps: Steps) {
  const [a, b] = [coefficient(left, unknown), coefficient(left, '')]
  const [c, d] = [coefficient(right, unknown), coefficient(right, '')]
  const total = { factor: a.sub(c), constant: d.sub(b) }
  if (!isZero(b) || !isZero(c)) {
    const unknowns = termsLatex(
      [
        [unknown, a],
        [unknown, c.neg()],
      ],
      style,
    )
    const numbers = termsLatex(
      [
        ['', d],
        ['', b.neg()],
      ],
      style,
    )
    steps.show('移项（移过等号要变号），得', `${unknowns} = ${numbers}`)
    const joins = (!isZero(a) && !isZero(c)) || (!isZero(b) && !isZero(d))
    if (joins) steps.show('合并同类项，得', gatheredLatex(total, unknown, style))
  }
  return total
}

const gatheredLatex = (
  total: { factor: Fraction; constant: Fraction },
  unknown: string,
  style: NumberStyle,
) => `${termsLatex([[unknown, total.factor]], style)} = ${numberLatex(total.constant, style)}`

/** 检验: both sides of the equation as it was given, with the solution in it. */
function check(equation: Equation, unknown: string, value: Fraction, style: NumberStyle, steps: Steps): void {
  const left = evaluate(equation.left, { [unknown]: value })
  const right = evaluate(equation.right, { [unknown]: value })
  const number = numberLatex(value, style)
  steps.say(
    `**检验：**把 $${unknown} = ${number}$ 代入原方程，左边 $= ${numberLatex(left, style)}$，右边 $= ${numberLatex(right, style)}$，左边 $=$ 右边，所以解是正确的。`,
  )
}

/** Solves an equation of the first degree in one unknown as it is taught. @throws Unsolved */
export function solveLinear(equation: Equation, unknown: string): LinearSolution {
  const style = styleOf(equation)
  const steps = new Steps()
  const written = equationLatex(equation, style)
  steps.show('**解：**原方程为', written)
  const collected = collect(equation)
  const plain = collectedLatex(collected, style)
  if (plain.replace(/\s/g, '') !== written.replace(/\s/g, '')) steps.show(tidying(written, '整理两边'), plain)
  const total = gather(
    turned(clearDenominators(collected, style, steps), unknown, style, steps),
    unknown,
    style,
    steps,
  )
  if (isZero(total.factor)) return degenerate(isZero(total.constant), unknown, steps)

  const value = divide(total.constant, total.factor)
  if (!total.factor.equals(1)) {
    const factor = numberLatex(total.factor, style)
    steps.show(`系数化为 1，方程两边同除以 $${factor}$，得`, `${unknown} = ${numberLatex(value, style)}`)
  }
  check(equation, unknown, value, style, steps)
  steps.say(`**答案：**$${unknown} = ${numberLatex(value, style)}$`)
  return { outcome: 'unique', value, markdown: steps.markdown() }
}

/** The unknown has dropped out: what is left is true for every number, or for none. */
function degenerate(isTrue: boolean, unknown: string, steps: Steps): LinearSolution {
  if (isTrue) {
    steps.say(`含 $${unknown}$ 的项全部抵消了，剩下的等式总是成立。`)
    steps.say(`**答案：**方程有无数个解，$${unknown}$ 可以取任意数。`)
    return { outcome: 'all', markdown: steps.markdown() }
  }
  steps.say(`含 $${unknown}$ 的项全部抵消了，剩下的等式不可能成立。`)
  steps.say('**答案：**方程无解。')
  return { outcome: 'none', markdown: steps.markdown() }
}
