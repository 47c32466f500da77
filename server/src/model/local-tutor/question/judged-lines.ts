import { evaluate } from '../mathematics/arithmetic'
import type { Equation } from '../mathematics/equation'
import { type Comparison, inequalitySolution, solveInequality } from '../mathematics/inequality'
import { numberLatex, Unsolved, ZERO } from '../mathematics/quantity'
import { solveSystem } from '../mathematics/system'
import { quote } from '../quote'
import type { Explained } from './problems'

const INTRODUCTION = '我把这几行当作一道题的解题步骤，逐行检查：'
const TITLE = '检查解题步骤'

const row = (index: number, written: string, remark: string): string =>
  `- 第 ${index + 1} 行 “${quote.inline(written)}”：${remark}`

/** One line of a solution of an inequality. */
export interface InequalityLine {
  written: string
  sides: Equation
  comparison: Comparison
}

/** A student's solution of an inequality, each line beside the one before it. @throws Unsolved */
export function judgedInequality(lines: readonly InequalityLine[], unknown: string): Explained {
  const said = lines.map(({ sides, comparison }) => inequalitySolution(sides, comparison, unknown))
  const wrong = said.findIndex((solution, index) => index > 0 && solution !== said[index - 1])
  const rows = lines.map(({ written }, index) => {
    if (index === 0) return row(index, written, '题目')
    return said[index] === said[index - 1]
      ? row(index, written, '和上一行一致')
      : row(index, written, `不对，由上一行得 $${said[index - 1]}$，由这一行得 $${said[index]}$`)
  })
  const [first] = lines
  const [solution = ''] = said
  if (first === undefined) throw new Unsolved('syntax')
  const parts = [INTRODUCTION, rows.join('\n')]
  if (wrong < 0) parts.push(`**答案：**对，每一步都正确，$${solution}$。`)
  else {
    const own = solveInequality(first.sides, first.comparison, unknown).replace('**答案：**', '**结果：**')
    parts.push('正确的做法是：', own)
    parts.push(`**答案：**不对，第 ${wrong + 1} 行出了错。正确的结果是 $${solution}$。`)
  }
  return { title: TITLE, markdown: parts.join('\n\n') }
}

/** A line of a solution of a system. */
export interface SystemLine {
  written: string
  equation: Equation
}

/**
 * A student's solution of two equations with two unknowns: what follows from both holds for their solution. Undefined where they
 * have none, or many. @throws Unsolved
 */
export function judgedSystem(
  equations: readonly [Equation, Equation],
  names: readonly [string, string],
  lines: readonly SystemLine[],
): Explained | undefined {
  const { markdown, values } = solveSystem(equations, names)
  if (values === undefined) return undefined
  const holds = lines.map(({ equation: { left, right } }) =>
    evaluate(left, values).equals(evaluate(right, values)),
  )
  const rows = lines.map(({ written }, index) =>
    row(index + 2, written, holds[index] === true ? '和方程组一致' : '和方程组不一致'),
  )
  const solution = names.map((name) => `$${name} = ${numberLatex(values[name] ?? ZERO)}$`).join('，')
  const wrong = holds.indexOf(false)
  const parts = [INTRODUCTION, rows.join('\n')]
  if (wrong < 0) parts.push(`**答案：**对，每一步都正确，方程组的解是 ${solution}。`)
  else {
    parts.push('正确的做法是：', markdown.replace('**答案：**', '**结果：**'))
    parts.push(`**答案：**不对，第 ${wrong + 3} 行出了错。正确的结果是 ${solution}。`)
  }
  return { title: TITLE, markdown: parts.join('\n\n') }
}
