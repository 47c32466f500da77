import { type Expression, grouped, type Operator } from '../mathematics/expression'
import { Fraction, isNegative, isZero, Unsolved } from '../mathematics/quantity'
import type { Cursor } from './cursor'
import { joined, linkOf, product, RESULT_NAMES } from './links'
import { readNumber, WHOLE } from './number-grammar'
import { wholeNumber } from './numerals'

const MAX_DEPTH = 20
const MAX_LENGTH = 1200

/** The unknown of 一个数, and of a place that is left open (3 + □ = 8), is called so. */
export const UNNAMED = 'x'

const SUM = /[+-]|加上?|减去?/y
const PRODUCT = /[×÷/]|乘以|乘|除以|除(?!以)/y
const TIMES_NEXT = /[a-zA-Z(√∛]/y
const TOO_LONG = /\d/y
const HALF = /一半/y
/** 5kg is a mass, not a product of two letters. */
const UNIT_IN_LETTERS = /(?:[kcdm]m|kg|mg|m[lL])(?![a-zA-Z_])/y
const BLANK_PLACE = /\(\s*\)|□|_{1,6}|\?(?=\s*[+\-×÷])|(?<=[+\-×÷]\s*)\?(?=\s*=)|(?<==.*[+\-×÷]\s*)\?/y

/** How an expression may be written. */
export interface ExpressionOptions {
  /** Whether a place left open (□, empty brackets, ? beside a sign) is an unknown. */
  blanks?: boolean
}

/**
 * The grammar of values: digits, letters, signs and brackets, and the Chinese that stands for them (3 与 5 的和, x 的 1/3,
 * 比 20 的 3 倍多 5 的数). Recursive descent over a closed set of words: nothing that a student writes is ever run as code.
 */
export class ExpressionGrammar {
  private depth = 0

  constructor(
    private readonly cursor: Cursor,
    private readonly options: ExpressionOptions = {},
  ) {
    if (cursor.text.length > MAX_LENGTH) throw new Unsolved('too_large')
  }

  /** A whole value; undefined where none begins here. @throws Unsolved where one begins and does not go on */
  value(): Expression | undefined {
    return this.nested(() => this.sum())
  }

  /** @throws Unsolved `too_large` */
  private nested<Read>(rule: () => Read): Read {
    if (this.depth >= MAX_DEPTH) throw new Unsolved('too_large')
    this.depth++
    try {
      return rule()
    } finally {
      this.depth--
    }
  }

  private sum(): Expression | undefined {
    let left = this.product()
    if (left === undefined) return undefined
    for (;;) {
      const sign = this.cursor.match(SUM)?.[0]
      if (sign === undefined) return left
      if (this.cursor.sees(/\+/y)) throw new Unsolved('syntax')
      const link = linkOf(sign)
      left = joined(link, left, this.required(this.product(undefined, !link.spoken)))
      const named = this.named(left, link.operator)
      if (named !== undefined) left = this.required(this.product(named))
    }
  }

  /** @param bound whether a sign stands before: then 的 after the first factor could mean more than that factor */
  private product(first: Expression | undefined = this.signed(), bound = false): Expression | undefined {
    let left = first
    if (left === undefined) return undefined
    if (bound) this.refuseOpenOf()
    left = this.ofAll(left)
    for (;;) {
      const sign = this.cursor.match(PRODUCT)?.[0]
      if (sign !== undefined) {
        const link = linkOf(sign)
        const right = this.required(this.signed())
        if (link.spoken) left = joined(link, left, this.ofAll(right))
        else {
          this.refuseOpenOf()
          left = joined(link, left, right)
        }
        const named = this.named(left, link.operator)
        if (named !== undefined) left = this.ofAll(named)
      } else if (this.multipliesNext()) {
        // 1 ÷ 2x: whether 2x belongs together is read differently by different books.
        if (left.kind === 'operation' && (left.operator === '÷' || left.operator === '/')) {
          throw new Unsolved('ambiguous')
        }
        left = { kind: 'operation', operator: 'implied', left, right: this.required(this.raised()) }
        this.refuseOpenOf()
      } else {
        return left
      }
    }
  }

  /** 3 + 5 的 2 倍: whether the whole sum is meant, nobody can tell. 的和 and the like say it. */
  private refuseOpenOf(): void {
    if (this.cursor.sees(/的(?![和差积商值解根结得])(?!步骤|过程|方程)/y)) throw new Unsolved('ambiguous')
  }

  /** A letter, a bracket or a root that follows without a space. */
  private multipliesNext(): boolean {
    TIMES_NEXT.lastIndex = this.cursor.position
    return TIMES_NEXT.test(this.cursor.text) && !this.cursor.sees(BLANK_PLACE)
  }

  /** 的和 after a sum, 的积 after a product and so on close what was said so far. @throws Unsolved */
  private named(node: Expression, operator: Operator): Expression | undefined {
    const name = this.cursor.match(/的([和差积商])/y)?.[1]
    if (name === undefined) return undefined
    const isOne = node.kind === 'operation' && RESULT_NAMES[name] === operator
    if (!isOne || node.left.kind === 'operation') throw new Unsolved('ambiguous')
    return grouped(node)
  }

  private required(node: Expression | undefined): Expression {
    if (node === undefined) throw new Unsolved('syntax')
    return node
  }

  private signed(): Expression | undefined {
    return this.nested(() => {
      // 3++5 is a slip, not a sum: a sign stands before a value only where none stands before it.
      if (this.cursor.sees(/[+-]\s*[+-]/y)) throw new Unsolved('syntax')
      if (this.cursor.eat(/\+|正(?=\d)/y)) return this.required(this.signed())
      if (!this.cursor.eat(/-|负(?=[\da-z零一二三四五六七八九十百])/y)) return this.raised()
      const operand = this.required(this.signed())
      return operand.kind === 'number' && operand.written === undefined
        ? { kind: 'number', value: operand.value.neg() }
        : { kind: 'negative', operand }
    })
  }

  private raised(): Expression | undefined {
    const base = this.pair(this.primary())
    if (base === undefined || !this.cursor.eat(/\^/y)) return base
    const exponent = this.exponent()
    // 9^9^9: towers are no school matter.
    if (this.cursor.sees(/\^/y)) throw new Unsolved('too_large')
    return { kind: 'power', base, exponent }
  }

  private exponent(): number {
    const match =
      this.cursor.match(/\(\s*(-?)\s*(\d+)\s*\)/y) ??
      this.cursor.match(/(-?)\s*(\d+)(?!\.\d)/y) ??
      this.cursor.match(/(\()/y)
    if (match?.[2] === undefined) throw new Unsolved(match === undefined ? 'syntax' : 'brackets')
    if (match[2].length > 2) throw new Unsolved('too_large')
    return match[1] === '-' ? -Number(match[2]) : Number(match[2])
  }

  /** 3 与 5 的和. */
  private pair(first: Expression | undefined): Expression | undefined {
    if (first === undefined) return undefined
    const read = this.cursor.attempt(() => {
      if (!this.cursor.eat(/[与和跟]/y)) return undefined
      const second = this.tight()
      const name = this.cursor.match(/的([和差积商])/y)?.[1]
      if (second === undefined || name === undefined) return undefined
      const link = { operator: RESULT_NAMES[name] ?? '+', spoken: true, turned: false }
      return grouped(joined(link, first, grouped(second)))
    })
    return read ?? first
  }

  /** A value without any operation of its own, and what 的 makes of it. */
  tight(): Expression | undefined {
    return this.nested(() => {
      const negative = this.cursor.eat(/-/y)
      let first = this.primary()
      if (first === undefined) return undefined
      if (negative) {
        first =
          first.kind === 'number' && first.written === undefined
            ? { kind: 'number', value: first.value.neg() }
            : { kind: 'negative', operand: first }
      }
      if (this.multipliesNext()) {
        first = { kind: 'operation', operator: 'implied', left: first, right: this.required(this.primary()) }
      }
      if (this.cursor.eat(/\^/y)) first = { kind: 'power', base: first, exponent: this.exponent() }
      return this.ofAll(first)
    })
  }

  /** Everything that follows with 的: x 的 1/3, 5 的平方, 8 的 3 倍的一半. */
  private ofAll(first: Expression): Expression {
    let whole = first
    for (;;) {
      const part = this.cursor.attempt(() => this.of(whole))
      if (part === undefined) return whole
      whole = part
    }
  }

  private of(whole: Expression): Expression | undefined {
    const { cursor } = this
    if (!cursor.eat(/的/y)) return undefined
    if (cursor.eat(/平方(?!根|差|和|米|厘|分|千|公)/y))
      return { kind: 'power', base: grouped(whole), exponent: 2 }
    if (cursor.eat(/立方(?!根|差|和|米|厘|分)/y)) return { kind: 'power', base: grouped(whole), exponent: 3 }
    if (cursor.eat(/算术平方根/y)) return { kind: 'root', degree: 2, radicand: whole }
    if (cursor.eat(/立方根/y)) return { kind: 'root', degree: 3, radicand: whole }
    if (cursor.eat(/相反数/y)) return { kind: 'negative', operand: grouped(whole) }
    if (cursor.eat(/绝对值/y)) return { kind: 'absolute', inner: whole }
    if (cursor.eat(/倒数/y)) {
      const one: Expression = { kind: 'number', value: new Fraction(1) }
      return { kind: 'operation', operator: '÷', left: one, right: grouped(whole) }
    }
    const power = cursor.match(new RegExp(`(${WHOLE})次方`, 'y'))?.[1]
    if (power !== undefined) {
      const exponent = wholeNumber(power)
      if (exponent === undefined) return undefined
      return { kind: 'power', base: grouped(whole), exponent: Number(exponent.n) }
    }
    if (cursor.eat(HALF)) return { kind: 'operation', operator: '÷', left: grouped(whole), right: two() }
    const part = this.number()
    if (part === undefined) return undefined
    const isPart = part.kind === 'number' && part.written !== undefined
    return cursor.eat(/倍/y) || isPart ? product(whole, part) : undefined
  }

  private primary(): Expression | undefined {
    const { cursor } = this
    if (this.options.blanks === true && cursor.eat(BLANK_PLACE))
      return { kind: 'variable', name: UNNAMED, isPlace: true }
    if (cursor.eat(/\(/y)) return { kind: 'group', inner: this.closed(/\)/y) }
    if (cursor.eat(/\|/y)) return { kind: 'absolute', inner: this.closed(/\|/y) }
    if (cursor.eat(/√|(?:算术)?根号下?/y)) return { kind: 'root', degree: 2, radicand: this.radicand() }
    if (cursor.eat(/∛|三次根号下?/y)) return { kind: 'root', degree: 3, radicand: this.radicand() }
    if (cursor.eat(/(?:一个|某个?)数/y)) return { kind: 'variable', name: UNNAMED }
    const compared = cursor.attempt(() => this.compared())
    if (compared !== undefined) return compared
    const number = this.number()
    if (number !== undefined) return number
    if (cursor.sees(UNIT_IN_LETTERS)) throw new Unsolved('words')
    // Three letters in a row are a word of another language.
    const letter = cursor.match(/([a-zA-Z](?:_[12])?)(?!_|[a-zA-Z]{2})/y)?.[1]
    if (letter !== undefined) return { kind: 'variable', name: letter }
    if (cursor.sees(TOO_LONG)) throw new Unsolved('too_large')
    return undefined
  }

  private closed(end: RegExp): Expression {
    const inner = this.required(this.value())
    if (!this.cursor.eat(end)) throw new Unsolved('brackets')
    return inner
  }

  private radicand(): Expression {
    if (this.cursor.eat(/\(/y)) return this.closed(/\)/y)
    return this.required(this.cursor.sees(/-/y) ? this.signed() : this.number())
  }

  /** 比 12 多 5 的数; 比 60 多 20% 的数. */
  private compared(): Expression | undefined {
    if (!this.cursor.eat(/比/y)) return undefined
    const base = this.tight()
    const more = this.cursor.match(/(多|少|大|小)/y)?.[1]
    const by = base === undefined || more === undefined ? undefined : this.tight()
    if (base === undefined || by === undefined || !this.cursor.eat(/的数/y)) return undefined
    const operator: Operator = more === '多' || more === '大' ? '+' : '-'
    if (by.kind !== 'number' || by.written === undefined) {
      return { kind: 'group', inner: { kind: 'operation', operator, left: base, right: grouped(by) } }
    }
    // 比 12 多 1/3 may mean a third of it, or a third: only a percentage is always of it.
    if (!by.written.endsWith('%')) throw new Unsolved('ambiguous')
    const one: Expression = { kind: 'number', value: new Fraction(1) }
    return product(base, { kind: 'operation', operator, left: one, right: by })
  }

  /** A number without anything around it. */
  number(): Expression | undefined {
    return readNumber(this.cursor)
  }
}

const two = (): Expression => ({ kind: 'number', value: new Fraction(2) })

/** Whether a value is a plain number that is not below zero. */
export const isPlainNumber = (node: Expression): node is Extract<Expression, { kind: 'number' }> =>
  node.kind === 'number' && (!isNegative(node.value) || isZero(node.value))
