import { messages } from '../messages/zh-CN'
import type { KeyValueStore } from '../platform/ports'
import { type AnswerRunner, createAnswerRunner } from './answer-runner'
import type { ConversationChange } from './changes'
import { createHistoryPages, type HistoryPages, type HistoryState } from './history-pages'
import type { PhotoFinding } from './photo-quality'
import { createPhotoTray, type PhotoTray } from './photo-tray'
import { createPhotoUploads, type Photo } from './photo-uploads'
import type { JournalPort, LearningPort } from './ports'
import { createSessionTitle, type SessionTitle } from './session-title'
import { interrupt, isUnderWay, newTurn, type Rating, restart, type Turn, turnFromJournal } from './turn'

/** Characters that a question may have; the contract's limit. */
export const CONTENT_LIMIT = 8000

/** Storage key of the session that was open last. */
const OPEN_SESSION = 'open-session'

/**
 * `busy`: an answer of this conversation is under way; `busy-elsewhere`: one of another conversation; `photo-failed`: one can
 * be uploaded again; `photo-refused`: one has to go first.
 */
export type SendOutcome =
  | 'sent'
  | 'empty'
  | 'too-long'
  | 'busy'
  | 'busy-elsewhere'
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
 * The conversation that is open, with at most one answer under way. It belongs to the program, not to a page: an answer
 * goes on while no page is there, and a page that comes back finds it.
 */
export class Conversation {
  /** The photos of the question that is being written. */
  readonly tray: PhotoTray
  readonly title: SessionTitle
  private readonly learning: LearningPort
  private readonly journal: JournalPort
  private readonly store: KeyValueStore
  private readonly newRequestId: () => string
  private readonly runner: AnswerRunner
  private readonly pages: HistoryPages
  private readonly listeners = new Set<(change: ConversationChange) => void>()
  private list: Turn[] = []
  private openId: string | undefined
  private started: Promise<void> | undefined

  constructor({ learning, journal, store, newRequestId, judge }: ConversationDependencies) {
    this.learning = learning
    this.journal = journal
    this.store = store
    this.newRequestId = newRequestId
    const tell = (change: ConversationChange) => this.tell(change)
    const uploads = createPhotoUploads(learning.upload, (photo) => this.photoChanged(photo))
    const sessionKnown = (turn: Turn, sessionId: string) => this.sessionKnown(turn, sessionId)
    this.tray = createPhotoTray(uploads, judge, () => tell({ type: 'photos' }))
    this.title = createSessionTitle(learning.title, () => tell({ type: 'title' }))
    this.pages = createHistoryPages(learning, () => tell({ type: 'history' }))
    this.runner = createAnswerRunner({ learning, journal, uploads, tell, sessionKnown })
  }

  get turns(): readonly Turn[] {
    return this.list
  }

  get sessionId(): string | undefined {
    return this.openId
  }

  /** The turn of this conversation whose answer is under way. */
  get underWay(): Turn | undefined {
    const { turn } = this.runner
    return turn !== undefined && this.list.includes(turn) ? turn : undefined
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
    if (this.runner.turn !== undefined) return this.underWay === undefined ? 'busy-elsewhere' : 'busy'
    if (text === '' && this.tray.photos.length === 0) return 'empty'
    if (text.length > CONTENT_LIMIT) return 'too-long'
    const failed = this.tray.photos.filter(({ state }) => state === 'failed')
    if (failed.length > 0) return failed.some(({ refused }) => refused) ? 'photo-refused' : 'photo-failed'
    this.begin(text, this.tray.take())
    return 'sent'
  }

  /**
   * Has an answer gone on with that was saved before it was whole: a new question asks for the rest, since a saved answer never
   * changes. False while another answer is under way.
   */
  goOn(requestId: string): boolean {
    const turn = this.find(requestId)
    if (turn?.state !== 'done' || this.runner.turn !== undefined) return false
    const words = messages.answer
    const isLast = turn === this.list[this.list.length - 1]
    const content = isLast || turn.content === '' ? words.goOn : words.goOnWith(turn.content)
    this.begin(content.slice(0, CONTENT_LIMIT), [])
    return true
  }

  private begin(content: string, photos: readonly Photo[]): void {
    const turn = newTurn(this.newRequestId(), content, photos)
    this.list = [...this.list, turn]
    this.tell({ type: 'added', turn })
    this.runner.run(turn, this.openId)
  }

  /** Stops the answer under way; what was received is kept. */
  stop(): void {
    this.runner.stop()
  }

  /** Asks a turn that failed again, by the same request id, with the photos that are at the server already. */
  retry(requestId: string): boolean {
    const turn = this.find(requestId)
    if (turn === undefined || !turn.retryable || this.runner.turn !== undefined) return false
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
  }

  async open(sessionId: string): Promise<void> {
    if (sessionId !== this.openId) await this.show(sessionId)
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
    return this.show(this.openId)
  }

  private tell(change: ConversationChange): void {
    for (const listener of [...this.listeners]) listener(change)
  }

  private find(requestId: string): Turn | undefined {
    return this.list.find((turn) => turn.requestId === requestId)
  }

  private setRating(turn: Turn, rating: Rating | undefined): void {
    turn.rating = rating
    this.tell({ type: 'status', turn })
  }

  private setSession(sessionId: string | undefined): void {
    this.openId = sessionId
    this.title.follow(sessionId)
    if (sessionId === undefined) this.store.remove(OPEN_SESSION)
    else this.store.set(OPEN_SESSION, sessionId)
  }

  private photoChanged(photo: Photo): void {
    const { turn } = this.runner
    if (turn?.photos.includes(photo)) this.tell({ type: 'status', turn })
    else if (this.tray.photos.includes(photo)) this.tell({ type: 'photos' })
  }

  /** The server named the session of a conversation that began here. */
  private sessionKnown(turn: Turn, sessionId: string): void {
    if (!this.list.includes(turn) || this.openId !== undefined) return
    this.setSession(sessionId)
    this.pages.opened(sessionId)
  }

  private async show(sessionId: string | undefined): Promise<void> {
    this.setSession(sessionId)
    this.list = this.withRunning([])
    this.tell({ type: 'turns' })
    const loaded = await this.pages.open(sessionId)
    if (this.openId !== sessionId) return
    // A question that was sent while the history came stays behind it.
    const sent = this.list.filter(({ requestId }) => !loaded.some((each) => each.requestId === requestId))
    this.list = this.withRunning([...loaded, ...sent])
    this.takeUp()
    this.tell({ type: 'turns' })
  }

  /** The answer under way belongs to its session's turns, whether the server lists it yet or not. */
  private withRunning(loaded: Turn[]): Turn[] {
    const { turn, sessionId } = this.runner
    const listed = loaded.some((each) => each.requestId === turn?.requestId)
    if (turn === undefined || (!listed && sessionId !== this.openId)) return loaded
    return [...loaded.filter((each) => each.requestId !== turn.requestId), turn]
  }

  /** What the last run of the program left, and what the server still writes, goes on. */
  private takeUp(): void {
    if (this.runner.turn !== undefined) return
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
      return here && this.find(requestId) === undefined
    })
    return left && turnFromJournal(left, this.learning.address)
  }
}
