import type { KeyValueStore } from '../platform/ports'
import type { AnswerRunner } from './answer-runner'
import type { ConversationChange } from './changes'
import type { Drafts } from './drafts'
import type { EndedAnswers } from './ended-answers'
import type { HistoryPages } from './history-pages'
import type { OfflineReading } from './offline-reading'
import type { OpenDraft } from './open-draft'
import type { OpenTurns } from './open-turns'
import type { JournalPort } from './ports'
import type { SessionTitle } from './session-title'
import { isUnderWay, type Turn } from './turn'

/** Storage key of the session that was open last. */
const OPEN_SESSION = 'open-session'

interface OpenSessionParts {
  readonly store: KeyValueStore
  readonly journal: JournalPort
  readonly runner: AnswerRunner
  readonly drafts: Drafts
  readonly draft: OpenDraft
  readonly title: SessionTitle
  readonly pages: HistoryPages
  readonly shown: OpenTurns
  readonly answers: EndedAnswers
  readonly offline: OfflineReading
  newRequestId(): string
  tell(change: ConversationChange): void
}

/** Which session is open, and how one comes onto the page: from the phone, then from the server, with what has to go on in it. */
export class OpenSession {
  private openId: string | undefined
  private visits = 0
  private started: Promise<void> | undefined

  constructor(private readonly parts: OpenSessionParts) {}

  /** `undefined`: one without questions, or whose first one has not been taken yet. */
  get id(): string | undefined {
    return this.openId
  }

  /** Another number for each one that is opened. */
  get visit(): number {
    return this.visits
  }

  /** Opens the one that was open when the program ended. Once: later calls do nothing. */
  start(): Promise<void> {
    const stored = this.parts.store.get(OPEN_SESSION)
    this.started ??= this.show(typeof stored === 'string' && stored !== '' ? stored : undefined)
    return this.started
  }

  async open(sessionId: string): Promise<void> {
    this.started ??= Promise.resolve()
    if (sessionId !== this.openId) await this.show(sessionId)
  }

  /**
   * Opens a conversation without questions; its session is made by the first one. One that an earlier run of the program asked in such
   * a conversation, and left before it had a session, stands there.
   */
  startNew(): void {
    this.openEmpty()
    const left = this.parts.shown.takeUp(undefined, false)
    if (left !== undefined) this.parts.runner.run(left, undefined)
    this.parts.tell({ type: 'turns' })
    this.layBack()
  }

  /** Opens one in which a question is asked at once: nothing that was left goes on before it. */
  startAsking(): void {
    this.openEmpty()
    this.parts.tell({ type: 'turns' })
    this.layBack()
  }

  /** Loads the questions before the first one shown. */
  async loadOlder(): Promise<void> {
    const { pages, shown, tell } = this.parts
    const older = await pages.older(shown.list.find((turn) => turn.questionId !== undefined)?.questionId)
    if (shown.addOlder(older)) tell({ type: 'turns' })
  }

  /** Loads the open session again, after it failed. */
  reload(): Promise<void> {
    return this.load(this.openId)
  }

  /** The server named the session of a conversation that began here. */
  named(turn: Turn, sessionId: string): void {
    const { draft, pages, shown } = this.parts
    if (!shown.has(turn) || this.openId !== undefined) return
    this.setOpenId(sessionId)
    draft.named(sessionId, (id) => shown.knows(id) && shown.find(id) === undefined)
    pages.opened(sessionId)
  }

  /** Questions that were sent here and never arrived are written again. */
  layBack(): void {
    const { draft, journal, shown, tell } = this.parts
    const { waiting } = draft
    draft.layBack((requestId) => {
      const isElsewhere = shown.knows(requestId)
      // Written again, it is another question.
      if (!isElsewhere) journal.forget(requestId)
      return isElsewhere
    })
    if (waiting !== draft.waiting) tell({ type: 'photos' })
  }

  private setOpenId(sessionId: string | undefined): void {
    const { store, title } = this.parts
    this.openId = sessionId
    title.follow(sessionId)
    if (sessionId === undefined) store.remove(OPEN_SESSION)
    else store.set(OPEN_SESSION, sessionId)
  }

  private openEmpty(): void {
    const { draft, pages, shown } = this.parts
    this.visits += 1
    this.started ??= Promise.resolve()
    this.setOpenId(undefined)
    shown.open([], undefined)
    pages.close()
    draft.open(undefined)
  }

  private async show(sessionId: string | undefined): Promise<void> {
    const { draft, pages, shown, tell } = this.parts
    this.visits += 1
    this.setOpenId(sessionId)
    shown.open(pages.kept(sessionId), sessionId)
    tell({ type: 'turns' })
    draft.open(sessionId)
    await this.load(sessionId)
  }

  private async load(sessionId: string | undefined): Promise<void> {
    const { answers, drafts, journal, pages, runner, shown, tell } = this.parts
    const loaded = await pages.open(sessionId)
    if (loaded === 'overtaken') return
    if (pages.isGone && sessionId !== undefined) return this.leaveGone(sessionId)
    if (loaded !== 'failed') {
      shown.loaded(loaded, sessionId)
      for (const turn of loaded) {
        drafts.drop(turn.requestId)
        if (!isUnderWay(turn)) journal.forget(turn.requestId)
      }
    }
    const left = shown.takeUp(sessionId, pages.state.failed)
    if (left !== undefined) runner.run(left, sessionId)
    tell({ type: 'turns' })
    for (const turn of shown.list) answers.follow(turn)
    this.layBack()
  }

  /** The open session was deleted elsewhere. What was being written there, or did not arrive, goes on in a new conversation. */
  private leaveGone(sessionId: string): void {
    const { draft, drafts, newRequestId, offline, runner, tell } = this.parts
    // What stands on its page goes with it.
    draft.layBack((requestId) => runner.turns.some((turn) => turn.requestId === requestId))
    draft.moveOut(newRequestId())
    offline.forget(sessionId)
    drafts.forget(sessionId)
    this.startNew()
    tell({ type: 'gone' })
  }
}
