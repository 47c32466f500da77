import { Fraction } from '../mathematics/quantity'

const DIGITS = '零一二三四五六七八九'
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }

/** A run of Chinese numerals, for patterns. */
export const CHINESE_NUMBER = '[零一二两三四五六七八九十百千万]+'

function digitOf(character: string): number | undefined {
  if (character === '两') return 2
  const digit = DIGITS.indexOf(character)
  return digit < 0 ? undefined : digit
}

/** A part below 万: 三百零五. */
function smallNumber(text: string): number | undefined {
  if (text === '') return undefined
  let total = 0
  let digit: number | undefined
  let last = 10_000
  for (const character of text) {
    const unit = UNITS[character]
    if (unit === undefined) {
      if (digit !== undefined && digit !== 0) return undefined
      digit = digitOf(character)
      if (digit === undefined) return undefined
    } else {
      if (unit >= last) return undefined
      last = unit
      total += (digit ?? (total === 0 && unit === 10 ? 1 : 0)) * unit
      digit = undefined
    }
  }
  return total + (digit ?? 0)
}

/** The number that Chinese numerals say, if they say one. */
export function chineseNumber(text: string): number | undefined {
  const [high, low, ...more] = text.split('万')
  if (high === undefined || more.length > 0) return undefined
  if (low === undefined) return smallNumber(high)
  const [tenThousands, rest] = [smallNumber(high), low === '' ? 0 : smallNumber(low)]
  return tenThousands === undefined || rest === undefined ? undefined : tenThousands * 10_000 + rest
}

/** A whole number in digits or Chinese numerals. */
export function wholeNumber(text: string): Fraction | undefined {
  const value = /^\d+$/.test(text) ? BigInt(text) : chineseNumber(text)
  return value === undefined ? undefined : new Fraction(value)
}

/** 第一 to 第九十九, for where digits would be misread. */
export function ordinal(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`
  return `第${ten}${ones === 0 ? '' : DIGITS[ones]}`
}
