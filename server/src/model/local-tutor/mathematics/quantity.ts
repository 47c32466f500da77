import Fraction from 'fraction.js'

export { Fraction }

/** How exact numbers are written: as decimals where they end (the student wrote decimals), as fractions else. */
export type NumberStyle = 'decimal' | 'fraction'

/** Why something was not worked out. */
export type UnsolvedReason =
  | 'syntax'
  | 'brackets'
  | 'too_large'
  | 'ambiguous'
  | 'division_by_zero'
  | 'variable_in_denominator'
  | 'degree'
  | 'unknowns'
  | 'negative_root'
  | 'irrational'
  | 'units'
  | 'working'
  | 'simple_already'
  | 'figure'
  | 'endless'
  | 'words'

/** Why a problem cannot be worked out; the code decides the words that the student reads. */
export class Unsolved extends Error {
  override readonly name = 'Unsolved'

  constructor(readonly reason: UnsolvedReason) {
    super(reason)
  }
}

/** 0, exact. */
export const ZERO = new Fraction(0)
/** 1, exact. */
export const ONE = new Fraction(1)

/** No school problem needs more digits; hostile input must neither hang nor fill the page. */
const MAX_DIGITS = 40
const LIMIT = 10n ** BigInt(MAX_DIGITS)
const MAX_EXPONENT = 12

/** Whether it is 0. */
export const isZero = (value: Fraction): boolean => value.n === 0n
/** Whether it is a whole number. */
export const isInteger = (value: Fraction): boolean => value.d === 1n
/** Whether it is less than 0. */
export const isNegative = (value: Fraction): boolean => value.s < 0n && value.n !== 0n

/** The value itself, if it is of a size that can be shown. @throws Unsolved `too_large` */
export function bounded(value: Fraction): Fraction {
  if (value.n >= LIMIT || value.d >= LIMIT) throw new Unsolved('too_large')
  return value
}

/** @throws Unsolved `division_by_zero`, `too_large` */
export function divide(dividend: Fraction, divisor: Fraction): Fraction {
  if (isZero(divisor)) throw new Unsolved('division_by_zero')
  return bounded(dividend.div(divisor))
}

/** A whole power, computed in steps that never leave the bounds. @throws Unsolved */
export function power(base: Fraction, exponent: number): Fraction {
  if (Math.abs(exponent) > MAX_EXPONENT) throw new Unsolved('too_large')
  if (isZero(base) && exponent <= 0) throw new Unsolved('division_by_zero')
  let result = ONE
  for (let step = 0; step < Math.abs(exponent); step++) result = bounded(result.mul(base))
  return exponent < 0 ? ONE.div(result) : result
}

/** The decimal digits of a number whose decimal ends within eight places. */
export function endingDecimal(value: Fraction): string | undefined {
  if (isInteger(value)) return value.toFraction()
  const places = 8
  const scaled = value.abs().mul(new Fraction(10).pow(places))
  if (!isInteger(scaled)) return undefined
  const digits = scaled.n.toString().padStart(places + 1, '0')
  const fraction = digits.slice(-places).replace(/0+$/, '')
  return `${isNegative(value) ? '-' : ''}${digits.slice(0, -places)}.${fraction}`
}

/** An exact number in LaTeX. */
export function numberLatex(value: Fraction, style: NumberStyle = 'fraction'): string {
  if (isInteger(value)) return value.toFraction()
  const decimal = style === 'decimal' ? endingDecimal(value) : undefined
  if (decimal !== undefined) return decimal
  return `${isNegative(value) ? '-' : ''}\\frac{${value.n}}{${value.d}}`
}

/** The largest number that divides both. */
export function greatestCommonDivisor(first: bigint, second: bigint): bigint {
  return new Fraction(first).gcd(new Fraction(second)).n
}

/** The least number that turns all of them into integers. */
export function commonDenominator(values: readonly Fraction[]): bigint {
  return values.reduce((common, { d }) => (common * d) / greatestCommonDivisor(common, d), 1n)
}
