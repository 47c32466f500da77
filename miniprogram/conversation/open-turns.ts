import type { JournaledAnswer } from '../api/learning'
import type { AnswerRunner } from './answer-runner'
import type { JournalPort } from './ports'
import { askedAgain, isUnderWay, type Turn } from './turn'
import type { TurnWriter } from './turn-changes'
import { turnFromJournal } from './turn-history'
import { INTERRUPTED } from './turn-phase'

interface OpenTurnsDependencies {
  readonly runner: Pick<AnswerRunner, 'turns' | 'sessionOf'>
  readonly journal: JournalPort
  readonly write: TurnWriter
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

  /** A question is asked again, in the place of its turn before. */
  replace(before: Turn, turn: Turn): void {
    this.turns = this.turns.map((each) => (each === before ? turn : each))
    this.asked.add(turn)
  }

  /** Another conversation is open, of which so much is known. */
  open(kept: readonly Turn[], sessionId: string | undefined): void {
    this.asked.clear()
    this.turns = this.withRunning(kept, sessionId)
  }

  /** Its history came: a question that was asked meanwhile stays behind it. */
  loaded(history: readonly Turn[], sessionId: string | undefined): void {
    const since = this.turns.filter(
      (turn) => this.asked.has(turn) && !history.some((each) => isSame(each, turn)),
    )
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
    if (left !== undefined) this.takeIn(turnFromJournal(left, this.dependencies.address))
    const waiting = this.turns.filter(isUnderWay)
    const newest = waiting.pop()
    for (const turn of waiting) this.dependencies.write(turn, { phase: INTERRUPTED })
    return newest
  }

  /** Whether a question that was sent stands here, is on its way, or was left by an earlier run of the program. */
  knows(requestId: string): boolean {
    const isLeft = () => this.dependencies.journal.unfinished().some((left) => left.requestId === requestId)
    return this.find(requestId) !== undefined || this.isRunning(requestId) || isLeft()
  }

  /** The answer that an earlier run of the program left in this session, where the history does not tell it. */
  private leftBehind(sessionId: string | undefined, isUnsure: boolean): JournaledAnswer | undefined {
    // One without a session began its own: it may only be this one where the server had it, and nothing else stands here.
    const mayBeFirst = isUnsure && this.turns.length === 0
    return this.dependencies.journal.unfinished().find(({ requestId, params, afterSeq }) => {
      const isHere =
        params.session_id === sessionId || (params.session_id === undefined && mayBeFirst && afterSeq !== 0)
      return isHere && this.find(requestId) === undefined && !this.isRunning(requestId)
    })
  }

  /** At the end, or in the place of the question that it asks again. */
  private takeIn(turn: Turn): void {
    const before = this.turns.find((each) => isSame(each, turn))
    this.turns =
      before === undefined
        ? [...this.turns, turn]
        : this.turns.map((each) => (each === before ? inPlaceOf(before, turn) : each))
  }

  private isRunning(requestId: string): boolean {
    return this.dependencies.runner.turns.some((turn) => turn.requestId === requestId)
  }

  /** The answer under way belongs to its session's turns, whether the server lists it yet or not. */
  private withRunning(turns: readonly Turn[], sessionId: string | undefined): Turn[] {
    const { runner } = this.dependencies
    const isHere = (turn: Turn): boolean =>
      turns.some((each) => isSame(each, turn)) ||
      (sessionId !== undefined && runner.sessionOf(turn) === sessionId)
    const running = runner.turns.filter(isHere)
    // One that is asked again stays where it is; every other one is the last.
    const placed = turns.map((each) => running.find((turn) => isSame(each, turn)) ?? each)
    return [...placed, ...running.filter((turn) => !placed.includes(turn))]
  }
}

/** Whether two turns are the same question's, of which one may be asked again under another id. */
function isSame(one: Turn, other: Turn): boolean {
  if (one.requestId === other.requestId) return true
  const isAgain = one.asking.again !== undefined || other.asking.again !== undefined
  return isAgain && one.questionId !== undefined && one.questionId === other.questionId
}

/** What an earlier run of the program asked again, with what that question has already. */
function inPlaceOf(before: Turn, again: Turn): Turn {
  const { content, photos, questionId } = before
  const asked = askedAgain(before, again.requestId)
  return { ...again, content, photos, questionId, earlier: asked.earlier }
}
