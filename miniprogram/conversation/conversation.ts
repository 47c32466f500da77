import type { KeyValueStore, Logger } from '../platform/ports'
import { tellAll } from '../platform/tell-all'
import { type AnswerRunner, createAnswerRunner } from './answer-runner'
import type { Asking } from './asking'
import type { ConversationChange } from './changes'
import { Drafts } from './drafts'
import { EndedAnswers } from './ended-answers'
import { HistoryCache } from './history-cache'
import { createHistoryPages, type HistoryPages, type HistoryState } from './history-pages'
import { ModeChoice } from './mode-choice'
import { NextQuestions } from './next-questions'
import { OfflineReading } from './offline-reading'
import { OpenDraft } from './open-draft'
import { OpenSession } from './open-session'
import { OpenTurns } from './open-turns'
import type { PhotoFinding } from './photo-quality'
import { createPhotoTray, type PhotoTray } from './photo-tray'
import { createPhotoUploads, type Photo, type PhotoUploads } from './photo-uploads'
import type { JournalPort, LearningPort } from './ports'
import { QuestionLimits } from './question-limits'
import { Questions } from './questions'
import type { Occupied, SendOutcome } from './send-outcome'
import { createSessionTitle, type SessionTitle } from './session-title'
import { TakenBack } from './taken-back'
import type { Turn } from './turn'
import { turnWriter } from './turn-changes'

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
 * program, not to a page: an answer goes on while no page is there, and a page that comes back finds it. Here its parts are put
 * together, and hear of each other: which session is open (`open-session.ts`), its questions (`questions.ts`), their answers
 * (`answer-runner.ts`, `ended-answers.ts`).
 */
export class Conversation {
  /** The photos of the question that is being written. */
  readonly tray: PhotoTray
  /** What a question may have. */
  readonly limits: QuestionLimits
  readonly title: SessionTitle
  /** That question. */
  readonly draft: OpenDraft
  /** How it will be asked. */
  readonly mode: ModeChoice
  /** What is asked from an answer by one tap. */
  readonly next: NextQuestions
  /** What is done with an answer that has ended. */
  readonly answers: EndedAnswers
  private readonly logger: Logger
  private readonly drafts: Drafts
  private readonly uploads: PhotoUploads
  private readonly offline: OfflineReading
  private readonly runner: AnswerRunner
  private readonly pages: HistoryPages
  private readonly shown: OpenTurns
  private readonly session: OpenSession
  private readonly questions: Questions
  private readonly listeners = new Set<(change: ConversationChange) => void>()

  constructor({ learning, journal, store, newRequestId, judge, logger }: ConversationDependencies) {
    this.logger = logger
    const write = turnWriter(logger)
    const tell = (change: ConversationChange) => this.tell(change)
    const cache = new HistoryCache(store, () => learning.address('/'))
    const takenBack = new TakenBack(store)
    this.drafts = new Drafts(store, learning.address)
    this.uploads = createPhotoUploads(learning.upload, (photo) => this.photoChanged(photo))
    this.limits = new QuestionLimits(() => tell({ type: 'photos' }))
    this.tray = createPhotoTray(
      this.uploads,
      judge,
      () => this.trayChanged(),
      () => this.limits.pages,
    )
    this.mode = new ModeChoice(store, () => tell({ type: 'mode' }))
    this.draft = new OpenDraft(this.drafts, this.tray, () => tell({ type: 'draft' }))
    this.title = createSessionTitle(learning.title, () => tell({ type: 'title' }))
    this.pages = createHistoryPages(learning, cache, takenBack, () => tell({ type: 'history' }))
    this.offline = new OfflineReading(cache, (turn) => this.shown.has(turn) && !this.pages.state.hasOlder)
    this.answers = new EndedAnswers({
      learning,
      write,
      turns: () => this.turns,
      changed: (turn) => this.answerChanged(turn),
      extrasCame: (turn) => {
        if (this.shown.has(turn)) this.title.refresh()
      },
    })
    this.runner = createAnswerRunner({
      learning,
      journal,
      uploads: this.uploads,
      write,
      tell,
      sessionKnown: (turn, sessionId) => this.session.named(turn, sessionId),
      accepted: (turn) => this.drafts.drop(turn.requestId),
      ended: (turn, sessionId) => this.ended(turn, sessionId),
    })
    const { answers, draft, drafts, mode, limits, offline, pages, runner, title, tray } = this
    const shown = new OpenTurns({ runner, journal, write, address: learning.address })
    this.shown = shown
    const common = { journal, runner, drafts, draft, shown, newRequestId, tell }
    const session = new OpenSession({ ...common, store, title, pages, answers, offline })
    this.session = session
    this.questions = new Questions({ ...common, tray, mode, session, takenBack, limits, write })
    this.next = new NextQuestions({
      turns: () => this.turns,
      occupied: () => this.occupied,
      mostCharacters: () => this.limits.characters,
      begin: (content, asking) => this.questions.ask(content, asking),
      beginInPlace: (before, turn) => this.questions.beginInPlace(before, turn),
      newRequestId,
    })
  }

  get turns(): readonly Turn[] {
    return this.shown.list
  }

  get sessionId(): string | undefined {
    return this.session.id
  }

  /** The turn of this conversation whose answer is under way. */
  get underWay(): Turn | undefined {
    return this.shown.underWay
  }

  /** Why nothing can be asked here now. */
  get occupied(): Occupied | undefined {
    return this.questions.occupied
  }

  /** The sessions in which an answer is under way on this phone. */
  get running(): ReadonlySet<string> {
    return new Set(this.runner.turns.flatMap((turn) => this.runner.sessionOf(turn) ?? []))
  }

  /** Another number for each conversation that is opened: what comes late finds out whether it is still where it began. */
  get visit(): number {
    return this.session.visit
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
    return this.session.start()
  }

  /** As {@link Questions.send}. */
  send(content: string): SendOutcome {
    return this.questions.send(content)
  }

  /** As {@link Questions.exchange}. */
  exchange(): void {
    this.questions.exchange()
  }

  /** Stops the answer under way here; what was received is kept. */
  stop(): void {
    this.questions.stop()
  }

  /** As {@link Questions.retry}. */
  retry(requestId: string): boolean {
    return this.questions.retry(requestId)
  }

  /** As {@link Questions.takeBack}. */
  takeBack(requestId: string): string | undefined {
    return this.questions.takeBack(requestId)
  }

  /** Whether the photos of a turn find room in the tray. */
  fits(requestId: string): boolean {
    return this.questions.fits(requestId)
  }

  /** As {@link OpenSession.startNew}. */
  startNew(): void {
    this.session.startNew()
  }

  /** Asks in a conversation that is new; says whether it was asked. */
  askAnew(content: string, asking: Asking): boolean {
    this.session.startAsking()
    return this.next.ask(content, asking)
  }

  open(sessionId: string): Promise<void> {
    return this.session.open(sessionId)
  }

  /** The student is about to be forgotten: nothing more is asked, and nothing goes up, of which a new login would be the owner. */
  letGo(): void {
    for (const turn of [...this.runner.turns]) this.runner.stop(turn)
    for (const { id } of [...this.tray.photos]) this.tray.remove(id)
  }

  /** A session was deleted: nothing of it is kept. */
  forget(sessionId: string): void {
    this.offline.forget(sessionId)
    this.drafts.forget(sessionId)
  }

  /** Loads the questions before the first one shown. */
  loadOlder(): Promise<void> {
    return this.session.loadOlder()
  }

  /** Loads the open session again, after it failed. */
  reload(): Promise<void> {
    return this.session.reload()
  }

  /** There is a network again, or may be: what failed for lack of one is tried once more. */
  comeBack(): void {
    this.uploads.comeBack()
    for (const { id, state } of this.tray.photos) if (state === 'failed') this.tray.retry(id)
    // Of what is only known from the phone the server may know more.
    if (this.history.failed) void this.reload().then(() => this.questions.retryLost())
    else this.questions.retryLost()
    this.answers.comeBack()
  }

  /** Tells nobody of a turn that is not open: its page gets all of it when it is. */
  private tell(change: ConversationChange): void {
    if ('turn' in change && !this.shown.has(change.turn)) return
    tellAll(this.listeners, this.logger, change)
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
    if (this.shown.has(turn)) this.offline.keep(turn, this.sessionId)
    this.tell({ type: 'status', turn })
  }

  private ended(turn: Turn, sessionId: string | undefined): void {
    this.offline.keep(turn, sessionId)
    this.answers.follow(turn)
    // Nobody would ever see it again: it stands on no page, and the server has not heard of it.
    if (!this.shown.has(turn) && sessionId === this.sessionId) this.session.layBack()
    // So a server refuses what is asked in a session that another device has deleted.
    const { phase } = turn
    const isRefused = phase.name === 'failed' && phase.code === 'BAD_REQUEST'
    if (isRefused && this.shown.has(turn) && this.sessionId !== undefined) void this.reload()
    this.questions.placeIsFree(turn)
  }
}
