import { messages } from '../messages/zh-CN'
import type { KeyValueStore } from '../platform/ports'
import { type AnswerRunner, createAnswerRunner } from './answer-runner'
import type { ConversationChange } from './changes'
import { Drafts } from './drafts'
import { HistoryCache } from './history-cache'
import { createHistoryPages, type HistoryPages, type HistoryState } from './history-pages'
import { lacksNetwork } from './lost-network'
import { OpenDraft } from './open-draft'
import type { PhotoFinding } from './photo-quality'
import { createPhotoTray, type PhotoTray } from './photo-tray'
import { createPhotoUploads, type Photo } from './photo-uploads'
import type { JournalPort, LearningPort } from './ports'
import { createSessionTitle, type SessionTitle } from './session-title'
import {
  interrupt,
  isUnderWay,
  itemFromTurn,
  newTurn,
  type Rating,
  restart,
  type Turn,
  turnFromJournal,
} from './turn'

/** Characters that a question may have; the contract's limit. */
export const CONTENT_LIMIT = 8000

/** Answers that one phone has written at once: as many as an account may have, and no more than it has sockets for. */
export const ANSWERS_AT_ONCE = 3

/** Storage key of the session that was open last. */
const OPEN_SESSION = 'open-session'

/**
 * `busy`: an answer of this conversation is under way; `too-many`: {@link ANSWERS_AT_ONCE} of other conversations;
 * `photo-failed`: one can be uploaded again; `photo-refused`: one has to go first.
 */
export type SendOutcome =
  | 'sent'
  | 'empty'
  | 'too-long'
  | 'busy'
  | 'too-many'
  | 'photo-failed'
  | 'photo-refused'

export interface ConversationDependencies {
  learning: LearningPort
  journal: JournalPort
  store: KeyValueStore
  newRequestId(): string
  /** What speaks against a picture on the device. */
  judge(path: string): Promise<PhotoFinding | undefined>
}

/**
 * The conversation that is open, with at most one answer under way; those of others go on beside it. It belongs to the
 * program, not to a page: an answer goes on while no page is there, and a page that comes back finds it.
 */
export class Conversation {
  /** The photos of the question that is being written. */
  readonly tray: PhotoTray
  readonly title: SessionTitle
  /** That question. */
  readonly draft: OpenDraft
  private readonly learning: LearningPort
  private readonly journal: JournalPort
  private readonly store: KeyValueStore
  private readonly cache: HistoryCache
  private readonly newRequestId: () => string
  private readonly drafts: Drafts
  private readonly runner: AnswerRunner
  private readonly pages: HistoryPages
  private readonly listeners = new Set<(change: ConversationChange) => void>()
  private list: Turn[] = []
  /** What was asked here since it was opened: a history that was on its way may not have it yet. */
  private asked = new Set<Turn>()
  private openId: string | undefined
  private started: Promise<void> | undefined

  constructor({ learning, journal, store, newRequestId, judge }: ConversationDependencies) {
    this.learning = learning
    this.journal = journal
    this.store = store
    this.cache = new HistoryCache(store, () => learning.address('/'))
    this.newRequestId = newRequestId
    this.drafts = new Drafts(store, learning.address)
    const tell = (change: ConversationChange) => this.tell(change)
    const uploads = createPhotoUploads(learning.upload, (photo) => this.photoChanged(photo))
    this.tray = createPhotoTray(uploads, judge, () => this.trayChanged())
    this.draft = new OpenDraft(this.drafts, this.tray, () => tell({ type: 'draft' }))
    this.title = createSessionTitle(learning.title, () => tell({ type: 'title' }))
    this.pages = createHistoryPages(learning, this.cache, () => tell({ type: 'history' }))
    this.runner = createAnswerRunner({
      learning,
      journal,
      uploads,
      tell,
      sessionKnown: (turn, sessionId) => this.sessionKnown(turn, sessionId),
      accepted: (turn) => this.drafts.drop(turn.requestId),
      ended: (turn, sessionId) => this.ended(turn, sessionId),
    })
  }

  get turns(): readonly Turn[] {
    return this.list
  }

  get sessionId(): string | undefined {
    return this.openId
  }

  /** The turn of this conversation whose answer is under way. */
  get underWay(): Turn | undefined {
    return this.runner.turns.find((turn) => this.list.includes(turn))
  }

  /** Why nothing can be asked here now. */
  get occupied(): 'busy' | 'too-many' | undefined {
    if (this.underWay !== undefined) return 'busy'
    return this.runner.turns.length >= ANSWERS_AT_ONCE ? 'too-many' : undefined
  }

  /** The sessions in which an answer is under way on this phone. */
  get running(): ReadonlySet<string> {
    return new Set(this.runner.turns.flatMap((turn) => this.runner.sessionOf(turn) ?? []))
  }

  get history(): HistoryState {
    return this.pages.state
  }

  subscribe(listener: (change: ConversationChange) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Loads the session that was open and goes on with an answer that was under way. Once: later calls do nothing. */
  start(): Promise<void> {
    const stored = this.store.get(OPEN_SESSION)
    this.started ??= this.show(typeof stored === 'string' && stored !== '' ? stored : undefined)
    return this.started
  }

  /** Sends the question with the photos of the tray. A second tap finds the first one under way. */
  send(content: string): SendOutcome {
    const text = content.trim()
    const { occupied } = this
    if (occupied !== undefined) return occupied
    if (text === '' && this.tray.photos.length === 0) return 'empty'
    if (text.length > CONTENT_LIMIT) return 'too-long'
    const failed = this.tray.photos.filter(({ state }) => state === 'failed')
    if (failed.length > 0) return failed.some(({ refused }) => refused) ? 'photo-refused' : 'photo-failed'
    const requestId = this.newRequestId()
    this.begin(requestId, text, this.draft.send(requestId, text))
    return 'sent'
  }

  /**
   * Has an answer gone on with that was saved before it was whole: a new question asks for the rest, since a saved answer never
   * changes. False where nothing can be asked now.
   */
  goOn(requestId: string): boolean {
    const turn = this.find(requestId)
    if (turn?.state !== 'done' || this.occupied !== undefined) return false
    const words = messages.answer
    const isLast = turn === this.list[this.list.length - 1]
    const content = isLast || turn.content === '' ? words.goOn : words.goOnWith(turn.content)
    this.begin(this.newRequestId(), content.slice(0, CONTENT_LIMIT), [])
    return true
  }

  private begin(requestId: string, content: string, photos: readonly Photo[]): void {
    const turn = newTurn(requestId, content, photos)
    this.list = [...this.list, turn]
    this.asked.add(turn)
    this.tell({ type: 'added', turn })
    this.runner.run(turn, this.openId)
  }

  /** Stops the answer under way here; what was received is kept. */
  stop(): void {
    const { underWay } = this
    if (underWay !== undefined) this.runner.stop(underWay)
  }

  /** Asks a turn that failed again, by the same request id, with the photos that are at the server already. */
  retry(requestId: string): boolean {
    const turn = this.find(requestId)
    if (turn === undefined || !turn.retryable || this.occupied !== undefined) return false
    restart(turn)
    this.runner.run(turn, this.openId)
    this.tell({ type: 'status', turn })
    return true
  }

  /**
   * Lays the photos of a turn that ended back into the tray and gives its text, to be changed and sent as a new question. The
   * turn leaves the page; one that has a part of an answer stays for that, with nothing more to do about it.
   */
  takeBack(requestId: string): string | undefined {
    const turn = this.find(requestId)
    if (turn === undefined || isUnderWay(turn)) return undefined
    this.drafts.drop(requestId)
    this.tray.putBack(turn.photos)
    if (turn.text === '') {
      this.list = this.list.filter((each) => each !== turn)
      this.tell({ type: 'turns' })
    } else {
      turn.takenBack = true
      this.tell({ type: 'status', turn })
    }
    return turn.content
  }

  /**
   * Shows the rating at once, or none where it is the one that was given before; goes back, and rejects with a `LearningError`,
   * where the server did not get it.
   */
  async rate(requestId: string, rating: Rating): Promise<void> {
    const turn = this.find(requestId)
    if (turn?.answerId === undefined) return
    const before = turn.rating
    const given = before === rating ? undefined : rating
    this.setRating(turn, given)
    try {
      await this.learning.rate(turn.answerId, given ?? null)
    } catch (error) {
      this.setRating(turn, before)
      throw error
    }
  }

  /** Opens a conversation without questions; its session is made by the first one. */
  startNew(): void {
    this.setSession(undefined)
    this.list = []
    this.pages.close()
    this.tell({ type: 'turns' })
    this.draft.open(undefined)
    this.layBack()
  }

  async open(sessionId: string): Promise<void> {
    if (sessionId !== this.openId) await this.show(sessionId)
  }

  /** A session was deleted: nothing of it is kept. */
  forget(sessionId: string): void {
    this.cache.remove(sessionId)
    this.drafts.forget(sessionId)
  }

  /** Loads the questions before the first one shown. */
  async loadOlder(): Promise<void> {
    const opened = this.openId
    const older = await this.pages.older(this.list.find((turn) => turn.questionId !== undefined)?.questionId)
    const unknown = older.filter(({ requestId }) => this.find(requestId) === undefined)
    if (opened !== this.openId || unknown.length === 0) return
    this.list = [...unknown, ...this.list]
    this.tell({ type: 'turns' })
  }

  /** Loads the open session again, after it failed. */
  reload(): Promise<void> {
    return this.load(this.openId)
  }

  /** There is a network again, or may be: what failed for lack of one is tried once more. */
  comeBack(): void {
    for (const { id, state } of this.tray.photos) if (state === 'failed') this.tray.retry(id)
    const last = this.list[this.list.length - 1]
    if (last !== undefined && lacksNetwork(last)) this.retry(last.requestId)
    if (this.history.failed) void this.reload()
  }

  /** Tells nobody of a turn that is not open: its page gets all of it when it is. */
  private tell(change: ConversationChange): void {
    if ('turn' in change && !this.list.includes(change.turn)) return
    for (const listener of [...this.listeners]) listener(change)
  }

  private find(requestId: string): Turn | undefined {
    return this.list.find((turn) => turn.requestId === requestId)
  }

  private setRating(turn: Turn, rating: Rating | undefined): void {
    turn.rating = rating
    this.keepTurn(turn, this.openId)
    this.tell({ type: 'status', turn })
  }

  private setSession(sessionId: string | undefined): void {
    this.asked.clear()
    this.setOpenId(sessionId)
  }

  private setOpenId(sessionId: string | undefined): void {
    this.openId = sessionId
    this.title.follow(sessionId)
    if (sessionId === undefined) this.store.remove(OPEN_SESSION)
    else this.store.set(OPEN_SESSION, sessionId)
  }

  private trayChanged(): void {
    this.draft.keep()
    this.tell({ type: 'photos' })
  }

  private photoChanged(photo: Photo): void {
    if (photo.state === 'uploaded') this.drafts.save()
    const turn = this.runner.turns.find(({ photos }) => photos.includes(photo))
    if (turn !== undefined) this.tell({ type: 'status', turn })
    else if (this.tray.photos.includes(photo)) this.tell({ type: 'photos' })
  }

  /** The server named the session of a conversation that began here. */
  private sessionKnown(turn: Turn, sessionId: string): void {
    if (!this.list.includes(turn) || this.openId !== undefined) return
    this.setOpenId(sessionId)
    this.draft.named(sessionId)
    this.pages.opened(sessionId)
  }

  private ended(turn: Turn, sessionId: string | undefined): void {
    this.keepTurn(turn, sessionId)
    // Nobody would ever see it again: it stands on no page, and the server has not heard of it.
    if (!this.list.includes(turn) && sessionId === this.openId) this.layBack()
  }

  /** For reading without a network. */
  private keepTurn(turn: Turn, sessionId: string | undefined): void {
    if (sessionId === undefined || turn.questionId === undefined) return
    const beganHere = this.list.includes(turn) && !this.pages.state.hasOlder
    this.cache.add(sessionId, itemFromTurn(turn), !beganHere)
  }

  private async show(sessionId: string | undefined): Promise<void> {
    this.setSession(sessionId)
    this.list = this.withRunning(this.pages.kept(sessionId))
    this.tell({ type: 'turns' })
    this.draft.open(sessionId)
    await this.load(sessionId)
  }

  private async load(sessionId: string | undefined): Promise<void> {
    const loaded = await this.pages.open(sessionId)
    if (this.openId !== sessionId) return
    if (loaded !== undefined) this.list = this.withRunning([...loaded, ...this.notIn(loaded)])
    for (const { requestId } of loaded ?? []) this.drafts.drop(requestId)
    this.takeUp()
    this.tell({ type: 'turns' })
    this.layBack()
  }

  /** A question that was sent while the history came stays behind it. */
  private notIn(loaded: readonly Turn[]): Turn[] {
    const known = new Set(loaded.map(({ requestId }) => requestId))
    return this.list.filter((turn) => this.asked.has(turn) && !known.has(turn.requestId))
  }

  /** The answer under way belongs to its session's turns, whether the server lists it yet or not. */
  private withRunning(loaded: Turn[]): Turn[] {
    const isHere = (turn: Turn): boolean =>
      loaded.some(({ requestId }) => requestId === turn.requestId) ||
      (this.openId !== undefined && this.runner.sessionOf(turn) === this.openId)
    const running = this.runner.turns.filter(isHere)
    const others = loaded.filter(({ requestId }) => !running.some((turn) => turn.requestId === requestId))
    return [...others, ...running]
  }

  /** What the last run of the program left, and what the server still writes, goes on. */
  private takeUp(): void {
    if (this.underWay !== undefined) return
    const left = this.leftBehind()
    if (left !== undefined) this.list = [...this.list, left]
    const waiting = this.list.filter(isUnderWay)
    const newest = waiting.pop()
    waiting.forEach(interrupt)
    if (newest !== undefined) this.runner.run(newest, this.openId)
  }

  /** The answer that an earlier run of the program left in this session, where the history does not tell it. */
  private leftBehind(): Turn | undefined {
    const unknownHere = this.openId === undefined || this.pages.state.failed
    const left = this.journal.unfinished().find(({ requestId, params }) => {
      const here = params.session_id === undefined ? unknownHere : params.session_id === this.openId
      return here && this.find(requestId) === undefined && !this.isRunning(requestId)
    })
    return left && turnFromJournal(left, this.learning.address)
  }

  private isRunning(requestId: string): boolean {
    return this.runner.turns.some((turn) => turn.requestId === requestId)
  }

  private layBack(): void {
    const journaled = new Set(this.journal.unfinished().map(({ requestId }) => requestId))
    this.draft.layBack(
      (requestId) =>
        this.find(requestId) !== undefined || this.isRunning(requestId) || journaled.has(requestId),
    )
  }
}
