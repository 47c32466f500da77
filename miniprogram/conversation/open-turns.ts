import type { JournaledAnswer } from '../api/learning'
import type { AnswerRunner } from './answer-runner'
import type { JournalPort } from './ports'
import { interrupt, isUnderWay, type Turn, turnFromJournal } from './turn'

export interface OpenTurnsDependencies {
  readonly runner: Pick<AnswerRunner, 'turns' | 'sessionOf'>
  readonly journal: JournalPort
  /** Where an `<image>` finds a file of the server's. */
  address(url: string): string
}

/**
 * The turns of the conversation that is open, wherever each is known from: the history, what runs on this phone, what was
 * asked since the history was, and what an earlier run of the program left.
 */
export class OpenTurns {
  private turns: readonly Turn[] = []
  /** What was asked here since it was opened: a history that was on its way may not have it yet. */
  private asked = new Set<Turn>()
  private readonly dependencies: OpenTurnsDependencies

  constructor(dependencies: OpenTurnsDependencies) {
    this.dependencies = dependencies
  }

  get list(): readonly Turn[] {
    return this.turns
  }

  get last(): Turn | undefined {
    return this.turns[this.turns.length - 1]
  }

  /** The one whose answer is under way on this phone. */
  get underWay(): Turn | undefined {
    return this.dependencies.runner.turns.find((turn) => this.has(turn))
  }

  find(requestId: string): Turn | undefined {
    return this.turns.find((turn) => turn.requestId === requestId)
  }

  has(turn: Turn): boolean {
    return this.turns.includes(turn)
  }

  /** A question that has just been asked. */
  add(turn: Turn): void {
    this.turns = [...this.turns, turn]
    this.asked.add(turn)
  }

  remove(turn: Turn): void {
    this.turns = this.turns.filter((each) => each !== turn)
  }

  /** Another conversation is open, of which so much is known. */
  open(kept: readonly Turn[], sessionId: string | undefined): void {
    this.asked.clear()
    this.turns = this.withRunning(kept, sessionId)
  }

  /** Its history came: a question that was asked meanwhile stays behind it. */
  loaded(history: readonly Turn[], sessionId: string | undefined): void {
    const known = new Set(history.map(({ requestId }) => requestId))
    const since = this.turns.filter((turn) => this.asked.has(turn) && !known.has(turn.requestId))
    this.turns = this.withRunning([...history, ...since], sessionId)
  }

  /** Those before the first one; false where none of them is new. */
  addOlder(older: readonly Turn[]): boolean {
    const unknown = older.filter(({ requestId }) => this.find(requestId) === undefined)
    this.turns = [...unknown, ...this.turns]
    return unknown.length > 0
  }

  /**
   * The turn that has to go on: what the last run of the program left here, or the server still writes. An older one that
   * nobody follows is marked as interrupted. `isUnsure`: the history could not be asked.
   */
  takeUp(sessionId: string | undefined, isUnsure: boolean): Turn | undefined {
    if (this.underWay !== undefined) return undefined
    const left = this.leftBehind(sessionId, isUnsure)
    if (left !== undefined) this.turns = [...this.turns, turnFromJournal(left, this.dependencies.address)]
    const waiting = this.turns.filter(isUnderWay)
    const newest = waiting.pop()
    waiting.forEach(interrupt)
    return newest
  }

  /** Whether a question that was sent stands here, is on its way, or was left by an earlier run of the program. */
  knows(requestId: string): boolean {
    const isLeft = () => this.dependencies.journal.unfinished().some((left) => left.requestId === requestId)
    return this.find(requestId) !== undefined || this.isRunning(requestId) || isLeft()
  }

  /** The answer that an earlier run of the program left in this session, where the history does not tell it. */
  private leftBehind(sessionId: string | undefined, isUnsure: boolean): JournaledAnswer | undefined {
    return this.dependencies.journal.unfinished().find(({ requestId, params }) => {
      const isHere =
        params.session_id === undefined
          ? sessionId === undefined || isUnsure
          : params.session_id === sessionId
      return isHere && this.find(requestId) === undefined && !this.isRunning(requestId)
    })
  }

  private isRunning(requestId: string): boolean {
    return this.dependencies.runner.turns.some((turn) => turn.requestId === requestId)
  }

  /** The answer under way belongs to its session's turns, whether the server lists it yet or not. */
  private withRunning(turns: readonly Turn[], sessionId: string | undefined): Turn[] {
    const { runner } = this.dependencies
    const isHere = (turn: Turn): boolean =>
      turns.some(({ requestId }) => requestId === turn.requestId) ||
      (sessionId !== undefined && runner.sessionOf(turn) === sessionId)
    const running = runner.turns.filter(isHere)
    const others = turns.filter(({ requestId }) => !running.some((turn) => turn.requestId === requestId))
    return [...others, ...running]
  }
}
