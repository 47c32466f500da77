import { evaluate, numberStyleOf } from './arithmetic'
import { clearingFactor, collect, difference, type Equation, equationLatex, Steps } from './equation'
import { coefficient, degree, termsLatex } from './polynomial'
import { divide, Fraction, greatestCommonDivisor, isZero, numberLatex, ONE, Unsolved } from './quantity'

interface SystemSolution {
  outcome: 'unique' | 'none' | 'all'
  values?: Record<string, Fraction>
  markdown: string
}

/** first·u + second·v = constant, in whole numbers. */
interface Row {
  first: Fraction
  second: Fraction
  constant: Fraction
}

type Names = readonly [string, string]

function rowOf(equation: Equation, [u, v]: Names): Row {
  const zero = difference(collect(equation))
  if (degree(zero) > 1) throw new Unsolved('degree')
  const values = [coefficient(zero, u), coefficient(zero, v), coefficient(zero, '').neg()]
  const factor = clearingFactor(values)
  const [first, second, constant] = values.map((value) => value.mul(factor))
  if (first === undefined || second === undefined || constant === undefined) throw new Unsolved('syntax')
  return { first, second, constant }
}

const rowLatex = ({ first, second, constant }: Row, [u, v]: Names): string =>
  `${termsLatex(
    [
      [u, first],
      [v, second],
    ],
    'fraction',
  )} = ${numberLatex(constant)}`

const times = (row: Row, factor: Fraction): Row => ({
  first: row.first.mul(factor),
  second: row.second.mul(factor),
  constant: row.constant.mul(factor),
})

const plus = (upper: Row, lower: Row): Row => ({
  first: upper.first.add(lower.first),
  second: upper.second.add(lower.second),
  constant: upper.constant.add(lower.constant),
})

const casesLatex = (lines: readonly string[]): string => `\\begin{cases} ${lines.join(' \\\\ ')} \\end{cases}`

/** Solves two equations of the first degree in two unknowns by 加减消元法. @throws Unsolved */
export function solveSystem(equations: readonly [Equation, Equation], names: Names): SystemSolution {
  const style = numberStyleOf(...equations.flatMap(({ left, right }) => [left, right]))
  const steps = new Steps()
  const written = equations.map((equation) => equationLatex(equation, style))
  steps.show(
    '**解：**把两个方程分别记作 ①、②：',
    casesLatex(written.map((line, index) => `${line} \\quad ${mark(index)}`)),
  )
  const rows: [Row, Row] = [rowOf(equations[0], names), rowOf(equations[1], names)]
  const tidy = rows.map((row) => rowLatex(row, names))
  if (tidy.join().replace(/\s/g, '') !== written.join().replace(/\s/g, '')) {
    steps.show(
      '把它们整理成整数系数的标准形式：',
      casesLatex(tidy.map((line, index) => `${line} \\quad ${mark(index)}`)),
    )
  }
  const [upper, lower] = rows
  const determinant = upper.first.mul(lower.second).sub(lower.first.mul(upper.second))
  if (isZero(determinant)) return dependent(rows, names, steps)

  const values = substitute(rows, eliminate(rows, names, steps), names, steps)
  check(equations, values, steps)
  const solution = casesLatex(names.map((name) => `${name} = ${numberLatex(values[name] ?? ONE)}`))
  steps.show('**答案：**方程组的解是', solution)
  return { outcome: 'unique', values, markdown: steps.markdown() }
}

const mark = (index: number): string => (index === 0 ? '\\text{①}' : '\\text{②}')

interface Found {
  name: string
  value: Fraction
}

/** Gets one unknown: at once if an equation holds only that one, by adding or subtracting else. */
function eliminate(rows: readonly [Row, Row], names: Names, steps: Steps): Found {
  const [u, v] = names
  for (const [index, row] of rows.entries()) {
    const lone = isZero(row.second) ? u : isZero(row.first) ? v : undefined
    if (lone === undefined) continue
    const value = divide(row.constant, lone === u ? row.first : row.second)
    steps.show(`方程 $${mark(index)}$ 里只有 $${lone}$，直接得`, `${lone} = ${numberLatex(value)}`)
    return { name: lone, value }
  }
  const [upper, lower] = rows
  const costFirst = upper.first.lcm(lower.first)
  const costSecond = upper.second.lcm(lower.second)
  const away: 'first' | 'second' = costFirst.compare(costSecond) < 0 ? 'first' : 'second'
  const factors = matchingFactors(upper[away], lower[away])
  const scaled: [Row, Row] = [times(upper, factors[0]), times(lower, factors[1])]
  const subtracts = scaled[0][away].equals(scaled[1][away])
  const sum = plus(scaled[0], subtracts ? times(scaled[1], ONE.neg()) : scaled[1])
  const parts = factors.map(
    (factor, index) => `${mark(index)}${factor.equals(1) ? '' : ` \\times ${numberLatex(factor)}`}`,
  )
  const gone = away === 'first' ? u : v
  steps.show(`消去 $${gone}$：$${parts.join(subtracts ? ' - ' : ' + ')}$，得`, rowLatex(sum, names))
  const [name, factor] = away === 'first' ? [v, sum.second] : [u, sum.first]
  const value = divide(sum.constant, factor)
  if (!factor.equals(1)) steps.show('解得', `${name} = ${numberLatex(value)}`)
  return { name, value }
}

/** Positive factors that make two coefficients equal in size. */
function matchingFactors(upper: Fraction, lower: Fraction): [Fraction, Fraction] {
  const divisor = new Fraction(greatestCommonDivisor(upper.n, lower.n))
  return [lower.abs().div(divisor), upper.abs().div(divisor)]
}

/** Puts the unknown that was found into the simpler equation that holds the other one. */
function substitute(
  rows: readonly [Row, Row],
  found: Found,
  [u, v]: Names,
  steps: Steps,
): Record<string, Fraction> {
  const other = found.name === u ? v : u
  const factorOf = (row: Row): Fraction => (other === u ? row.first : row.second)
  const candidates = [...rows.entries()].filter(([, row]) => !isZero(factorOf(row)))
  const chosen = candidates.find(([, row]) => factorOf(row).abs().equals(1)) ?? candidates[0]
  if (chosen === undefined) throw new Unsolved('unknowns')
  const [index, row] = chosen
  const known = (other === u ? row.second : row.first).mul(found.value)
  const value = divide(row.constant.sub(known), factorOf(row))
  const terms: (readonly [string, Fraction])[] = [
    [other, factorOf(row)],
    ['', known],
  ]
  steps.show(
    `把 $${found.name} = ${numberLatex(found.value)}$ 代入 $${mark(index)}$，得`,
    `${termsLatex(terms, 'fraction')} = ${numberLatex(row.constant)}`,
  )
  steps.show('解得', `${other} = ${numberLatex(value)}`)
  return { [found.name]: found.value, [other]: value }
}

function check(equations: readonly Equation[], values: Record<string, Fraction>, steps: Steps): void {
  const style = numberStyleOf(...equations.flatMap(({ left, right }) => [left, right]))
  const holds = equations.map(({ left, right }, index) => {
    const [leftValue, rightValue] = [evaluate(left, values), evaluate(right, values)]
    return `$${mark(index)}$ 左边 $= ${numberLatex(leftValue, style)}$，右边 $= ${numberLatex(rightValue, style)}$`
  })
  steps.say(`**检验：**代入原方程组，${holds.join('；')}，两个方程都成立。`)
}

/** The left sides are multiples of each other: the same line twice, or two parallel ones. */
function dependent(rows: readonly [Row, Row], [u, v]: Names, steps: Steps): SystemSolution {
  const [upper, lower] = rows
  const same =
    isZero(upper.first.mul(lower.constant).sub(lower.first.mul(upper.constant))) &&
    isZero(upper.second.mul(lower.constant).sub(lower.second.mul(upper.constant)))
  if (same) {
    steps.say('两个方程化简后是同一个方程，它们没有给出两个不同的条件。')
    steps.say(
      `**答案：**方程组有无数组解，满足 $${rowLatex(upper, [u, v])}$ 的每一组 $${u}$、$${v}$ 都是解。`,
    )
    return { outcome: 'all', markdown: steps.markdown() }
  }
  steps.say(`两个方程里 $${u}$、$${v}$ 的系数成比例，常数项却不成同样的比例，两个条件互相矛盾。`)
  steps.say('**答案：**方程组无解。')
  return { outcome: 'none', markdown: steps.markdown() }
}
