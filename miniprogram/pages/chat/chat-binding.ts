import { createAnnouncer } from '../../conversation/announcer'
import type { ConversationChange } from '../../conversation/changes'
import type { Conversation } from '../../conversation/conversation'
import type { ScrollPosition } from '../../conversation/follow-end'
import { createPatchBatch, type Patch, type PatchBatch } from '../../conversation/patch-batch'
import { partsOf } from '../../conversation/patch-parts'
import { answerAt, type Turn } from '../../conversation/turn'
import { createTurnPatches } from '../../conversation/turn-patches'
import { nodeName } from '../../conversation/turn-view'
import { errorMessage } from '../../messages/zh-CN'
import type { Clock } from '../../platform/ports'
import { type AnswerCard, AnswerCards } from './answer-cards'
import { ListEnd } from './list-end'
import type { Division } from './panes'
import { createShownChat, type ShownChat } from './shown-chat'

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
/** Whether nothing else of a turn changed than how much of it was received. */
function isCount(status: Patch): boolean {
  return Object.keys(status).every((path) => path.endsWith('.count'))
}

/** Joins the conversation and the page: changes become patches, at most one an interval, and none while hidden. */
export class ChatBinding {
  private readonly conversation: Conversation
  private readonly view: ChatView
  private readonly batch: PatchBatch
  /** How much was received goes to the page more slowly than the words: each time it looks at all of a turn. */
  private readonly counts: PatchBatch
  private readonly patches = createTurnPatches()
  private readonly cards: AnswerCards
  private readonly end: ListEnd
  private readonly unsubscribe: () => void
  private firstShown: string | undefined
  private hidden = false
  private trayShown = false
  private readonly shown: ShownChat

  constructor(conversation: Conversation, view: ChatView, clock: Clock, divided: Division) {
    this.conversation = conversation
    this.view = view
    this.shown = createShownChat(conversation, divided)
    this.batch = createPatchBatch((patch) => this.send(patch), clock)
    this.counts = createPatchBatch((patch) => this.batch.add(patch), clock, COUNT_INTERVAL)
    this.cards = new AnswerCards(conversation, (requestId) => view.card(requestId))
    this.end = new ListEnd(
      {
        isShown: () => !this.hidden && conversation.turns.length > 0,
        send: (patch, atOnce) => {
          this.batch.add(patch)
          if (atOnce) this.batch.flush()
        },
        measureEnd: (told) => view.measureEnd(told),
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
      ...this.shown.photos(),
      ...this.shown.history(),
      ...this.shown.title(),
      ...this.shown.mode(false),
    })
    this.listed()
  }

  /** A card is on the page: it gets what its answer has so far. */
  cardReady(requestId: string): void {
    this.cards.ready(requestId)
  }

  hide(): void {
    this.hidden = true
    this.batch.pause()
    this.cards.pause()
  }

  show(): void {
    this.hidden = false
    this.batch.resume()
    this.cards.resume()
    this.end.grew()
  }

  scrolled(position: ScrollPosition): void {
    this.end.scrolled(position)
  }

  /** The student's finger or wheel moves the list, or let it go. */
  touched(down: boolean): void {
    this.end.touched(down, this.conversation.underWay !== undefined)
  }

  /** The list goes along with the end of what is written. */
  get goesAlong(): boolean {
    return this.end.goesAlong
  }

  /** Another part of the list is visible now, e.g. above the keyboard or a field that grew. */
  resized(): void {
    this.view.measure()
    this.end.resized()
  }

  /** A card is higher from this turn on. */
  drew(): void {
    this.end.drew()
  }

  /** The screen is divided another way. */
  divide(divided: Division): void {
    this.batch.add(this.shown.divide(divided))
  }

  toEnd(): void {
    this.end.toEnd()
  }

  /** The page is gone; the conversation goes on. */
  detach(): void {
    this.unsubscribe()
    this.end.leave()
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
        this.cards.fed(change)
        this.end.grew()
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
        this.batch.add(this.shown.history())
        break
      case 'title':
        this.batch.add(this.shown.title())
        this.view.sessionChanged()
        break
      case 'mode':
        this.batch.add(this.shown.mode(true))
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
    this.batch.add({ ...this.shown.whole(), ...this.shown.pane() })
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
    this.cards.listed()
    this.batch.add({ ...this.patches.all(turns), ...this.shown.whole(), ...this.shown.pane() })
    // What the student reads stays where it is when older turns come above it.
    if (olderCame) this.batch.add({ intoView: `turn-${nodeName(before)}` })
    this.batch.flush()
    // A card that stayed was told an empty text anew, and one that is new may not have been ready for its own.
    if (underWay !== undefined) this.cards.ready(underWay.requestId)
    if (turns.length === 0) this.end.toStart()
    // The same conversation, loaded anew, stays where it is read.
    else if (before !== this.firstShown || before === undefined) {
      if (!olderCame) this.end.toEnd()
    } else this.end.grew()
    this.view.sessionChanged()
  }

  private added(turn: Turn): void {
    const patch = this.patches.added(turn, this.conversation.turns)
    this.batch.add({ ...patch, ...this.shown.whole(), ...this.shown.pane(), explains: false })
    this.batch.flush()
    if (turn.asking.mode === 'check' && turn.photos.length > 0)
      // A page that is marked is what is looked at.
      this.end.stayAt(`turn-${nodeName(turn.requestId)}`)
    else this.end.toEnd()
  }

  /** Shows another of the answers to a question; `version` from 1. */
  showVersion(requestId: string, version: number): void {
    const turn = this.conversation.turns.find((each) => each.requestId === requestId)
    if (turn === undefined) return
    const { text, reasoning } = answerAt(turn, version)
    this.batch.add(this.patches.version(turn, version))
    this.batch.flush()
    this.cards.versionShown(requestId, text, reasoning)
  }

  private settled(turn: Turn): void {
    this.statusChanged(turn)
    this.cards.settled(turn)
    this.end.grew()
    this.view.sessionChanged()
  }

  /** The tray takes from the list when it comes, and gives back when it goes. */
  private photosChanged(): void {
    this.batch.add(this.shown.photos())
    const tray = this.conversation.tray.photos.length > 0
    if (tray === this.trayShown) return
    this.trayShown = tray
    this.batch.flush()
    this.resized()
  }

  /** A move that waited for its batch while the student took hold of the list is not made: it would tear the list away. */
  private send(patch: Patch): void {
    const { scrollTop, ...rest } = patch
    const isMove = typeof scrollTop === 'number' && scrollTop > 0
    const sent = isMove && !this.end.goesAlong ? rest : patch
    if (Object.keys(sent).length > 0) for (const part of partsOf(sent)) this.view.setData(part)
  }
}
