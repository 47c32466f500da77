import { clearingFactor, collect, difference, type Equation, equationLatex, Steps, styleOf } from './equation'
import { coefficient, polynomialLatex, scale } from './polynomial'
import { Fraction, greatestCommonDivisor, isInteger, isZero, numberLatex, ZERO } from './quantity'
import { type Radical, radicalLatex, simplifyRoot } from './radical'

/** The roots (`centre` ± `spread`·√`inside`); none where the discriminant is negative. */
export interface QuadraticSolution {
  discriminant: Fraction
  roots?: { centre: Fraction; spread: Fraction; inside: bigint }
  markdown: string
}

interface Coefficients {
  a: Fraction
  b: Fraction
  c: Fraction
}

const bracketed = (value: Fraction): string => {
  const latex = numberLatex(value)
  return latex.startsWith('-') ? `(${latex})` : latex
}

/** The base of a power: (1/2)² would else be 1²/2. */
const base = (value: Fraction): string => (isInteger(value) ? bracketed(value) : `(${numberLatex(value)})`)

/** Brings the equation to ax² + bx + c = 0 with whole coefficients and a > 0, and says so. */
function generalForm(equation: Equation, unknown: string, steps: Steps): Coefficients {
  const style = styleOf(equation)
  const written = equationLatex(equation, style)
  steps.show('**解：**原方程为', written)
  const square = unknown + unknown
  const zero = difference(collect(equation))
  const a = coefficient(zero, square)
  const clearing = clearingFactor([a, coefficient(zero, unknown), coefficient(zero, '')])
  const form = scale(zero, a.s < 0n ? clearing.neg() : clearing)
  const latex = `${polynomialLatex(form, 'fraction')} = 0`
  if (latex.replace(/\s/g, '') !== written.replace(/\s/g, '')) steps.show('整理成一般形式，得', latex)
  return {
    a: coefficient(form, square),
    b: coefficient(form, unknown),
    c: coefficient(form, ''),
  }
}

/** Δ = b² − 4ac, worked out and judged. */
function judge({ a, b, c }: Coefficients, steps: Steps): Fraction {
  steps.say(`这里 $a = ${numberLatex(a)}$，$b = ${numberLatex(b)}$，$c = ${numberLatex(c)}$。先看判别式：`)
  const discriminant = b.mul(b).sub(a.mul(c).mul(4))
  const worked = `${bracketed(b)}^2 - 4 \\times ${numberLatex(a)} \\times ${bracketed(c)}`
  const sign = isZero(discriminant) ? '' : discriminant.s < 0n ? ' < 0' : ' > 0'
  steps.show('', `\\Delta = b^2 - 4ac = ${worked} = ${numberLatex(discriminant)}${sign}`)
  return discriminant
}

/** Solves an equation of the second degree in one unknown by its discriminant. @throws Unsolved */
export function solveQuadratic(equation: Equation, unknown: string): QuadraticSolution {
  const steps = new Steps()
  const form = generalForm(equation, unknown, steps)
  const discriminant = judge(form, steps)
  if (discriminant.s < 0n && !isZero(discriminant)) {
    steps.say('判别式小于 $0$，负数在实数范围内没有平方根。').say('**答案：**方程没有实数根。')
    return { discriminant, markdown: steps.markdown() }
  }
  const root = simplifyRoot(discriminant.n)
  const centre = form.b.neg().div(form.a.mul(2))
  const spread = new Fraction(root.outside).div(form.a.mul(2))
  if (isZero(discriminant)) double(form, centre, unknown, steps)
  else if (root.inside === 1n) rational(form, root, [centre.add(spread), centre.sub(spread)], unknown, steps)
  else irrational(form, root, unknown, steps)
  return { discriminant, roots: { centre, spread, inside: root.inside }, markdown: steps.markdown() }
}

const formula = ({ a, b }: Coefficients, unknown: string, root: string): string =>
  `${unknown} = \\frac{-b \\pm \\sqrt{\\Delta}}{2a} = \\frac{${numberLatex(b.neg())} \\pm ${root}}{${numberLatex(a.mul(2))}}`

function double(form: Coefficients, value: Fraction, unknown: string, steps: Steps): void {
  steps.show(
    '判别式等于 $0$，方程有两个相等的实数根：',
    `${unknown}_1 = ${unknown}_2 = -\\frac{b}{2a} = ${numberLatex(value)}`,
  )
  checkBySubstitution(form, [value], unknown, steps)
  steps.say(`**答案：**$${unknown}_1 = ${unknown}_2 = ${numberLatex(value)}$`)
}

function rational(
  form: Coefficients,
  root: Radical,
  values: readonly [Fraction, Fraction],
  unknown: string,
  steps: Steps,
): void {
  const [first, second] = values.map((value) => numberLatex(value))
  steps.show(
    '判别式大于 $0$，方程有两个不相等的实数根。由求根公式得',
    formula(form, unknown, radicalLatex(root)),
  )
  steps.show('所以', `${unknown}_1 = ${first}, \\quad ${unknown}_2 = ${second}`)
  steps.say(factored(form.a, values, unknown))
  checkBySubstitution(form, values, unknown, steps)
  steps.say(`**答案：**$${unknown}_1 = ${first}$，$${unknown}_2 = ${second}$`)
}

/** The same roots by factors, where whole numbers make it easy to see. */
function factored(a: Fraction, values: readonly [Fraction, Fraction], unknown: string): string {
  if (values.some((value) => value.d !== 1n)) return ''
  const factor = (value: Fraction): string => {
    if (isZero(value)) return unknown
    return `(${unknown} ${value.s < 0n ? '+' : '-'} ${numberLatex(value.abs())})`
  }
  // A bare letter goes first: x(x − 2), not (x − 2)x.
  const factors = values.map(factor).sort((x, y) => x.length - y.length)
  const leading = a.equals(1) ? '' : numberLatex(a)
  return `（也可以用因式分解：$${leading}${factors.join('')} = 0$，结果一样。）`
}

function irrational({ a, b, c }: Coefficients, root: Radical, unknown: string, steps: Steps): void {
  const form = { a, b, c }
  const bottom = a.mul(2)
  const whole = greatestCommonDivisor(greatestCommonDivisor(b.n, root.outside), bottom.n)
  const top = b.neg().div(new Fraction(whole))
  const radical = radicalLatex({ ...root, outside: root.outside / whole })
  const under = bottom.div(new Fraction(whole))
  const value = (sign: '+' | '-'): string => {
    const start = isZero(top) ? (sign === '-' ? '-' : '') : `${numberLatex(top)} ${sign} `
    return under.equals(1) ? `${start}${radical}` : rootOver(start, radical, numberLatex(under), isZero(top))
  }
  steps.show(
    '判别式大于 $0$，方程有两个不相等的实数根。由求根公式得',
    formula(form, unknown, `\\sqrt{${numberLatex(discriminantOf(form))}}`),
  )
  if (root.outside !== 1n)
    steps.say(`其中 $\\sqrt{${numberLatex(discriminantOf(form))}} = ${radicalLatex(root)}$。`)
  steps.show('化简，得', `${unknown}_1 = ${value('+')}, \\quad ${unknown}_2 = ${value('-')}`)
  const [sum, product] = [b.neg().div(a), c.div(a)].map((number) => numberLatex(number))
  steps.say(
    `**检验：**由根与系数的关系，$${unknown}_1 + ${unknown}_2 = -\\frac{b}{a} = ${sum}$，$${unknown}_1 ${unknown}_2 = \\frac{c}{a} = ${product}$，与求得的两根相符。`,
  )
  steps.say(`**答案：**$${unknown}_1 = ${value('+')}$，$${unknown}_2 = ${value('-')}$`)
}

const discriminantOf = ({ a, b, c }: Coefficients): Fraction => b.mul(b).sub(a.mul(c).mul(4))

/** `-\frac{√m}{n}` where the number before the root is gone, `\frac{p ± √m}{n}` else. */
const rootOver = (start: string, radical: string, bottom: string, alone: boolean): string =>
  alone ? `${start}\\frac{${radical}}{${bottom}}` : `\\frac{${start}${radical}}{${bottom}}`

function checkBySubstitution(
  { a, b, c }: Coefficients,
  values: readonly Fraction[],
  unknown: string,
  steps: Steps,
): void {
  const holds = values.map((value) => {
    const terms: [Fraction, string][] = [
      [a, `${a.equals(1) ? '' : `${numberLatex(a)} \\times `}${base(value)}^2`],
      [b, `${b.abs().equals(1) ? '' : `${numberLatex(b.abs())} \\times `}${bracketed(value)}`],
      [c, numberLatex(c.abs())],
    ]
    const sum = terms
      .filter(([factor]) => !isZero(factor))
      .map(([factor, latex], index) => (index === 0 ? latex : `${factor.s < 0n ? '-' : '+'} ${latex}`))
      .join(' ')
    const total = a.mul(value).mul(value).add(b.mul(value)).add(c)
    return `当 $${unknown} = ${numberLatex(value)}$ 时，$${sum} = ${numberLatex(total.equals(ZERO) ? ZERO : total)}$`
  })
  steps.say(`**检验：**${holds.join('；')}，等式成立。`)
}
