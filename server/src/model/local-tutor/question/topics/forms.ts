import {
  commonDenominator,
  endingDecimal,
  Fraction,
  isInteger,
  numberLatex,
  Unsolved,
} from '../../mathematics/quantity'
import type { Cursor } from '../cursor'
import type { Explained } from '../problems'
import { known, list, type Topic } from './topic'

const INTO =
  /(?:化成|化为|写成|改写成|转化成|转成|换成|变成|用)\s*(?:一个)?(最简)?(分数|小数|百分数|百分比|带分数|假分数)(?:表示)?/y

/** 0.25 化成分数, 3/4 化成小数, 0.5 化成百分数, 7/3 化成带分数. */
export const forms: Topic = {
  read(cursor, values) {
    const number = known(values.tight())
    const form = number === undefined ? undefined : formAsked(cursor)
    if (number === undefined || form === undefined) return undefined
    cursor.eat(/\s*是?(?:多少|几|什么)/y)
    const result = inForm(number.value, form)
    return {
      title: '数的互化',
      markdown: `$$${number.latex} = ${result}$$\n\n**答案：**$${result}$`,
    }
  },
}

/** The form that is asked for: 化成小数, or 等于百分之几. */
function formAsked(cursor: Cursor): string | undefined {
  const into = cursor.match(INTO)?.[2]
  if (into !== undefined) return into
  const parts = cursor.match(/(?:等于|是|=)\s*(百分|几分)之(?:几|多少)/y)?.[1]
  return parts === undefined ? undefined : parts === '百分' ? '百分数' : '分数'
}

function inForm(value: Fraction, form: string): string {
  if (form === '小数') return endsAsDecimal(value)
  if (form.startsWith('百分')) return `${endsAsDecimal(value.mul(100))}\\%`
  if (form !== '带分数') return numberLatex(value)
  const whole = value.n / value.d
  if (isInteger(value) || whole === 0n) return numberLatex(value)
  return `${value.s < 0n ? '-' : ''}${whole}\\frac{${value.n % value.d}}{${value.d}}`
}

/** @throws Unsolved `irrational` where its decimal does not end */
function endsAsDecimal(value: Fraction): string {
  const decimal = endingDecimal(value)
  if (decimal === undefined) throw new Unsolved('endless')
  return decimal
}

/** 把 1/2 和 1/3 通分. */
export const commonDenominators: Topic = {
  read(cursor, values, tasks) {
    const numbers = list(cursor, () => values.tight())
    if (numbers === undefined || numbers.length < 2) return undefined
    if (!cursor.eat(/通分/y) && !tasks.includes('common')) return undefined
    if (numbers.some(({ value }) => isInteger(value))) return undefined
    const common = commonDenominator(numbers.map(({ value }) => value))
    const shown = numbers.map(
      ({ value, latex }) => `${latex} = \\frac{${value.s * value.n * (common / value.d)}}{${common}}`,
    )
    return {
      title: '通分',
      markdown: `各个分母的最小公倍数是 $${common}$，用它作公分母，分子和分母同时乘同一个数。\n\n**答案：**${shown.map((latex) => `$${latex}$`).join('，')}`,
    }
  },
}

/** 把 12/18 约分; 化简 12/18. */
export const reduced: Topic = {
  read(cursor, _values, tasks) {
    const [, top, bottom] = cursor.match(/(\d{1,12})\s*\/\s*(\d{1,12})/y) ?? []
    if (
      top === undefined ||
      bottom === undefined ||
      BigInt(bottom) === 0n ||
      cursor.sees(/[+\-×÷/^(:\d.=]/y)
    ) {
      return undefined
    }
    const isAsked = cursor.eat(/约分|化简|(?:化成|化为|的)最简分数/y)
    if (!isAsked && !tasks.some((task) => task === 'reduce' || task === 'simplify')) return undefined
    cursor.eat(/是(?:多少|几)/y)
    return reducedFraction(BigInt(top), BigInt(bottom))
  },
}

function reducedFraction(top: bigint, bottom: bigint): Explained {
  const value = new Fraction(top, bottom)
  const divisor = bottom / value.d
  const written = `\\frac{${top}}{${bottom}}`
  const why =
    divisor === 1n
      ? '分子和分母没有大于 $1$ 的公因数，已经是最简分数。'
      : `分子和分母的最大公因数是 $${divisor}$，同时除以 $${divisor}$：\n\n$$${written} = ${numberLatex(value)}$$`
  return { title: '约分', markdown: `${why}\n\n**答案：**$${numberLatex(value)}$` }
}
