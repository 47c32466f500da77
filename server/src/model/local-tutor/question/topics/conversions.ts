import { evaluate } from '../../mathematics/arithmetic'
import { Fraction, numberLatex, Unsolved } from '../../mathematics/quantity'
import type { Cursor } from '../cursor'
import type { ExpressionGrammar } from '../expression-grammar'
import type { Topic } from './topic'

interface Unit {
  /** What it measures; only units of one kind are converted. */
  kind: string
  /** How many of the smallest unit of its kind. */
  size: Fraction
}

/** Units by kind, as schools use them: names, and how many of the kind's basic unit. */
const TABLE: Record<string, readonly (readonly [string, string])[]> = {
  length: [
    ['千米 公里 km', '1000000'],
    ['厘米 公分 cm', '10'],
    ['分米 dm', '100'],
    ['毫米 mm', '1'],
    ['米 m', '1000'],
  ],
  area: [
    ['平方千米 平方公里 km^2', '1000000000000'],
    ['公顷', '10000000000'],
    ['平方厘米 cm^2', '100'],
    ['平方分米 dm^2', '10000'],
    ['平方毫米 mm^2', '1'],
    ['平方米 m^2', '1000000'],
  ],
  volume: [
    ['立方厘米 毫升 cm^3 mL ml', '1'],
    ['立方分米 升 dm^3 L', '1000'],
    ['立方米 m^3', '1000000'],
  ],
  mass: [
    ['千克 公斤 kg', '1000'],
    ['吨 t', '1000000'],
    ['克 g', '1'],
    ['斤', '500'],
  ],
  time: [
    ['小时 时 h', '3600'],
    ['分钟 分 min', '60'],
    ['秒钟 秒 s', '1'],
    ['天 日', '86400'],
    ['个星期 星期 周', '604800'],
  ],
  money: [
    ['元', '100'],
    ['角', '10'],
  ],
}

const UNITS = new Map<string, Unit>()
for (const [kind, rows] of Object.entries(TABLE)) {
  for (const [names, size] of rows) {
    for (const name of names.split(' ')) UNITS.set(name, { kind, size: new Fraction(size) })
  }
}
/** 分 is a coin too. */
const COIN: Unit = { kind: 'money', size: new Fraction(1) }
const NAMES = [...UNITS.keys()]
  .sort((first, second) => second.length - first.length)
  .join('|')
  .replaceAll('^', '\\^')
const UNIT = new RegExp(`(${NAMES})(?![a-zA-Z^])`, 'y')
const SOUGHT = new RegExp(
  `(?:是|等于|=|合|换算成|化成|换成|有|为)?\\s*(?:几|多少|\\(\\s*\\)|□|_+|\\?)\\s*(?:个)?(${NAMES})(?![a-zA-Z^])`,
  'y',
)
const INTO = new RegExp(`(?:换算成|换算为|化成|化为|换成|改写成|转换成|转成)\\s*(${NAMES})(?![a-zA-Z^])`, 'y')

interface Amount {
  value: Fraction
  unit: Unit
  name: string
  written: string
}

function amount(cursor: Cursor, values: ExpressionGrammar): Amount | undefined {
  const number = values.number()
  const name = number === undefined ? undefined : cursor.match(UNIT)?.[1]
  const unit = UNITS.get(name ?? '')
  if (number === undefined || name === undefined || unit === undefined) return undefined
  const value = evaluate(number)
  return { value, unit, name, written: `${numberLatex(value, 'decimal')}${unitLatex(name)}` }
}

const unitLatex = (name: string): string => `\\text{ ${name.replace('^2', '²').replace('^3', '³')}}`

const inKind = (unit: Unit, name: string, kind: string): Unit =>
  name === '分' && kind === 'money' ? COIN : unit

/** 3 千米等于多少米; 2 小时 30 分是多少分钟. */
export const conversions: Topic = {
  read(cursor, values) {
    const amounts: Amount[] = []
    for (;;) {
      const next = cursor.attempt(() => amount(cursor, values))
      if (next === undefined) break
      amounts.push(next)
    }
    const [first] = amounts
    const name = cursor.match(SOUGHT)?.[1] ?? cursor.match(INTO)?.[1]
    const target = UNITS.get(name ?? '')
    if (first === undefined || name === undefined || target === undefined) return undefined
    const kinds = [...amounts.map(({ unit, name: own }) => ({ unit, own })), { unit: target, own: name }]
    const kind = kinds.find(({ own }) => own !== '分')?.unit.kind ?? target.kind
    const to = inKind(target, name, kind)
    const from = amounts.map((one) => ({ ...one, unit: inKind(one.unit, one.name, kind) }))
    if ([to, ...from.map(({ unit }) => unit)].some((unit) => unit.kind !== kind)) throw new Unsolved('units')
    const sizes = from.map(({ unit }) => unit.size)
    if (sizes.some((size, index) => index > 0 && size.compare(sizes[index - 1] ?? size) >= 0))
      return undefined
    const result = from
      .reduce((sum, { value, unit }) => sum.add(value.mul(unit.size)), new Fraction(0))
      .div(to.size)
    const rates = [...new Set(from.map(({ unit, name: own }) => rate(own, unit, name, to)))].filter(
      (line) => line !== '',
    )
    const written = from.map((one) => one.written).join('\\ ')
    return {
      title: '单位换算',
      markdown: `${rates.length === 0 ? '' : `${rates.join('；')}。\n\n`}$$${written} = ${numberLatex(result, 'decimal')}${unitLatex(name)}$$\n\n**答案：**$${numberLatex(result, 'decimal')}$ ${name.replace('^2', '²').replace('^3', '³')}`,
    }
  },
}

/** How the two go over into each other; empty where they are the same. */
function rate(fromName: string, from: Unit, toName: string, to: Unit): string {
  if (fromName === toName) return ''
  const isLarger = from.size.compare(to.size) >= 0
  const [large, small] = isLarger ? [fromName, toName] : [toName, fromName]
  const factor = isLarger ? from.size.div(to.size) : to.size.div(from.size)
  return `$1${unitLatex(large)} = ${numberLatex(factor)}${unitLatex(small)}$，${
    isLarger ? `大单位化小单位，乘 $${numberLatex(factor)}$` : `小单位化大单位，除以 $${numberLatex(factor)}$`
  }`
}
