import type { ConversationChange } from '../../conversation/changes'
import type { Conversation } from '../../conversation/conversation'
import { createFollowEnd, type ScrollPosition } from '../../conversation/follow-end'
import { createPatchBatch, type Patch } from '../../conversation/patch-batch'
import { PHOTO_LIMIT } from '../../conversation/photo-tray'
import type { Turn } from '../../conversation/turn'
import { createTurnPatches } from '../../conversation/turn-patches'
import type { Cancel, Clock } from '../../platform/ports'

/** The methods of a card that shows one answer. */
export interface AnswerCard {
  append(delta: string): void
  replace(text: string): void
  appendReasoning(delta: string): void
  replaceReasoning(text: string): void
  finish(): void
  pause(): void
  resume(): void
}

/** What the binding needs of the page. */
export interface ChatView {
  setData(patch: Patch): void
  card(requestId: string): AnswerCard | undefined
  /** The visible height of the list may have changed. */
  measure(): void
}

/** Joins the conversation and the page: changes become patches, at most one an interval, and none while hidden. */
export interface ChatBinding {
  /** A card is on the page: it gets what its answer has so far. */
  cardReady(requestId: string): void
  hide(): void
  show(): void
  scrolled(position: ScrollPosition): void
  touched(down: boolean): void
  toEnd(): void
  /** The page is gone; the conversation goes on. */
  detach(): void
}

type CardChange = Extract<ConversationChange, { type: 'append' | 'replace' | 'reasoning' }>

/** Milliseconds between two moves to the end; and how many follow the last growth, as cards draw a little later. */
const MOVE_INTERVAL = 100
const MOVES_AFTER_GROWTH = 3
/** Beyond every list's end: the host stops there. */
const FAR_BELOW = 10000000

export function createChatBinding(conversation: Conversation, view: ChatView, clock: Clock): ChatBinding {
  const batch = createPatchBatch((patch) => view.setData(patch), clock)
  const patches = createTurnPatches()
  const follow = createFollowEnd()
  /** Turns whose card was told that its answer is complete. */
  const finished = new Set<string>()
  let firstShown: string | undefined
  let moves = 0
  let moving: Cancel | undefined
  let place = FAR_BELOW
  let hidden = false

  const followView = (): Patch => ({ atEnd: follow.following, news: follow.news })

  const move = (): void => {
    moving = undefined
    if (moves === 0 || hidden) return
    moves -= 1
    // The same number again would move nothing.
    place += 1
    if (follow.following) batch.add({ scrollTop: place })
    moving = clock.setTimer(move, MOVE_INTERVAL)
  }

  const grew = (): void => {
    const news = follow.news
    if (follow.grew()) {
      moves = MOVES_AFTER_GROWTH
      moving ??= clock.setTimer(move, MOVE_INTERVAL)
    } else if (follow.news !== news) {
      batch.add(followView())
    }
  }

  const toEnd = (): void => {
    follow.toEnd()
    batch.add(followView())
    grew()
  }

  const busyView = (): Patch => ({
    busy: conversation.underWay !== undefined,
    empty: conversation.turns.length === 0,
  })

  const photosView = (): Patch => ({
    photos: conversation.tray.photos.map(({ id, source, state, progress }) => ({
      id,
      source,
      state,
      progress,
    })),
    photosFull: conversation.tray.photos.length >= PHOTO_LIMIT,
  })

  const historyView = (): Patch => {
    const { loading, failed, hasOlder } = conversation.history
    return { historyLoading: loading, historyFailed: failed, hasOlder }
  }

  const listed = (): void => {
    const firstBefore = firstShown
    firstShown = conversation.turns[0]?.requestId
    const olderCame =
      firstBefore !== firstShown && conversation.turns.some((turn) => turn.requestId === firstBefore)
    batch.add({ ...patches.all(conversation.turns), ...busyView() })
    // What the student reads stays where it is when older turns come above it.
    if (olderCame) batch.add({ intoView: `turn-${firstBefore}` })
    batch.flush()
    // A card that stayed was told an empty text anew, and one that is new may not have been ready for its own.
    if (conversation.underWay !== undefined) cardReady(conversation.underWay.requestId)
    if (!olderCame) toEnd()
  }

  const settled = (turn: Turn): void => {
    batch.add({ ...patches.status(turn), ...busyView() })
    view.card(turn.requestId)?.finish()
    finished.add(turn.requestId)
    grew()
  }

  const added = (turn: Turn): void => {
    batch.add({ ...patches.added(turn), ...busyView() })
    batch.flush()
    toEnd()
  }

  /** What goes to the card of an answer, past the page's `setData`. */
  const fed = (change: CardChange): void => {
    const card = view.card(change.turn.requestId)
    // A card that was told the end takes more only after its text came anew.
    if (change.type !== 'reasoning' && finished.delete(change.turn.requestId)) card?.replace(change.turn.text)
    else if (change.type === 'append') card?.append(change.delta)
    else if (change.type === 'replace') card?.replace(change.turn.text)
    else if (change.anew) card?.replaceReasoning(change.delta)
    else card?.appendReasoning(change.delta)
    grew()
  }

  const changed = (change: ConversationChange): void => {
    switch (change.type) {
      case 'turns':
        listed()
        break
      case 'added':
        added(change.turn)
        break
      case 'status':
        batch.add({ ...patches.status(change.turn), ...busyView() })
        break
      case 'append':
      case 'replace':
      case 'reasoning':
        fed(change)
        break
      case 'settled':
        settled(change.turn)
        break
      case 'photos':
        batch.add(photosView())
        view.measure()
        break
      case 'history':
        batch.add(historyView())
    }
  }

  const cardReady = (requestId: string): void => {
    const turn = conversation.underWay
    if (turn?.requestId !== requestId) return
    const card = view.card(requestId)
    if (turn.reasoning !== '') card?.replaceReasoning(turn.reasoning)
    if (turn.text !== '') card?.replace(turn.text)
  }

  const eachCard = (act: (card: AnswerCard) => void): void => {
    const card = conversation.underWay && view.card(conversation.underWay.requestId)
    if (card !== undefined) act(card)
  }

  const unsubscribe = conversation.subscribe(changed)
  batch.add({ ...photosView(), ...historyView() })
  listed()

  return {
    cardReady,
    hide() {
      hidden = true
      batch.pause()
      eachCard((card) => card.pause())
    },
    show() {
      hidden = false
      batch.resume()
      eachCard((card) => card.resume())
      grew()
    },
    scrolled(position) {
      if (follow.scrolled(position)) batch.add(followView())
    },
    touched: (down) => follow.touched(down),
    toEnd,
    detach() {
      unsubscribe()
      moving?.()
      batch.end()
    },
  }
}
