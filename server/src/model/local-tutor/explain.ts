import { solveArithmetic } from './arithmetic'
import { collect, difference, type Equation } from './equation'
import { childrenOf, type Expression } from './expression'
import { solveLinear } from './linear'
import { degree } from './polynomial'
import type { Problem } from './problems'
import { solveQuadratic } from './quadratic'
import { endingDecimal, isInteger, numberLatex, Unsolved, type UnsolvedReason } from './quantity'
import { solveSystem } from './system'

/** A problem worked out, or the reason why it was left. */
export interface Explanation {
  /** What kind of problem it is, in a teacher's words. */
  kind: string
  markdown: string
  solved: boolean
}

/** What a student reads where a problem is left. */
const REASONS: Record<UnsolvedReason, string> = {
  syntax: '这个式子我没有读懂，可能有字符认错了。请换个角度重拍，或者把题目打字发给我。',
  brackets: '我读到的括号不配对，硬算可能会算错。请重拍清楚一点，或者把题目打字发给我。',
  too_large: '这里的数或者指数太大，超出了我能一步一步写清楚的范围。',
  ambiguous: '除号后面跟着省略了乘号的式子，有两种读法。请加上括号，写明白先算哪一部分。',
  division_by_zero: '这里出现了除以 $0$。除数不能为 $0$，所以这个式子没有意义。',
  variable_in_denominator: '未知数在分母里（分式方程），我还不会解这一类。',
  degree: '未知数的次数超过了二次，我还不会解这一类方程。',
  unknowns: '未知数的个数和方程的个数对不上，条件不够，或者超出了我会的范围。',
  words: '这道题不是我会的算式或方程。我不想乱猜，所以没有作答。',
}

/** Works a problem out in Markdown with LaTeX. */
export function explain(problem: Problem): Explanation {
  try {
    return explained(problem)
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error
    return unsolved(error.reason)
  }
}

const unsolved = (reason: UnsolvedReason): Explanation => ({
  kind: '没有作答',
  markdown: REASONS[reason],
  solved: false,
})

function explained(problem: Problem): Explanation {
  switch (problem.kind) {
    case 'unsolved':
      return unsolved(problem.reason)
    case 'arithmetic':
      return { kind: '计算题', markdown: arithmeticMarkdown(problem), solved: true }
    case 'equation':
      return equationExplanation(problem.equation, problem.unknown)
    case 'system': {
      const { markdown } = solveSystem(problem.equations, problem.unknowns)
      return { kind: '二元一次方程组', markdown, solved: true }
    }
  }
}

function equationExplanation(equation: Equation, unknown: string): Explanation {
  const highest = degree(difference(collect(equation)))
  if (highest > 2) return unsolved('degree')
  if (highest === 2) {
    return { kind: '一元二次方程', markdown: solveQuadratic(equation, unknown).markdown, solved: true }
  }
  return { kind: '一元一次方程', markdown: solveLinear(equation, unknown).markdown, solved: true }
}

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
    if (side.kind === 'number' && side.written?.startsWith('\\frac')) features.denominators.add(side.value.d)
  }
}

/** The order of work, said before it is done. */
function approach(expression: Expression): string {
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
  return hints.length === 0 ? '从左到右依次计算。' : `${hints.join('；')}。`
}

function arithmeticMarkdown({ expression, claimed }: Extract<Problem, { kind: 'arithmetic' }>): string {
  const { lines, result } = solveArithmetic(expression)
  const [written = '', ...worked] = lines
  const shown = worked.length === 0 ? [written] : [written, ...worked]
  const rows = shown.map((line, index) => (index === 0 ? `&${line}` : `={}&${line}`)).join(' \\\\ ')
  const answer = lines[lines.length - 1] ?? numberLatex(result)
  const decimal = isInteger(result) ? undefined : endingDecimal(result)
  const also = decimal === undefined || decimal === answer ? '' : `（写成小数是 $${decimal}$）`
  const parts = [`**思路：**${approach(expression)}`, `$$\\begin{aligned} ${rows} \\end{aligned}$$`]
  if (claimed !== undefined) {
    const verdict = claimed.equals(result) ? '正确 ✓' : '不对，请对照上面的步骤找一找是哪一步出了错'
    parts.push(`题目里写的得数是 $${numberLatex(claimed, 'decimal')}$，${verdict}。`)
  }
  return [...parts, `**答案：**$${answer}$${also}`].join('\n\n')
}
