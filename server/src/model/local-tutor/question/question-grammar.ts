import type { Expression } from '../mathematics/expression'
import { Unsolved } from '../mathematics/quantity'
import { Cursor } from './cursor'
import { ExpressionGrammar, type ExpressionOptions } from './expression-grammar'
import type { Explained, Statement } from './problems'
import { StatementGrammar } from './statement-grammar'
import { TOPICS } from './topics'
import * as words from './vocabulary'

/** All that a question says. */
export interface Understood {
  statements: Statement[]
  explained: { written: string; problem: Explained }[]
  tasks: words.Task[]
  /** The letters whose values are asked for. */
  sought: string[]
  /** Whether it asks if something is right. */
  judged: boolean
  /** The line on which a student's own solution begins (解：). */
  solutionFrom: number | undefined
}

/** A question of which a part was not understood: nothing of it may be answered. */
export interface NotUnderstood {
  error: Unsolved
  understood: string
  left: string
}

const isLone = (side: Expression | undefined): boolean =>
  side === undefined ||
  side.kind === 'variable' ||
  (side.kind === 'number' && side.written === undefined) ||
  (side.kind === 'group' && isLone(side.inner))

const PAIR = /[,，;；、]?\s*(?:和|与|且|及)(?=\s*[\d(a-z-])/y
const LETTERS = /[a-z](?=\s*(?:[,、和与的是等为=各]|$|\?))/g

/** The grammar of a whole question: what is left over after it was read means that it was not understood. */
export class QuestionGrammar {
  private readonly cursor: Cursor
  private readonly values: ExpressionGrammar
  private readonly grammar: StatementGrammar
  /** Where the last statement ended. */
  private ended = 0
  private readonly found: Understood = {
    statements: [],
    explained: [],
    tasks: [],
    sought: [],
    judged: false,
    solutionFrom: undefined,
  }

  /** @throws Unsolved `too_large` */
  constructor(text: string, options: ExpressionOptions) {
    this.cursor = new Cursor(text)
    this.values = new ExpressionGrammar(this.cursor, options)
    this.grammar = new StatementGrammar(this.cursor, this.values)
  }

  read(): Understood | NotUnderstood {
    for (let last = -1; last !== this.cursor.position; ) {
      last = this.cursor.position
      this.openings()
      if (this.cursor.atEnd) break
      if (!this.topic()) this.statement()
      this.endings()
    }
    return this.cursor.atEnd ? this.found : this.notUnderstood()
  }

  private notUnderstood(): NotUnderstood {
    const { cursor } = this
    const reason = cursor.sees(/\)/y) ? 'brackets' : 'words'
    return {
      error: cursor.failure?.error ?? new Unsolved(reason),
      understood: cursor.text.slice(0, cursor.position).trim(),
      left: cursor.rest.trim(),
    }
  }

  private openings(): void {
    const { cursor, found } = this
    for (let last = -1; last !== cursor.position; ) {
      last = cursor.position
      cursor.eat(words.POLITE)
      cursor.eat(words.MARK)
      if (found.statements.length > 0) cursor.eat(words.CLAIMED)
      if (cursor.eat(words.SOLUTION_MARK) && found.statements.length > 0) found.solutionFrom ??= this.line()
      cursor.attempt(() => this.opening())
    }
  }

  private opening(): true | undefined {
    const { cursor, found } = this
    if (
      cursor.eat(words.GIVEN) ||
      cursor.eat(words.ABOUT) ||
      cursor.eat(words.KIND_OF) ||
      cursor.eat(words.THEN)
    ) {
      return true
    }
    const task = words.taskOf(cursor.match(words.TASK)?.[0] ?? '')
    if (task === undefined) return undefined
    found.tasks.push(task)
    cursor.eat(/[的出]/y)
    return true
  }

  private line(): number {
    return this.cursor.text.slice(0, this.cursor.position).split('\n').length - 1
  }

  private topic(): boolean {
    const { cursor, values, found } = this
    cursor.skipSpaces()
    const start = cursor.position
    for (const { read } of TOPICS) {
      const problem = cursor.attempt(() => {
        const own = read(cursor, values, found.tasks)
        return own === undefined || !this.endsHere() ? undefined : own
      })
      if (problem === undefined) continue
      found.explained.push({ written: cursor.text.slice(start, cursor.position).trim(), problem })
      return true
    }
    return false
  }

  /** Whether a clause ends here: no topic is the beginning of something longer. */
  private endsHere(): boolean {
    const { cursor } = this
    if (cursor.atEnd || cursor.sees(/[\n,;.。，；？?!！=]/y) || cursor.text[cursor.position - 1] === '\n')
      return true
    return cursor.sees(words.ASKED) || cursor.sees(words.JUDGED) || cursor.sees(words.POLITE)
  }

  private statement(): void {
    const { cursor, found } = this
    if (cursor.sees(words.SOUGHT) && found.statements.length > 0) return
    if (!this.isParted()) return
    const read = cursor.attempt(() => {
      const statements = this.grammar.read()
      if (statements === undefined) return undefined
      const [only] = statements
      const isBare =
        statements.length === 1 && only !== undefined && only.relations.length === 0 && !only.asks
      // A lone number or letter says nothing.
      return isBare && isLone(only.sides[0]) ? undefined : statements
    })
    if (read === undefined) return
    found.statements.push(...read)
    this.ended = cursor.position
  }

  /** Whether something parts what comes from the statement before: a mark, a word, a line's end, or a space after a sign of equality. */
  private isParted(): boolean {
    const last = this.found.statements[this.found.statements.length - 1]
    if (last === undefined) return true
    const between = this.cursor.text.slice(this.ended, this.cursor.position)
    const space = /^\s/.test(`${between}${this.cursor.rest}`)
    return (
      between.trim() !== '' || between.includes('\n') || (space && (last.asks || last.relations.length > 0))
    )
  }

  private endings(): void {
    const { cursor, found } = this
    for (let last = -1; last !== cursor.position; ) {
      last = cursor.position
      const sought = found.statements.length > 0 ? cursor.match(words.SOUGHT)?.[0] : undefined
      if (sought !== undefined) found.sought.push(...(sought.match(LETTERS) ?? []))
      if (cursor.eat(words.JUDGED)) found.judged = true
      if (found.statements.length + found.explained.length > 0) cursor.eat(words.ASKED)
      this.trailingTask()
      cursor.eat(words.POLITE)
      if (found.statements.length > 0) cursor.eat(PAIR)
      cursor.eat(words.MARK)
    }
  }

  /** 把 x²-5x+6 因式分解. */
  private trailingTask(): void {
    const task = this.cursor.match(/因式分解|分解因式|展开|化简|约分|通分|合并同类项|求值|求解/y)?.[0]
    const meant = task === '求值' ? 'compute' : task === '求解' ? 'solve' : words.taskOf(task ?? '')
    if (meant !== undefined) this.found.tasks.push(meant)
  }
}
