import { Fraction, Unsolved } from './quantity'

export type Operator = '+' | '-' | '×' | '÷' | '/' | 'implied'

/** A school expression as it was written; brackets are kept, so that it can be shown again. */
export type Expression =
  | { kind: 'number'; value: Fraction; written?: string }
  | { kind: 'variable'; name: string }
  | { kind: 'negative'; operand: Expression }
  | { kind: 'group'; inner: Expression }
  | { kind: 'operation'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'power'; base: Expression; exponent: number }

const MAX_LENGTH = 200
const MAX_DEPTH = 20
const TOKEN = /\s*(\d{1,12}(?:\.\d{1,8})?(?![\d.])|[a-zA-Z]|[-+×÷/^()%])/y

function tokens(text: string): string[] {
  if (text.length > MAX_LENGTH) throw new Unsolved('too_large')
  const found: string[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const position = TOKEN.lastIndex
    const token = TOKEN.exec(text)?.[1]
    if (token === undefined) throw new Unsolved(/^\s*\d/.test(text.slice(position)) ? 'too_large' : 'syntax')
    found.push(token)
  }
  return found
}

const isNumber = (token: string | undefined): token is string => token !== undefined && /^\d/.test(token)
const isLetter = (token: string | undefined): token is string =>
  token !== undefined && /^[a-zA-Z]$/.test(token)
const isInteger = (token: string | undefined): token is string => token !== undefined && /^\d+$/.test(token)

/** Recursive descent over a closed set of tokens: nothing that a student writes is ever run as code. */
class Parser {
  private position = 0
  private depth = 0

  constructor(private readonly tokens: readonly string[]) {}

  whole(): Expression {
    const expression = this.sum()
    if (this.position < this.tokens.length) throw new Unsolved(this.peek() === ')' ? 'brackets' : 'syntax')
    return expression
  }

  private peek(offset = 0): string | undefined {
    return this.tokens[this.position + offset]
  }

  private take(token: string): boolean {
    if (this.peek() !== token) return false
    this.position++
    return true
  }

  private sum(): Expression {
    if (++this.depth > MAX_DEPTH) throw new Unsolved('too_large')
    let left = this.product()
    for (;;) {
      const operator = this.peek()
      if (operator !== '+' && operator !== '-') break
      this.position++
      left = { kind: 'operation', operator, left, right: this.product() }
    }
    this.depth--
    return left
  }

  private product(): Expression {
    let left = this.signed()
    for (;;) {
      const next = this.peek()
      if (next === '×' || next === '÷' || next === '/') {
        this.position++
        left = { kind: 'operation', operator: next, left, right: this.signed() }
      } else if (isLetter(next) || next === '(') {
        // 1 ÷ 2x: whether 2x belongs together is read differently by different books.
        if (left.kind === 'operation' && (left.operator === '÷' || left.operator === '/')) {
          throw new Unsolved('ambiguous')
        }
        left = { kind: 'operation', operator: 'implied', left, right: this.raised() }
      } else {
        return left
      }
    }
  }

  private signed(): Expression {
    if (this.take('+')) return this.signed()
    if (!this.take('-')) return this.raised()
    if (++this.depth > MAX_DEPTH) throw new Unsolved('too_large')
    const operand = this.signed()
    this.depth--
    return operand.kind === 'number' && operand.written === undefined
      ? { kind: 'number', value: operand.value.neg() }
      : { kind: 'negative', operand }
  }

  private raised(): Expression {
    const base = this.primary()
    if (!this.take('^')) return base
    const exponent = this.exponent()
    // 9^9^9: towers are no school matter.
    if (this.peek() === '^') throw new Unsolved('too_large')
    return { kind: 'power', base, exponent }
  }

  private exponent(): number {
    const bracket = this.take('(')
    const sign = this.take('-') ? -1 : 1
    const digits = this.peek()
    if (!isInteger(digits)) throw new Unsolved('syntax')
    if (digits.length > 2) throw new Unsolved('too_large')
    this.position++
    if (bracket && !this.take(')')) throw new Unsolved('brackets')
    return sign * Number(digits)
  }

  private primary(): Expression {
    const token = this.peek()
    this.position++
    if (token === '(') {
      const inner = this.sum()
      if (!this.take(')')) throw new Unsolved('brackets')
      return { kind: 'group', inner }
    }
    if (isLetter(token)) return { kind: 'variable', name: token }
    if (!isNumber(token)) throw new Unsolved('syntax')
    return this.numeral(token)
  }

  /** A number, a percentage, or a fraction of two whole numbers (which binds closer than ÷, as it is printed). */
  private numeral(token: string): Expression {
    if (this.take('%')) {
      return { kind: 'number', value: new Fraction(token).div(100), written: `${token}\\%` }
    }
    const denominator = this.peek(1)
    const inFraction = this.peek() === '/' && isInteger(token) && isInteger(denominator)
    if (!inFraction || this.peek(2) === '^' || this.peek(2) === '%') {
      return { kind: 'number', value: new Fraction(token) }
    }
    this.position += 2
    if (Number(denominator) === 0) throw new Unsolved('division_by_zero')
    const value = new Fraction(BigInt(token), BigInt(denominator))
    return { kind: 'number', value, written: `\\frac{${token}}{${denominator}}` }
  }
}

/** Reads one expression of the closed grammar (digits, letters, + - × ÷ / ^ % and brackets). @throws Unsolved */
export function parseExpression(text: string): Expression {
  const found = tokens(text)
  if (found.length === 0) throw new Unsolved('syntax')
  return new Parser(found).whole()
}

/** The letters in an expression, each once, in alphabetical order. */
export function variablesOf(expression: Expression): string[] {
  const names = new Set<string>()
  const visit = (node: Expression): void => {
    if (node.kind === 'variable') names.add(node.name)
    for (const child of childrenOf(node)) visit(child)
  }
  visit(expression)
  return [...names].sort()
}

/** The expressions directly inside another. */
export function childrenOf(node: Expression): Expression[] {
  switch (node.kind) {
    case 'operation':
      return [node.left, node.right]
    case 'group':
      return [node.inner]
    case 'negative':
      return [node.operand]
    case 'power':
      return [node.base]
    default:
      return []
  }
}
