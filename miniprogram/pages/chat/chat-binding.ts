import { createAnnouncer } from '../../conversation/announcer'
import type { ConversationChange } from '../../conversation/changes'
import type { Conversation } from '../../conversation/conversation'
import { createFollowEnd, type ScrollPosition } from '../../conversation/follow-end'
import { createPatchBatch, type Patch, type PatchBatch } from '../../conversation/patch-batch'
import { partsOf } from '../../conversation/patch-parts'
import { PHOTO_LIMIT } from '../../conversation/photo-tray'
import { photoViews } from '../../conversation/photo-words'
import { answerAt, type Turn } from '../../conversation/turn'
import { createTurnPatches } from '../../conversation/turn-patches'
import { isTorn, nodeName } from '../../conversation/turn-view'
import { errorMessage, messages } from '../../messages/zh-CN'
import type { Cancel, Clock } from '../../platform/ports'
import { EndMover } from './end-mover'
import { type Division, isSamePane, type PaneView, paneView } from './panes'

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

/** What the binding needs of the page. */
export interface ChatView {
  setData(patch: Patch): void
  card(requestId: string): AnswerCard | undefined
  /** The words of the question that is being written. */
  setQuestion(text: string): void
  /** The visible height of the list may have changed. */
  measure(): void
  /** Tells how many pixels below its visible part the list ends, now that it is drawn. */
  measureEnd(told: (below: number) => void): void
  /** Another session is open, or this one has more to tell. */
  sessionChanged(): void
  /** Something in passing. */
  say(message: string): void
}

/** Milliseconds between two counts of what was received. */
const COUNT_INTERVAL = 500
/** Milliseconds from a growth that the page does not follow to the look where the end is now: cards draw a little later. */
const LOOK_AFTER = 300

/** Whether nothing else of a turn changed than how much of it was received. */
function isCount(status: Patch): boolean {
  return Object.keys(status).every((path) => path.endsWith('.count'))
}

/** `fed`: it takes more. `ended`: it was told the end. `missed`: the answer ended before its card was there. */
type CardState = 'fed' | 'ended' | 'missed'

type CardChange = Extract<ConversationChange, { type: 'append' | 'replace' | 'reasoning' }>

/** Joins the conversation and the page: changes become patches, at most one an interval, and none while hidden. */
export class ChatBinding {
  private readonly conversation: Conversation
  private readonly view: ChatView
  private readonly clock: Clock
  private readonly batch: PatchBatch
  /** How much was received goes to the page more slowly than the words: each time it looks at all of a turn. */
  private readonly counts: PatchBatch
  private readonly patches = createTurnPatches()
  private readonly follow = createFollowEnd()
  private readonly mover: EndMover
  private readonly unsubscribe: () => void
  /** How the cards stand that have their text by their methods, since the list came. */
  private readonly cards = new Map<string, CardState>()
  /** Turns whose card was paused with the page. */
  private readonly pausedCards = new Set<string>()
  private look: Cancel | undefined
  private firstShown: string | undefined
  private hidden = false
  private trayShown = false
  private whole: { busy?: boolean; empty?: boolean } = {}
  private divided: Division
  private pane: PaneView | undefined

  constructor(conversation: Conversation, view: ChatView, clock: Clock, divided: Division) {
    this.conversation = conversation
    this.view = view
    this.clock = clock
    this.divided = divided
    this.batch = createPatchBatch((patch) => this.send(patch), clock)
    this.counts = createPatchBatch((patch) => this.batch.add(patch), clock, COUNT_INTERVAL)
    this.mover = new EndMover(
      () => this.goesAlong(),
      (patch, atOnce) => {
        this.batch.add(patch)
        if (atOnce) this.batch.flush()
      },
      clock,
    )
    const announce = createAnnouncer(conversation.tray)
    this.unsubscribe = conversation.subscribe((change) => {
      this.changed(change)
      const announcement = announce(change)
      if (announcement !== undefined) this.batch.add({ announcement })
    })
    this.batch.add({
      ...this.photosView(),
      ...this.historyView(),
      ...this.titleView(),
      ...this.modeView(false),
    })
    this.listed()
  }

  /** A card is on the page: it gets what its answer has so far. */
  cardReady(requestId: string): void {
    const { underWay, turns } = this.conversation
    const turn = turns.find((each) => each.requestId === requestId)
    const card = this.view.card(requestId)
    const isUnderWay = turn === underWay
    if (turn === undefined || card === undefined || (!isUnderWay && !this.cards.has(requestId))) return
    if (turn.reasoning !== '') card.replaceReasoning(turn.reasoning)
    if (turn.text !== '') card.replace(turn.text)
    if (!isUnderWay) card.finish(isTorn(turn))
    this.cards.set(requestId, isUnderWay ? 'fed' : 'ended')
  }

  hide(): void {
    this.hidden = true
    this.batch.pause()
    const { underWay } = this.conversation
    if (underWay === undefined) return
    this.pausedCards.add(underWay.requestId)
    this.view.card(underWay.requestId)?.pause()
  }

  /** A card that was paused is resumed whatever became of its answer meanwhile. */
  show(): void {
    this.hidden = false
    this.batch.resume()
    for (const requestId of this.pausedCards) this.view.card(requestId)?.resume()
    this.pausedCards.clear()
    for (const [requestId, state] of this.cards) if (state === 'missed') this.cardReady(requestId)
    this.grew()
  }

  scrolled(position: ScrollPosition): void {
    if (this.follow.scrolled(position)) this.batch.add(this.followView())
  }

  /** The student's finger or wheel moves the list, or let it go: then it catches up with what grew meanwhile. */
  touched(down: boolean): void {
    this.follow.touched(down)
    if (!down && this.conversation.underWay !== undefined && this.goesAlong()) this.mover.grew()
  }

  /** Another part of the list is visible now, e.g. above the keyboard or a field that grew. */
  resized(): void {
    this.view.measure()
    if (this.goesAlong()) this.mover.grew()
  }

  /** A card is higher from this turn on. */
  drew(): void {
    if (this.goesAlong()) this.mover.drew()
    else this.lookLater()
  }

  /** The screen is divided another way. */
  divide(divided: Division): void {
    if (divided === this.divided) return
    this.divided = divided
    this.batch.add(this.paneView())
  }

  toEnd(): void {
    this.follow.toEnd()
    this.batch.add(this.followView())
    this.grew()
  }

  /** The page is gone; the conversation goes on. */
  detach(): void {
    this.unsubscribe()
    this.mover.end()
    this.look?.()
    this.counts.end()
    this.batch.end()
  }

  private changed(change: ConversationChange): void {
    switch (change.type) {
      case 'turns':
        this.listed()
        break
      case 'added':
        this.added(change.turn)
        break
      case 'status':
        this.statusChanged(change.turn)
        break
      case 'append':
      case 'replace':
      case 'reasoning':
        this.fed(change)
        break
      case 'settled':
        this.settled(change.turn)
        break
      case 'photos':
        this.photosChanged()
        break
      case 'gone':
        this.view.say(errorMessage('NOT_FOUND', 'history'))
        break
      case 'history':
        this.batch.add(this.historyView())
        break
      case 'title':
        this.batch.add(this.titleView())
        this.view.sessionChanged()
        break
      case 'mode':
        this.batch.add(this.modeView(true))
        break
      case 'draft':
        this.view.setQuestion(this.conversation.draft.text)
    }
  }

  private statusChanged(turn: Turn): void {
    const status = this.patches.status(turn)
    if (isCount(status)) this.counts.add(status)
    else {
      this.counts.flush()
      this.batch.add(status)
    }
    this.batch.add({ ...this.wholeView(), ...this.paneView() })
  }

  /** Another list of turns, or older ones above those that are there. */
  private listed(): void {
    const { turns, underWay } = this.conversation
    const before = this.firstShown
    this.firstShown = turns[0]?.requestId
    const olderCame =
      before !== undefined &&
      before !== this.firstShown &&
      turns.some(({ requestId }) => requestId === before)
    this.counts.drop()
    this.cards.clear()
    this.batch.add({ ...this.patches.all(turns), ...this.wholeView(), ...this.paneView() })
    // What the student reads stays where it is when older turns come above it.
    if (olderCame) this.batch.add({ intoView: `turn-${nodeName(before)}` })
    this.batch.flush()
    // A card that stayed was told an empty text anew, and one that is new may not have been ready for its own.
    if (underWay !== undefined) this.cardReady(underWay.requestId)
    if (turns.length === 0) this.toStart()
    // The same conversation, loaded anew, stays where it is read.
    else if (before !== this.firstShown || before === undefined) {
      if (!olderCame) this.toEnd()
    } else this.grew()
    this.view.sessionChanged()
  }

  /** The page greets: it is read from its top. */
  private toStart(): void {
    this.follow.toEnd()
    this.batch.add({ ...this.followView(), scrollTop: 0 })
  }

  private added(turn: Turn): void {
    const patch = this.patches.added(turn, this.conversation.turns)
    this.batch.add({ ...patch, ...this.wholeView(), ...this.paneView(), explains: false })
    this.batch.flush()
    if (turn.asking.mode === 'check' && turn.photos.length > 0) this.stayAt(turn)
    else this.toEnd()
  }

  /** A page that is marked is what is looked at: it stays in sight while the words grow below it. */
  private stayAt(turn: Turn): void {
    this.follow.stay()
    this.batch.add({ ...this.followView(), intoView: `turn-${nodeName(turn.requestId)}` })
  }

  /** Shows another of the answers to a question; `version` from 1. */
  showVersion(requestId: string, version: number): void {
    const turn = this.conversation.turns.find((each) => each.requestId === requestId)
    if (turn === undefined) return
    const { text, reasoning } = answerAt(turn, version)
    this.batch.add(this.patches.version(turn, version))
    this.batch.flush()
    // A card takes no empty text for an answer's, since one that is being written has none on the page.
    const card = this.view.card(requestId)
    if (text === '') card?.replace('')
    if (reasoning === '') card?.replaceReasoning('')
    // What it is told next is of the newest.
    this.cards.delete(requestId)
  }

  /** What goes to the card of an answer, past the page's `setData`. */
  private fed(change: CardChange): void {
    const { requestId, text } = change.turn
    const card = this.view.card(requestId)
    if (change.type === 'reasoning') {
      if (change.anew) card?.replaceReasoning(change.delta)
      else card?.appendReasoning(change.delta)
    } else if (change.type === 'append' && this.cards.get(requestId) === 'fed') card?.append(change.delta)
    else if (card !== undefined) {
      // One that was told an end, or has its text by the page's data, takes more only after all of it came anew.
      card.replace(text)
      this.cards.set(requestId, 'fed')
    }
    this.grew()
  }

  private settled(turn: Turn): void {
    this.statusChanged(turn)
    const card = this.view.card(turn.requestId)
    card?.finish(isTorn(turn))
    this.cards.set(turn.requestId, card === undefined ? 'missed' : 'ended')
    this.grew()
    this.view.sessionChanged()
  }

  /** Something came at the end: the page goes along, or marks it. */
  private grew(): void {
    const { news } = this.follow
    if (this.follow.grew()) this.mover.grew()
    else if (this.follow.news !== news) this.batch.add(this.followView())
    this.lookLater()
  }

  /** A list that is not followed tells by itself where its end is only when it is scrolled. */
  private lookLater(): void {
    if (this.follow.following) return
    this.look ??= this.clock.setTimer(() => {
      this.look = undefined
      this.view.measureEnd((below) => {
        if (this.follow.measured(below)) this.batch.add(this.followView())
      })
    }, LOOK_AFTER)
  }

  /** The tray takes from the list when it comes, and gives back when it goes. */
  private photosChanged(): void {
    this.batch.add(this.photosView())
    const tray = this.conversation.tray.photos.length > 0
    if (tray === this.trayShown) return
    this.trayShown = tray
    this.batch.flush()
    this.resized()
  }

  private goesAlong(): boolean {
    return this.follow.moves && !this.hidden && this.conversation.turns.length > 0
  }

  /** A move that waited for its batch while the student took hold of the list is not made: it would tear the list away. */
  private send(patch: Patch): void {
    const { scrollTop, ...rest } = patch
    const isMove = typeof scrollTop === 'number' && scrollTop > 0
    const sent = isMove && !this.goesAlong() ? rest : patch
    if (Object.keys(sent).length > 0) for (const part of partsOf(sent)) this.view.setData(part)
  }

  /** What concerns the page as a whole, where it differs from what was sent. */
  private wholeView(): Patch {
    const { underWay, turns } = this.conversation
    const busy = underWay !== undefined
    const empty = turns.length === 0
    const { busy: busyBefore, empty: emptyBefore } = this.whole
    this.whole = { busy, empty }
    return { ...(busy === busyBefore ? {} : { busy }), ...(empty === emptyBefore ? {} : { empty }) }
  }

  /** What stands beside the answer, where it differs from what was sent. */
  private paneView(): Patch {
    const before = this.pane
    this.pane = paneView(this.divided, this.conversation.turns)
    return before !== undefined && isSamePane(before, this.pane) ? {} : { ...this.pane }
  }

  private titleView(): Patch {
    return { title: this.conversation.title.text || messages.app.name }
  }

  /** `explains`: what the mode does is said, since it has just been chosen. */
  private modeView(explains: boolean): Patch {
    return { mode: this.conversation.mode.chosen, explains }
  }

  private followView(): Patch {
    return { atEnd: this.follow.atEnd, news: this.follow.news }
  }

  private photosView(): Patch {
    const { photos } = this.conversation.tray
    return {
      photos: photoViews(photos),
      photosFull: photos.length >= PHOTO_LIMIT,
    }
  }

  private historyView(): Patch {
    const { loading, failed, hasOlder } = this.conversation.history
    return { historyLoading: loading, historyFailed: failed, hasOlder }
  }
}
