import type { KeyValueStore } from '../platform/ports'
import { createAnswerRunner } from './answer-runner'
import type { ConversationChange } from './changes'
import { createHistoryPages, type HistoryState } from './history-pages'
import { createPhotoTray, type PhotoTray } from './photo-tray'
import { createPhotoUploads } from './photo-uploads'
import type { JournalPort, LearningPort } from './ports'
import { interrupt, isUnderWay, newTurn, type Rating, restart, type Turn, turnFromJournal } from './turn'

/** Characters that a question may have; the contract's limit. */
export const CONTENT_LIMIT = 8000

/** Storage key of the session that was open last. */
const OPEN_SESSION = 'open-session'

/** `busy`: an answer of this conversation is under way; `busy-elsewhere`: one of another conversation. */
export type SendOutcome = 'sent' | 'empty' | 'too-long' | 'busy' | 'busy-elsewhere'

export interface ConversationDependencies {
  learning: LearningPort
  journal: JournalPort
  store: KeyValueStore
  newRequestId(): string
}

/**
 * The conversation that is open, with at most one answer under way. It belongs to the program, not to a page: an answer
 * goes on while no page is there, and a page that comes back finds it.
 */
export interface Conversation {
  readonly turns: readonly Turn[]
  readonly tray: PhotoTray
  readonly sessionId: string | undefined
  /** The turn of this conversation whose answer is under way. */
  readonly underWay: Turn | undefined
  readonly history: HistoryState
  subscribe(listener: (change: ConversationChange) => void): () => void
  /** Loads the session that was open and goes on with an answer that was under way. Once: later calls do nothing. */
  start(): Promise<void>
  /** Sends the question with the photos of the tray. A second tap finds the first one under way. */
  send(content: string): SendOutcome
  /** Stops the answer under way; what was received is kept. */
  stop(): void
  /** Asks a turn that failed again, by the same request id, with the photos that are at the server already. */
  retry(requestId: string): boolean
  /** Lays the photos of a turn that ended back into the tray and gives its text, to be changed and sent as a new question. */
  takeBack(requestId: string): string | undefined
  rate(requestId: string, rating: Rating): Promise<void>
  startNew(): void
  open(sessionId: string): Promise<void>
  loadOlder(): Promise<void>
  /** Loads the open session again, after it failed. */
  reload(): Promise<void>
}

export function createConversation({
  learning,
  journal,
  store,
  newRequestId,
}: ConversationDependencies): Conversation {
  const listeners = new Set<(change: ConversationChange) => void>()
  let turns: Turn[] = []
  let sessionId: string | undefined
  let started: Promise<void> | undefined

  const tell = (change: ConversationChange): void => {
    for (const listener of [...listeners]) listener(change)
  }
  const uploads = createPhotoUploads(learning.upload, (photo) => {
    const turn = runner.turn
    if (turn?.photos.includes(photo)) tell({ type: 'status', turn })
    else if (tray.photos.includes(photo)) tell({ type: 'photos' })
  })
  const tray = createPhotoTray(uploads, () => tell({ type: 'photos' }))
  const history = createHistoryPages(learning, () => tell({ type: 'history' }))
  const sessionKnown = (turn: Turn, known: string): void => {
    if (!turns.includes(turn) || sessionId !== undefined) return
    openSession(known)
    history.opened(known)
  }
  const runner = createAnswerRunner({ learning, journal, uploads, tell, sessionKnown })

  const find = (requestId: string): Turn | undefined => turns.find((turn) => turn.requestId === requestId)

  const rememberedSession = (): string | undefined => {
    const stored = store.get(OPEN_SESSION)
    return typeof stored === 'string' && stored !== '' ? stored : undefined
  }

  const openSession = (next: string | undefined): void => {
    sessionId = next
    if (next === undefined) store.remove(OPEN_SESSION)
    else store.set(OPEN_SESSION, next)
  }

  /** The answer under way belongs to its session's turns, whether the server lists it yet or not. */
  const withRunning = (loaded: Turn[]): Turn[] => {
    const { turn } = runner
    const listed = loaded.some((each) => each.requestId === turn?.requestId)
    if (turn === undefined || (!listed && runner.sessionId !== sessionId)) return loaded
    return [...loaded.filter((each) => each.requestId !== turn.requestId), turn]
  }

  /** The answer that an earlier run of the program left in this session, where the history does not tell it. */
  const leftBehind = (): Turn | undefined => {
    const unknownHere = sessionId === undefined || history.state.failed
    const left = journal.unfinished().find(({ requestId, params }) => {
      const here = params.session_id === undefined ? unknownHere : params.session_id === sessionId
      return here && find(requestId) === undefined
    })
    return left && turnFromJournal(left, learning.address)
  }

  /** What the last run of the program left, and what the server still writes, goes on. */
  const goOn = (): void => {
    if (runner.turn !== undefined) return
    const left = leftBehind()
    if (left !== undefined) turns = [...turns, left]
    const waiting = turns.filter(isUnderWay)
    const newest = waiting.pop()
    waiting.forEach(interrupt)
    if (newest !== undefined) runner.run(newest, sessionId)
  }

  const show = async (next: string | undefined): Promise<void> => {
    openSession(next)
    turns = withRunning([])
    tell({ type: 'turns' })
    const loaded = await history.open(next)
    if (sessionId !== next) return
    // A question that was sent while the history came stays behind it.
    const sent = turns.filter((turn) => !loaded.some((each) => each.requestId === turn.requestId))
    turns = withRunning([...loaded, ...sent])
    goOn()
    tell({ type: 'turns' })
  }

  return {
    get turns() {
      return turns
    },
    get sessionId() {
      return sessionId
    },
    get underWay() {
      return runner.turn !== undefined && turns.includes(runner.turn) ? runner.turn : undefined
    },
    get history() {
      return history.state
    },
    tray,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      started ??= show(rememberedSession())
      return started
    },
    send(content) {
      const text = content.trim()
      if (runner.turn !== undefined) return turns.includes(runner.turn) ? 'busy' : 'busy-elsewhere'
      if (text === '' && tray.photos.length === 0) return 'empty'
      if (text.length > CONTENT_LIMIT) return 'too-long'
      const turn = newTurn(newRequestId(), text, tray.take())
      turns = [...turns, turn]
      tell({ type: 'added', turn })
      runner.run(turn, sessionId)
      return 'sent'
    },
    stop: () => runner.stop(),
    retry(requestId) {
      const turn = find(requestId)
      if (turn === undefined || !turn.retryable || runner.turn !== undefined) return false
      restart(turn)
      tell({ type: 'status', turn })
      runner.run(turn, sessionId)
      return true
    },
    takeBack(requestId) {
      const turn = find(requestId)
      if (turn === undefined || isUnderWay(turn)) return undefined
      if (turn.photos.length > 0) tray.putBack(turn.photos)
      return turn.content
    },
    async rate(requestId, rating) {
      const turn = find(requestId)
      if (turn?.answerId === undefined || turn.rating === rating) return
      const before = turn.rating
      const set = (value: Rating | undefined): void => {
        turn.rating = value
        tell({ type: 'status', turn })
      }
      set(rating)
      try {
        await learning.rate(turn.answerId, rating)
      } catch (error) {
        set(before)
        throw error
      }
    },
    startNew() {
      openSession(undefined)
      turns = []
      history.close()
      tell({ type: 'turns' })
    },
    async open(next) {
      if (next !== sessionId) await show(next)
    },
    async loadOlder() {
      const opened = sessionId
      const older = await history.older(turns[0]?.questionId)
      if (opened !== sessionId || older.length === 0) return
      turns = [...older, ...turns]
      tell({ type: 'turns' })
    },
    reload: () => show(sessionId),
  }
}
