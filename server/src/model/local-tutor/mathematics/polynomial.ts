import { evaluate } from './arithmetic'
import type { Expression } from './expression'
import {
  bounded,
  divide,
  type Fraction,
  isNegative,
  isZero,
  type NumberStyle,
  numberLatex,
  ONE,
  Unsolved,
  ZERO,
} from './quantity'

/** Coefficients by monomial: `''` is the constant, `x` is x, `xx` is x², `xy` is x·y (letters sorted). */
export type Polynomial = ReadonlyMap<string, Fraction>

/** Higher powers may cancel out on the way; none of them is shown in the end. */
const MAX_DEGREE = 4

/** What a monomial is multiplied by; 0 where there is none. */
export const coefficient = (polynomial: Polynomial, monomial: string): Fraction =>
  polynomial.get(monomial) ?? ZERO

/** The highest degree of a term; 0 for a number. */
export const degree = (polynomial: Polynomial): number =>
  Math.max(0, ...[...polynomial.keys()].map((monomial) => monomial.length))

/** A polynomial of the given terms; equal monomials are joined and zeros dropped. */
export function polynomial(terms: Iterable<readonly [string, Fraction]>): Polynomial {
  const sum = new Map<string, Fraction>()
  for (const [monomial, value] of terms) {
    if (monomial.length > MAX_DEGREE) throw new Unsolved('degree')
    const total = bounded((sum.get(monomial) ?? ZERO).add(value))
    if (isZero(total)) sum.delete(monomial)
    else sum.set(monomial, total)
  }
  return sum
}

/** The sum of two polynomials. */
export const add = (left: Polynomial, right: Polynomial): Polynomial => polynomial([...left, ...right])

/** A polynomial times a number. @throws Unsolved `too_large` */
export const scale = (terms: Polynomial, factor: Fraction): Polynomial =>
  polynomial([...terms].map(([monomial, value]) => [monomial, bounded(value.mul(factor))] as const))

/** `left` minus `right`. */
export const subtract = (left: Polynomial, right: Polynomial): Polynomial =>
  add(left, scale(right, ONE.neg()))

function multiply(left: Polynomial, right: Polynomial): Polynomial {
  const products = [...left].flatMap(([first, value]) =>
    [...right].map(([second, other]) => {
      const monomial = [...first, ...second].sort().join('')
      return [monomial, bounded(value.mul(other))] as const
    }),
  )
  return polynomial(products)
}

function raise(base: Polynomial, exponent: number): Polynomial {
  if (exponent < 0) {
    if (degree(base) > 0) throw new Unsolved('variable_in_denominator')
    return polynomial([['', divide(ONE, coefficient(raise(base, -exponent), ''))]])
  }
  let result = polynomial([['', ONE]])
  for (let step = 0; step < exponent; step++) result = multiply(result, base)
  return result
}

/** Multiplies an expression out and collects its terms. @throws Unsolved */
export function expand(node: Expression): Polynomial {
  switch (node.kind) {
    case 'number':
      return polynomial([['', node.value]])
    case 'variable':
      return polynomial([[node.name, ONE]])
    case 'group':
      return expand(node.inner)
    case 'absolute':
    case 'root':
      return polynomial([['', evaluate(node)]])
    case 'negative':
      return scale(expand(node.operand), ONE.neg())
    case 'power':
      return raise(expand(node.base), node.exponent)
    case 'operation':
      return combine(node.operator, expand(node.left), expand(node.right))
  }
}

function combine(
  operator: '+' | '-' | '×' | '÷' | '/' | 'implied',
  left: Polynomial,
  right: Polynomial,
): Polynomial {
  if (operator === '+') return add(left, right)
  if (operator === '-') return subtract(left, right)
  if (operator === '×' || operator === 'implied') return multiply(left, right)
  if (degree(right) > 0) throw new Unsolved('variable_in_denominator')
  return scale(left, divide(ONE, coefficient(right, '')))
}

const monomialLatex = (monomial: string): string =>
  [...new Set(monomial)]
    .map((letter) => {
      const times = monomial.split(letter).length - 1
      return times === 1 ? letter : `${letter}^{${times}}`
    })
    .join('')

/** Terms joined with their signs, in the order given: `3x - 2y + 5`. */
export function termsLatex(terms: Iterable<readonly [string, Fraction]>, style: NumberStyle): string {
  let latex = ''
  for (const [monomial, value] of terms) {
    if (isZero(value)) continue
    const size = value.abs()
    const number = monomial !== '' && size.equals(1) ? '' : numberLatex(size, style)
    const sign = isNegative(value) ? (latex === '' ? '-' : ' - ') : latex === '' ? '' : ' + '
    latex += `${sign}${number}${monomialLatex(monomial)}`
  }
  return latex === '' ? '0' : latex
}

/** Highest powers first, letters in alphabetical order, the constant last. */
export function polynomialLatex(terms: Polynomial, style: NumberStyle): string {
  const ordered = [...terms].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
  return termsLatex(ordered, style)
}
