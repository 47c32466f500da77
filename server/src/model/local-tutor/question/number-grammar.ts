import type { Expression } from '../mathematics/expression'
import { Fraction, Unsolved } from '../mathematics/quantity'
import type { Cursor } from './cursor'
import { CHINESE_NUMBER, wholeNumber } from './numerals'

const DIGITS = /(\d{1,12}(?:\.\d{1,8})?)(?![\d.])/y
const MIXED = /(\d{1,6})又(\d{1,6})(?:\/|分之)(\d{1,6})(?![\d.])/y
const FRACTION = /(\d{1,12})\/(\d{1,12})(?![\d.^%])/y
/** A whole number in digits or Chinese numerals, for patterns. */
export const WHOLE = `\\d{1,6}|${CHINESE_NUMBER}`
const PARTS_OF = new RegExp(`(?:(${WHOLE})又)?(${WHOLE})分之(${WHOLE})(?![\\d.])`, 'y')
const PERCENT_OF = new RegExp(`百分之(\\d{1,9}(?:\\.\\d{1,6})?|${CHINESE_NUMBER})(?![\\d.])`, 'y')
/** 零点五; 八点三十分 is a time. */
const DECIMAL_IN_CHINESE = new RegExp(
  `(${CHINESE_NUMBER})点([零一二三四五六七八九]{1,8})(?![十百千万两点分钟时刻])`,
  'y',
)
const CHINESE = new RegExp(`${CHINESE_NUMBER}(?!个数|元[一二两三]次|次方程|步)`, 'y')

/** A number, a percentage, or a fraction (which binds closer than ÷, as it is printed). */
export function readNumber(cursor: Cursor): Expression | undefined {
  const mixed = cursor.match(MIXED)
  if (mixed !== undefined) return mixedNumber(mixed[1] ?? '0', mixed[2] ?? '', mixed[3] ?? '')
  const fraction = cursor.match(FRACTION)
  if (fraction !== undefined) return fractionOf(fraction[1] ?? '', fraction[2] ?? '')
  const percent = cursor.match(PERCENT_OF)?.[1]
  if (percent !== undefined) return percentage(/\d/.test(percent) ? percent : String(wholeNumber(percent)?.n))
  const parts = cursor.match(PARTS_OF)
  if (parts !== undefined) return spokenFraction(parts[1], parts[2] ?? '', parts[3] ?? '')
  const digits = cursor.match(DIGITS)?.[1]
  if (digits !== undefined) {
    if (cursor.eat(/%/y)) return percentage(digits)
    return { kind: 'number', value: new Fraction(digits) }
  }
  const decimal = cursor.match(DECIMAL_IN_CHINESE)
  if (decimal !== undefined) return decimalInChinese(decimal[1] ?? '', decimal[2] ?? '')
  const chinese = cursor.attempt(() => wholeNumber(cursor.match(CHINESE)?.[0] ?? ''))
  return chinese === undefined ? undefined : { kind: 'number', value: chinese }
}

/** @throws Unsolved `syntax` */
function decimalInChinese(whole: string, places: string): Expression {
  const value = wholeNumber(whole)
  const digits = [...places].map((digit) => wholeNumber(digit)?.n ?? '').join('')
  if (value === undefined) throw new Unsolved('syntax')
  return { kind: 'number', value: new Fraction(`${value.n}.${digits}`) }
}

/** @throws Unsolved `division_by_zero` */
function fractionOf(top: string, bottom: string): Expression {
  if (Number(bottom) === 0) throw new Unsolved('division_by_zero')
  const value = new Fraction(BigInt(top), BigInt(bottom))
  return { kind: 'number', value, written: `\\frac{${top}}{${bottom}}`, denominator: BigInt(bottom) }
}

function mixedNumber(whole: string, top: string, bottom: string): Expression {
  const part = fractionOf(top, bottom)
  if (part.kind !== 'number') return part
  return { kind: 'number', value: part.value.add(new Fraction(whole)), written: `${whole}${part.written}` }
}

function spokenFraction(whole: string | undefined, bottom: string, top: string): Expression {
  const [over, under] = [wholeNumber(top), wholeNumber(bottom)]
  const before = whole === undefined ? undefined : wholeNumber(whole)
  if (over === undefined || under === undefined || (whole !== undefined && before === undefined)) {
    throw new Unsolved('syntax')
  }
  return before === undefined
    ? fractionOf(String(over.n), String(under.n))
    : mixedNumber(String(before.n), String(over.n), String(under.n))
}

function percentage(digits: string): Expression {
  if (Number.isNaN(Number(digits))) throw new Unsolved('syntax')
  return { kind: 'number', value: new Fraction(digits).div(100), written: `${digits}\\%` }
}
