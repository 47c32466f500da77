import { evaluate } from '../../mathematics/arithmetic'
import { Fraction, isNegative, isZero, numberLatex, Unsolved } from '../../mathematics/quantity'
import type { Cursor } from '../cursor'
import type { ExpressionGrammar } from '../expression-grammar'
import type { Explained } from '../problems'
import type { Topic } from './topic'

type Wanted = '周长' | '面积'

interface Formula {
  /** The formula in letters, then with numbers. */
  latex: string
  result: Fraction
  /** The result is to be multiplied by π. */
  pi?: boolean
}

interface Figure {
  /** Names of its measures, in the order of the formulas' arguments. */
  measures: readonly string[]
  周长?: (sizes: readonly Fraction[]) => Formula
  面积: (sizes: readonly Fraction[]) => Formula
}

const number = (value: Fraction | undefined): string => numberLatex(value ?? ZERO, 'decimal')
const ZERO = new Fraction(0)
const HALF = new Fraction(1, 2)
const at = (sizes: readonly Fraction[], index: number): Fraction => sizes[index] ?? ZERO

const rectangle: Figure = {
  measures: ['长', '宽'],
  周长: (s) => ({
    latex: `2 \\times (${number(s[0])} + ${number(s[1])})`,
    result: at(s, 0).add(at(s, 1)).mul(2),
  }),
  面积: (s) => ({ latex: `${number(s[0])} \\times ${number(s[1])}`, result: at(s, 0).mul(at(s, 1)) }),
}

const byRadius = (radius: Fraction) => ({
  周长: { latex: `2 \\times \\pi \\times ${number(radius)}`, result: radius.mul(2), pi: true },
  面积: { latex: `\\pi \\times ${number(radius)}^2`, result: radius.mul(radius), pi: true },
})

const FIGURES: readonly (readonly [string, Figure])[] = [
  ['长方形|矩形', rectangle],
  [
    '正方形',
    {
      measures: ['边长'],
      周长: (s) => ({ latex: `4 \\times ${number(s[0])}`, result: at(s, 0).mul(4) }),
      面积: (s) => ({ latex: `${number(s[0])}^2`, result: at(s, 0).mul(at(s, 0)) }),
    },
  ],
  [
    '三角形',
    {
      measures: ['底', '高'],
      面积: (s) => ({
        latex: `${number(s[0])} \\times ${number(s[1])} \\div 2`,
        result: at(s, 0).mul(at(s, 1)).mul(HALF),
      }),
    },
  ],
  [
    '平行四边形',
    {
      measures: ['底', '高'],
      面积: (s) => ({ latex: `${number(s[0])} \\times ${number(s[1])}`, result: at(s, 0).mul(at(s, 1)) }),
    },
  ],
  [
    '梯形',
    {
      measures: ['上底', '下底', '高'],
      面积: (s) => ({
        latex: `(${number(s[0])} + ${number(s[1])}) \\times ${number(s[2])} \\div 2`,
        result: at(s, 0).add(at(s, 1)).mul(at(s, 2)).mul(HALF),
      }),
    },
  ],
  [
    '圆形?',
    { measures: ['半径'], 周长: (s) => byRadius(at(s, 0)).周长, 面积: (s) => byRadius(at(s, 0)).面积 },
  ],
]

const RULES: Record<string, string> = {
  长方形周长: '长方形的周长 $=$（长 $+$ 宽）$\\times 2$',
  长方形面积: '长方形的面积 $=$ 长 $\\times$ 宽',
  正方形周长: '正方形的周长 $=$ 边长 $\\times 4$',
  正方形面积: '正方形的面积 $=$ 边长 $\\times$ 边长',
  三角形面积: '三角形的面积 $=$ 底 $\\times$ 高 $\\div 2$',
  平行四边形面积: '平行四边形的面积 $=$ 底 $\\times$ 高',
  梯形面积: '梯形的面积 $=$（上底 $+$ 下底）$\\times$ 高 $\\div 2$',
  圆周长: '圆的周长 $= 2\\pi r$',
  圆面积: '圆的面积 $= \\pi r^2$',
}

const NAMES = FIGURES.map(([name]) => name).join('|')
const NAME = new RegExp(`(?:(?:一个|某个?|这个|已知)?\\s*)(${NAMES})`, 'y')
const MEASURE = /(?:它|圆|其)?的?(上底|下底|边长|半径|直径|长|宽|底边?|高)\s*(?:是|为|=|:|有)?\s*/y
const UNIT = /(平方)?(千米|厘米|分米|毫米|米|cm|dm|mm|km|m)(?![a-z^])/y
const WANTED = /(周长|面积)(?:(?:和|与|、|各?是多少[,，]?)(周长|面积))?/y

interface Measured {
  measures: Map<string, Fraction>
  units: Set<string>
}

function measuresOf(cursor: Cursor, values: ExpressionGrammar): Measured | undefined {
  const measures = new Map<string, Fraction>()
  const units = new Set<string>()
  for (;;) {
    const read = cursor.attempt(() => {
      const name = cursor.match(MEASURE)?.[1]?.replace('底边', '底')
      const value = name === undefined ? undefined : values.number()
      if (name === undefined || value === undefined || measures.has(name)) return undefined
      const unit = cursor.match(UNIT)?.[0]
      measures.set(name, evaluate(value))
      units.add(unit ?? '')
      return name
    })
    if (read === undefined) return measures.size === 0 ? undefined : { measures, units }
    cursor.eat(/[,，、和]/y)
  }
}

/** 长 8 厘米、宽 5 厘米的长方形的面积是多少; 正方形边长 4，求周长和面积. */
export const figures: Topic = {
  read(cursor, values) {
    cursor.eat(/(?:一个|某个?|已知)/y)
    const before = cursor.match(NAME)?.[1]
    const measured = measuresOf(cursor, values)
    if (measured === undefined) return undefined
    cursor.eat(/的/y)
    const name = before ?? cursor.match(NAME)?.[1]
    if (name === undefined) return undefined
    cursor.eat(
      /(?:[,，。]?\s*(?:那么|则|求|问|计算)?\s*(?:它|这个(?:图形|长方形|正方形|三角形|圆|梯形|平行四边形))?\s*的?)/y,
    )
    const wanted = cursor.match(WANTED)
    if (wanted === undefined) return undefined
    cursor.eat(/(?:各|分别)?(?:是|为|等于|有)?(?:多少|几)?\s*(?:(?:平方)?(?:千米|厘米|分米|毫米|米))?/y)
    const asked = [wanted[1], wanted[2]].filter((one): one is Wanted => one === '周长' || one === '面积')
    return worked(name, measured, asked)
  },
}

/** @throws Unsolved where a measure is missing, or there is one too many */
function worked(name: string, { measures, units }: Measured, asked: readonly Wanted[]): Explained {
  const kind = name.replace('矩形', '长方形').replace('圆形', '圆')
  const figure = FIGURES.find(([own]) => new RegExp(`^(?:${own})$`).test(name))?.[1]
  const diameter = measures.get('直径')
  if (kind === '圆' && diameter !== undefined && !measures.has('半径')) {
    measures.delete('直径')
    measures.set('半径', diameter.mul(HALF))
  }
  const sizes = (figure?.measures ?? []).map((measure) => measures.get(measure))
  if (figure === undefined || sizes.includes(undefined) || measures.size !== sizes.length || units.size > 1) {
    throw new Unsolved('figure')
  }
  const given = sizes.flatMap((size) => size ?? [])
  if (given.some((size) => isNegative(size) || isZero(size))) throw new Unsolved('figure')
  const [unit = ''] = units
  const answers: string[] = []
  const lines = asked.map((one) => {
    const formula = figure[one]?.(given)
    const rule = RULES[`${kind}${one}`]
    if (formula === undefined || rule === undefined) throw new Unsolved('figure')
    const measure = unit === '' ? '' : `\\text{ ${one === '面积' ? squared(unit) : unit}}`
    const exact = formula.pi === true ? `${number(formula.result)}\\pi` : number(formula.result)
    const about = formula.pi === true ? ` \\approx ${number(formula.result.mul(new Fraction(314, 100)))}` : ''
    answers.push(`${one}是 $${exact}${about}${measure}$`)
    return `${rule}：\n\n$$${formula.latex} = ${exact}${about}${measure}$$`
  })
  const pi = kind === '圆' ? '（$\\pi$ 取 $3.14$）' : ''
  return {
    title: `${kind}的${asked.join('和')}`,
    markdown: `${lines.join('\n\n')}\n\n**答案：**${answers.join('，')}${pi}`,
  }
}

const squared = (unit: string): string => (/[a-z]/.test(unit) ? `${unit}²` : `平方${unit}`)
