import { messages } from '../messages/zh-CN'
import { type Asking, PLAIN } from './asking'
import { first } from './characters'
import { hintedQuestion } from './hint-levels'
import type { Occupied } from './send-outcome'
import { askedAgain, type Turn } from './turn'

/** What the conversation does for them. */
export interface NextQuestionsPort {
  turns(): readonly Turn[]
  occupied(): Occupied | undefined
  /** Characters that a question may have. */
  mostCharacters(): number
  /** Asks a question without photos of its own. */
  begin(content: string, asking: Asking): void
  /** Asks again in the place of `before`. */
  beginInPlace(before: Turn, turn: Turn): void
  newRequestId(): string
}

/** What a student asks from an answer by one tap. Each says whether it was asked: nothing is while the conversation is occupied. */
export class NextQuestions {
  constructor(private readonly port: NextQuestionsPort) {}

  /** A question in words, or without any about something that `asking` names. */
  ask(content: string, asking: Asking = PLAIN): boolean {
    if (this.port.occupied() !== undefined) return false
    this.port.begin(first(content, this.port.mostCharacters()), asking)
    return true
  }

  /**
   * Has an answer gone on with that was saved before it was whole: a new question asks for the rest, since a saved answer never
   * changes.
   */
  goOn(requestId: string): boolean {
    const turn = this.find(requestId)
    if (turn?.phase.name !== 'done') return false
    const words = messages.answer
    const isLast = turn === this.port.turns().slice(-1)[0]
    return this.ask(isLast || turn.content === '' ? words.goOn : words.goOnWith(turn.content))
  }

  /** The next hint to the question that a turn asks about. */
  hint(requestId: string): boolean {
    const turn = this.find(requestId)
    const about = turn && hintedQuestion(turn, this.port.turns())
    return about !== undefined && this.ask('', { mode: 'hint', about })
  }

  /** Has a question answered anew, in its place. */
  again(requestId: string): boolean {
    const turn = this.find(requestId)
    if (turn?.questionId === undefined || this.port.occupied() !== undefined) return false
    this.port.beginInPlace(turn, askedAgain(turn, this.port.newRequestId()))
    return true
  }

  private find(requestId: string): Turn | undefined {
    return this.port.turns().find((turn) => turn.requestId === requestId)
  }
}
