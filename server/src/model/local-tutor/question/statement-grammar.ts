import { childrenOf, type Expression, grouped, placesIn, variablesOf } from '../mathematics/expression'
import { Unsolved } from '../mathematics/quantity'
import type { Cursor } from './cursor'
import type { ExpressionGrammar } from './expression-grammar'
import type { Relation, Statement } from './problems'

const RELATION = /[=<>≤≥]|等于|是(?!否|不是|对|正确|错)|得(?!数)/y
/** A line that begins with = goes on with the line before. */
const NEXT_LINE = /\s*\n\s*=/y
const QUESTION = /几|多少|什么|\?/y

const relationOf = (sign: string): Relation =>
  sign === '<' || sign === '>' || sign === '≤' || sign === '≥' ? sign : '='

/** Values with signs between them: 3 + 5 = 8, 2x + 3 > 7, 25 × 4 =. */
export class StatementGrammar {
  constructor(
    private readonly cursor: Cursor,
    private readonly values: ExpressionGrammar,
  ) {}

  /** The statements that begin here: several where sums stand beside each other (7×8= 9×6=). */
  read(): Statement[] | undefined {
    const chain = this.cursor.attempt(() => this.chain())
    return chain === undefined ? undefined : chain.map((statement) => this.withAlternatives(statement))
  }

  private withAlternatives(statement: Statement): Statement {
    const or: Statement[] = []
    for (;;) {
      const next = this.cursor.attempt(() => {
        if (!this.cursor.eat(/[,，]?\s*或者?/y)) return undefined
        const [only, ...more] = this.chain() ?? []
        return more.length === 0 ? only : undefined
      })
      if (next === undefined) return { ...statement, or: [...statement.or, ...or] }
      or.push(next)
    }
  }

  private chain(): Statement[] | undefined {
    const { cursor } = this
    cursor.skipSpaces()
    const start = cursor.position
    const line = cursor.text.slice(0, start).split('\n').length - 1
    const first = this.values.value()
    if (first === undefined) return undefined
    const sides = [first]
    const relations: Relation[] = []
    const gaps: boolean[] = []
    let asks = false
    let isEither = false
    for (;;) {
      const before = cursor.position
      const relation = this.relation()
      if (relation === undefined) break
      const sign = cursor.position
      if (cursor.eat(QUESTION)) asks = true
      else if (relation === '=' && cursor.eat(/±/y)) isEither = true
      const side = asks ? undefined : this.values.value()
      if (side === undefined) {
        // 是 or 得 without anything after it is no sign.
        if (!asks && !/=\s*$/.test(cursor.text.slice(before, sign))) cursor.position = before
        else asks = true
        break
      }
      const isPlace = side.kind === 'variable' && side.isPlace === true
      if (isPlace && !this.goesOn() && sides.every((known) => variablesOf(known).length === 0)) {
        asks = true
        break
      }
      gaps.push(
        /[^\s]=\s+$/.test(
          `${cursor.text.slice(before - 1, sign)}${/^\s*/.exec(cursor.text.slice(sign))?.[0]}`,
        ),
      )
      sides.push(side)
      relations.push(relation)
    }
    refusePlaces(sides)
    const written = cursor.text.slice(start, cursor.position).trim()
    const or = isEither ? [otherSign({ written, line, sides, relations, asks, or: [] })] : []
    const statement: Statement = { written, line, sides, relations, asks, or }
    return asks && sides.length > 1 ? sumsOf(statement, gaps) : [statement]
  }

  private goesOn(): boolean {
    return this.cursor.sees(/[=+\-×÷]/y)
  }

  private relation(): Relation | undefined {
    if (this.cursor.eat(NEXT_LINE)) return '='
    const sign = this.cursor.match(RELATION)?.[0]
    if (sign === undefined) return undefined
    // 3+5= at the end of a line, = 8 on the next.
    this.cursor.eat(NEXT_LINE)
    return relationOf(sign)
  }
}

/** Two open places may hold two numbers, and a letter beside one another: nothing says which. @throws Unsolved */
function refusePlaces(sides: readonly Expression[]): void {
  const places = sides.reduce((sum, side) => sum + placesIn(side), 0)
  if (places > 1) throw new Unsolved('unknowns')
  if (places === 1 && sides.some((side) => hasLetter(side))) throw new Unsolved('unknowns')
}

/** The second of the two that x = ±2 says: x = -2. @throws Unsolved */
function otherSign(statement: Statement): Statement {
  const [left, right, ...more] = statement.sides
  if (left === undefined || right === undefined || more.length > 0) throw new Unsolved('syntax')
  return { ...statement, written: '', sides: [left, { kind: 'negative', operand: grouped(right) }] }
}

const hasLetter = (side: Expression): boolean =>
  side.kind === 'variable' ? side.isPlace !== true : childrenOf(side).some(hasLetter)

const isOperation = (side: Expression): boolean => side.kind === 'operation' || side.kind === 'power'

/** 7×8= 9×6= asks twice; 3.6=0.12-7.5= has lost a sign: nothing asks for the value of 3.6. @throws Unsolved */
function sumsOf(statement: Statement, gaps: readonly boolean[]): Statement[] {
  const { sides, line } = statement
  if (sides.some((side) => variablesOf(side).length > 0)) throw new Unsolved('ambiguous')
  if (!gaps.every(Boolean) || !sides.every(isOperation)) throw new Unsolved('ambiguous')
  const parts = statement.written.split('=').map((part) => `${part.trim()}=`)
  return sides.map((side, index) => ({
    written: parts[index] ?? '',
    line,
    sides: [side],
    relations: [],
    asks: true,
    or: [],
  }))
}
