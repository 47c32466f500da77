import type { KeyValueStore, Logger } from '../platform/ports'
import { tellAll } from '../platform/tell-all'
import { type AnswerRunner, createAnswerRunner } from './answer-runner'
import type { Asking } from './asking'
import type { ConversationChange } from './changes'
import { Drafts } from './drafts'
import { EndedAnswers } from './ended-answers'
import { HistoryCache } from './history-cache'
import { createHistoryPages, type HistoryPages, type HistoryState } from './history-pages'
import { lacksNetwork } from './lost-network'
import { ModeChoice } from './mode-choice'
import { NextQuestions } from './next-questions'
import { lacksPlace } from './no-place'
import { OpenDraft } from './open-draft'
import { OpenTurns } from './open-turns'
import type { PhotoFinding } from './photo-quality'
import { createPhotoTray, type PhotoTray } from './photo-tray'
import { createPhotoUploads, type Photo, type PhotoUploads } from './photo-uploads'
import type { JournalPort, LearningPort } from './ports'
import { MOST_FOLLOWED, type Occupied, questionProblem, type SendOutcome } from './send-outcome'
import { createSessionTitle, type SessionTitle } from './session-title'
import { TakenBack } from './taken-back'
import { hasAnswer, isRepeatable, isUnderWay, newTurn, onceMore, type Turn } from './turn'
import { type TurnWriter, turnWriter } from './turn-changes'
import { itemFromTurn } from './turn-history'

/** Storage key of the session that was open last. */
const OPEN_SESSION = 'open-session'

interface ConversationDependencies {
  learning: LearningPort
  journal: JournalPort
  store: KeyValueStore
  newRequestId(): string
  /** What speaks against a picture on the device. */
  judge(path: string): Promise<PhotoFinding | undefined>
  logger: Logger
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
  /** How it will be asked. */
  readonly mode: ModeChoice
  /** What is asked from an answer by one tap. */
  readonly next: NextQuestions
  /** What is done with an answer that has ended. */
  readonly answers: EndedAnswers
  private readonly store: KeyValueStore
  private readonly journal: JournalPort
  private readonly logger: Logger
  private readonly write: TurnWriter
  private readonly cache: HistoryCache
  private readonly newRequestId: () => string
  private readonly drafts: Drafts
  private readonly takenBack: TakenBack
  private readonly uploads: PhotoUploads
  /** Sessions that were deleted: an answer that was being written there is not kept. */
  private readonly forgotten = new Set<string>()
  private readonly runner: AnswerRunner
  private readonly pages: HistoryPages
  private readonly listeners = new Set<(change: ConversationChange) => void>()
  private readonly shown: OpenTurns
  private openId: string | undefined
  private visits = 0
  private started: Promise<void> | undefined

  constructor({ learning, journal, store, newRequestId, judge, logger }: ConversationDependencies) {
    this.store = store
    this.journal = journal
    this.logger = logger
    this.write = turnWriter(logger)
    this.cache = new HistoryCache(store, () => learning.address('/'))
    this.newRequestId = newRequestId
    this.drafts = new Drafts(store, learning.address)
    this.takenBack = new TakenBack(store)
    const tell = (change: ConversationChange) => this.tell(change)
    this.uploads = createPhotoUploads(learning.upload, (photo) => this.photoChanged(photo))
    this.tray = createPhotoTray(this.uploads, judge, () => this.trayChanged())
    this.mode = new ModeChoice(store, () => tell({ type: 'mode' }))
    this.answers = new EndedAnswers({
      learning,
      write: this.write,
      turns: () => this.turns,
      changed: (turn) => this.answerChanged(turn),
      extrasCame: (turn) => {
        if (this.shown.has(turn)) this.title.refresh()
      },
    })
    this.draft = new OpenDraft(this.drafts, this.tray, () => tell({ type: 'draft' }))
    this.title = createSessionTitle(learning.title, () => tell({ type: 'title' }))
    this.pages = createHistoryPages(learning, this.cache, this.takenBack, () => tell({ type: 'history' }))
    this.runner = createAnswerRunner({
      learning,
      journal,
      uploads: this.uploads,
      write: this.write,
      tell,
      sessionKnown: (turn, sessionId) => this.sessionKnown(turn, sessionId),
      accepted: (turn) => this.drafts.drop(turn.requestId),
      ended: (turn, sessionId) => this.ended(turn, sessionId),
    })
    this.shown = new OpenTurns({
      runner: this.runner,
      journal,
      write: this.write,
      address: learning.address,
    })
    this.next = new NextQuestions({
      turns: () => this.turns,
      occupied: () => this.occupied,
      begin: (content, asking) => this.begin(newTurn(newRequestId(), content, [], asking)),
      beginInPlace: (before, turn) => this.beginInPlace(before, turn),
      newRequestId,
    })
  }

  get turns(): readonly Turn[] {
    return this.shown.list
  }

  get sessionId(): string | undefined {
    return this.openId
  }

  /** The turn of this conversation whose answer is under way. */
  get underWay(): Turn | undefined {
    return this.shown.underWay
  }

  /** Why nothing can be asked here now. */
  get occupied(): Occupied | undefined {
    if (this.underWay !== undefined) return 'busy'
    return this.runner.turns.length >= MOST_FOLLOWED ? 'too-many' : undefined
  }

  /** The sessions in which an answer is under way on this phone. */
  get running(): ReadonlySet<string> {
    return new Set(this.runner.turns.flatMap((turn) => this.runner.sessionOf(turn) ?? []))
  }

  /** Another number for each conversation that is opened: what comes late finds out whether it is still where it began. */
  get visit(): number {
    return this.visits
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
    const problem = questionProblem(text, this.tray.photos)
    if (problem !== undefined) return problem
    const requestId = this.newRequestId()
    const photos = this.draft.send(requestId, text)
    this.begin(newTurn(requestId, text, photos, { mode: this.mode.chosen }))
    if (this.draft.waiting > 0) this.layBack()
    return 'sent'
  }

  /** The question that waits for room is written in the place of this one, which waits then. */
  exchange(): void {
    const { text } = this.draft
    if (text !== '' || this.tray.photos.length > 0) this.draft.send(this.newRequestId(), text)
    this.layBack()
  }

  private begin(turn: Turn): void {
    // The student has gone on: what failed before is not asked by itself any more.
    for (const { requestId, phase } of this.turns) if (phase.name === 'failed') this.journal.forget(requestId)
    this.shown.add(turn)
    this.tell({ type: 'added', turn })
    this.runner.run(turn, this.openId)
  }

  private beginInPlace(before: Turn, turn: Turn): void {
    this.shown.replace(before, turn)
    this.runner.run(turn, this.openId)
    this.tell({ type: 'turns' })
  }

  /** Stops the answer under way here; what was received is kept. */
  stop(): void {
    const { underWay } = this
    if (underWay !== undefined) this.runner.stop(underWay)
  }

  /** Asks a turn that failed again, by the same request id, with the photos that are at the server already. */
  retry(requestId: string): boolean {
    const turn = this.shown.find(requestId)
    if (turn === undefined || !isRepeatable(turn) || this.occupied !== undefined) return false
    if (!this.write(turn, onceMore(turn))) return false
    this.runner.run(turn, this.openId)
    this.tell({ type: 'status', turn })
    return true
  }

  /**
   * Lays the photos of a turn that ended back into the tray and gives its text, to be changed and sent as a new question. The
   * turn leaves the page; one that has a part of an answer, or an earlier one, stays for that, with nothing more to do about it.
   * Nothing where its photos find no room beside those chosen since ({@link fits}).
   */
  takeBack(requestId: string): string | undefined {
    const turn = this.shown.find(requestId)
    if (turn === undefined || isUnderWay(turn) || !this.tray.hasRoomFor(turn.photos)) return undefined
    this.drafts.drop(requestId)
    this.journal.forget(requestId)
    this.takenBack.add(requestId)
    this.tray.putBack(turn.photos)
    this.mode.choose(turn.asking.mode)
    if (!hasAnswer(turn)) {
      this.shown.remove(turn)
      this.tell({ type: 'turns' })
    } else {
      this.write(turn, { takenBack: true })
      this.tell({ type: 'status', turn })
    }
    return turn.content
  }

  /** Whether the photos of a turn find room in the tray. */
  fits(requestId: string): boolean {
    return this.tray.hasRoomFor(this.shown.find(requestId)?.photos ?? [])
  }

  /**
   * Opens a conversation without questions; its session is made by the first one. One that an earlier run of the program asked in such
   * a conversation, and left before it had a session, stands there.
   */
  startNew(): void {
    this.openEmpty()
    const left = this.shown.takeUp(undefined, false)
    if (left !== undefined) this.runner.run(left, undefined)
    this.tell({ type: 'turns' })
    this.layBack()
  }

  /** Asks in a conversation that is new; says whether it was asked. */
  askAnew(content: string, asking: Asking): boolean {
    this.openEmpty()
    this.tell({ type: 'turns' })
    this.layBack()
    return this.next.ask(content, asking)
  }

  private openEmpty(): void {
    this.visits += 1
    this.started ??= Promise.resolve()
    this.setOpenId(undefined)
    this.shown.open([], undefined)
    this.pages.close()
    this.draft.open(undefined)
  }

  async open(sessionId: string): Promise<void> {
    this.started ??= Promise.resolve()
    if (sessionId !== this.openId) await this.show(sessionId)
  }

  /** The student is about to be forgotten: nothing more is asked, and nothing goes up, of which a new login would be the owner. */
  letGo(): void {
    for (const turn of [...this.runner.turns]) this.runner.stop(turn)
    for (const { id } of [...this.tray.photos]) this.tray.remove(id)
  }

  /** A session was deleted: nothing of it is kept. */
  forget(sessionId: string): void {
    this.forgotten.add(sessionId)
    this.cache.remove(sessionId)
    this.drafts.forget(sessionId)
  }

  /** Loads the questions before the first one shown. */
  async loadOlder(): Promise<void> {
    const older = await this.pages.older(this.turns.find((turn) => turn.questionId !== undefined)?.questionId)
    if (this.shown.addOlder(older)) this.tell({ type: 'turns' })
  }

  /** Loads the open session again, after it failed. */
  reload(): Promise<void> {
    return this.load(this.openId)
  }

  /** There is a network again, or may be: what failed for lack of one is tried once more. */
  comeBack(): void {
    this.uploads.comeBack()
    for (const { id, state } of this.tray.photos) if (state === 'failed') this.tray.retry(id)
    // Of what is only known from the phone the server may know more.
    if (this.history.failed) void this.reload().then(() => this.retryLast())
    else this.retryLast()
    this.answers.comeBack()
  }

  private retryLast(): void {
    const { last } = this.shown
    if (last !== undefined && (lacksNetwork(last) || lacksPlace(last))) this.retry(last.requestId)
  }

  /** Tells nobody of a turn that is not open: its page gets all of it when it is. */
  private tell(change: ConversationChange): void {
    if ('turn' in change && !this.shown.has(change.turn)) return
    tellAll(this.listeners, this.logger, change)
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

  private answerChanged(turn: Turn): void {
    if (this.shown.has(turn)) this.keepForReading(turn, this.openId)
    this.tell({ type: 'status', turn })
  }

  /** The server named the session of a conversation that began here. */
  private sessionKnown(turn: Turn, sessionId: string): void {
    if (!this.shown.has(turn) || this.openId !== undefined) return
    this.setOpenId(sessionId)
    this.draft.named(sessionId, (id) => this.shown.knows(id) && this.shown.find(id) === undefined)
    this.pages.opened(sessionId)
  }

  private ended(turn: Turn, sessionId: string | undefined): void {
    this.keepForReading(turn, sessionId)
    this.answers.follow(turn)
    // Nobody would ever see it again: it stands on no page, and the server has not heard of it.
    if (!this.shown.has(turn) && sessionId === this.openId) this.layBack()
    // So a server refuses what is asked in a session that another device has deleted.
    const { phase } = turn
    const isRefused = phase.name === 'failed' && phase.code === 'BAD_REQUEST'
    if (isRefused && this.shown.has(turn) && this.openId !== undefined) void this.reload()
    const { last } = this.shown
    if (last !== undefined && last !== turn && lacksPlace(last)) this.retry(last.requestId)
  }

  /** For reading without a network. */
  private keepForReading(turn: Turn, sessionId: string | undefined): void {
    // What the server has not is asked by nobody but this run of the program: it is kept as a draft.
    if (sessionId === undefined || turn.questionId === undefined || !turn.accepted) return
    if (this.forgotten.has(sessionId)) return
    const beganHere = this.shown.has(turn) && !this.pages.state.hasOlder
    this.cache.add(sessionId, itemFromTurn(turn), !beganHere)
  }

  private async show(sessionId: string | undefined): Promise<void> {
    this.visits += 1
    this.setOpenId(sessionId)
    this.shown.open(this.pages.kept(sessionId), sessionId)
    this.tell({ type: 'turns' })
    this.draft.open(sessionId)
    await this.load(sessionId)
  }

  private async load(sessionId: string | undefined): Promise<void> {
    const loaded = await this.pages.open(sessionId)
    if (loaded === 'overtaken') return
    if (this.pages.isGone && sessionId !== undefined) return this.leaveGone(sessionId)
    if (loaded !== 'failed') {
      this.shown.loaded(loaded, sessionId)
      for (const turn of loaded) {
        this.drafts.drop(turn.requestId)
        if (!isUnderWay(turn)) this.journal.forget(turn.requestId)
      }
    }
    const left = this.shown.takeUp(sessionId, this.pages.state.failed)
    if (left !== undefined) this.runner.run(left, sessionId)
    this.tell({ type: 'turns' })
    for (const turn of this.turns) this.answers.follow(turn)
    this.layBack()
  }

  /** The open session was deleted elsewhere. What was being written there, or did not arrive, goes on in a new conversation. */
  private leaveGone(sessionId: string): void {
    // What stands on its page goes with it.
    this.draft.layBack((requestId) => this.runner.turns.some((turn) => turn.requestId === requestId))
    this.draft.moveOut(this.newRequestId())
    this.forget(sessionId)
    this.startNew()
    this.tell({ type: 'gone' })
  }

  private layBack(): void {
    const { waiting } = this.draft
    this.draft.layBack((requestId) => {
      const isElsewhere = this.shown.knows(requestId)
      // Written again, it is another question.
      if (!isElsewhere) this.journal.forget(requestId)
      return isElsewhere
    })
    if (waiting !== this.draft.waiting) this.tell({ type: 'photos' })
  }
}
