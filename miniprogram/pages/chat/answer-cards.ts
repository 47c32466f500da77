import type { ConversationChange } from '../../conversation/changes'
import type { Conversation } from '../../conversation/conversation'
import type { Turn } from '../../conversation/turn'
import { isTorn } from '../../conversation/turn-view'

/** The methods of a card that shows one answer. */
export interface AnswerCard {
  append(delta: string): void
  replace(text: string): void
  appendReasoning(delta: string): void
  replaceReasoning(text: string): void
  /** `torn`: it was cut inside of a formula. */
  finish(torn: boolean): void
  pause(): void
  resume(): void
}

/** `fed`: it takes more. `ended`: it was told the end. `missed`: the answer ended before its card was there. */
type CardState = 'fed' | 'ended' | 'missed'

type CardChange = Extract<ConversationChange, { type: 'append' | 'replace' | 'reasoning' }>

/** Brings an answer that is being written to its card, past the page's `setData`; a card may come late, or be one that was there. */
export class AnswerCards {
  private readonly conversation: Conversation
  private readonly card: (requestId: string) => AnswerCard | undefined
  /** How the cards stand that have their text by their methods, since the list came. */
  private readonly states = new Map<string, CardState>()
  /** Turns whose card was paused with the page. */
  private readonly paused = new Set<string>()

  /** `card`: the one on the page, if it is there by now. */
  constructor(conversation: Conversation, card: (requestId: string) => AnswerCard | undefined) {
    this.conversation = conversation
    this.card = card
  }

  /** Another list goes to the page: its cards have their text by the page's data. */
  listed(): void {
    this.states.clear()
  }

  /** A card is on the page: it gets what its answer has so far. */
  ready(requestId: string): void {
    const { underWay, turns } = this.conversation
    const turn = turns.find((each) => each.requestId === requestId)
    const card = this.card(requestId)
    const isUnderWay = turn === underWay
    if (turn === undefined || card === undefined || (!isUnderWay && !this.states.has(requestId))) return
    if (turn.reasoning !== '') card.replaceReasoning(turn.reasoning)
    if (turn.text !== '') card.replace(turn.text)
    if (!isUnderWay) card.finish(isTorn(turn))
    this.states.set(requestId, isUnderWay ? 'fed' : 'ended')
  }

  fed(change: CardChange): void {
    const { requestId, text } = change.turn
    const card = this.card(requestId)
    if (change.type === 'reasoning') {
      if (change.anew) card?.replaceReasoning(change.delta)
      else card?.appendReasoning(change.delta)
    } else if (change.type === 'append' && this.states.get(requestId) === 'fed') card?.append(change.delta)
    else if (card !== undefined) {
      // One that was told an end, or has its text by the page's data, takes more only after all of it came anew.
      card.replace(text)
      this.states.set(requestId, 'fed')
    }
  }

  settled(turn: Turn): void {
    const card = this.card(turn.requestId)
    card?.finish(isTorn(turn))
    this.states.set(turn.requestId, card === undefined ? 'missed' : 'ended')
  }

  /** Another of its answers has gone to the card by the page's data. */
  versionShown(requestId: string, text: string, reasoning: string): void {
    // A card takes no empty text for an answer's, since one that is being written has none on the page.
    const card = this.card(requestId)
    if (text === '') card?.replace('')
    if (reasoning === '') card?.replaceReasoning('')
    // What it is told next is of the newest.
    this.states.delete(requestId)
  }

  /** The page is hidden: nothing is drawn. */
  pause(): void {
    const { underWay } = this.conversation
    if (underWay === undefined) return
    this.paused.add(underWay.requestId)
    this.card(underWay.requestId)?.pause()
  }

  /** A card that was paused is resumed whatever became of its answer meanwhile. */
  resume(): void {
    for (const requestId of this.paused) this.card(requestId)?.resume()
    this.paused.clear()
    for (const [requestId, state] of this.states) if (state === 'missed') this.ready(requestId)
  }
}
