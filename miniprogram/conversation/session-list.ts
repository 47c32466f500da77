import type { ListedSession, Session, SessionPage, SessionState } from '../../typings/protocol'
import { messages } from '../messages/zh-CN'
import { dayHeading } from './day-words'

/** The calls that the list of sessions needs. */
export interface SessionsPort {
  /** `search`: only those that have it in their title; all for an empty one. */
  page(page: number, size: number, search: string): Promise<SessionPage>
  rename(sessionId: string, title: string): Promise<Session>
  remove(sessionId: string): Promise<void>
}

/** What the phone itself knows of the list. */
export interface LocalSessions {
  /** The beginning of the list, as it was when it was last loaded; for a phone without a network. */
  list(): SessionPage | undefined
  keepList(page: SessionPage): void
  /** Sessions in which this phone follows an answer. */
  running(): ReadonlySet<string>
}

/** The student's conversations, newest first, loaded page by page. */
export interface SessionList {
  readonly sessions: readonly ListedSession[]
  readonly hasMore: boolean
  /** Loads the first page anew. */
  refresh(): Promise<void>
  /** Shows only those that have these words in their title, from now on; all again for none. */
  search(words: string): Promise<void>
  more(): Promise<void>
  rename(sessionId: string, title: string): Promise<void>
  remove(sessionId: string): Promise<void>
  /** An answer began or ended on this phone. */
  mark(sessionId: string, state: SessionState): void
  /** There is a network again, or may be: loads anew what could not be loaded. */
  comeBack(): void
  /** Told when the list changed without having been asked to. */
  subscribe(listener: () => void): () => void
}

const PAGE_SIZE = 20

export function createSessionList(port: SessionsPort, local: LocalSessions): SessionList {
  const kept = local.list()
  let sessions: ListedSession[] = kept?.items ?? []
  let total = sessions.length
  let pages = 0
  let wanted = ''
  let failed = false
  const listeners = new Set<() => void>()

  const told = (): void => {
    for (const listener of [...listeners]) listener()
  }

  const asRunning = (session: ListedSession): ListedSession =>
    local.running().has(session.id) ? { ...session, state: 'running' } : session

  const load = async (page: number): Promise<void> => {
    const asked = wanted
    try {
      const loaded = await port.page(page, PAGE_SIZE, asked)
      // The student has written on meanwhile: another answer is on its way.
      if (asked !== wanted) return
      failed = false
      if (page === 1 && asked === '') local.keepList(loaded)
      // A session that moved up since the last page comes only once.
      const before =
        page === 1 ? [] : sessions.filter((each) => !loaded.items.some(({ id }) => id === each.id))
      sessions = [...before, ...loaded.items].map(asRunning)
      total = loaded.total
      pages = page
    } catch (error) {
      if (asked === wanted) failed = true
      throw error
    }
  }

  return {
    get sessions() {
      return sessions
    },
    get hasMore() {
      return sessions.length < total
    },
    refresh: () => load(1),
    search(words) {
      wanted = words.trim()
      return load(1)
    },
    more: () => load(pages + 1),
    async rename(sessionId, title) {
      const renamed = await port.rename(sessionId, title)
      sessions = sessions.map((each) => (each.id === sessionId ? { ...each, ...renamed } : each))
    },
    async remove(sessionId) {
      await port.remove(sessionId)
      sessions = sessions.filter((each) => each.id !== sessionId)
      total -= 1
    },
    mark(sessionId, state) {
      sessions = sessions.map((each) => (each.id === sessionId ? { ...each, state } : each))
      told()
    },
    comeBack() {
      // Where it fails again, the next return of the network tries it.
      if (failed) load(1).then(told, () => undefined)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A session as the notebook shows it. */
export interface SessionView {
  id: string
  title: string
  /** How many questions. */
  note: string
  /** The day that begins with it; empty where it is of the same day as the one before, or that is not known. */
  day: string
  /** Its last answer is being written, or was not finished; empty where there is nothing to say. */
  state: '' | 'running' | 'failed'
  /** That in words. */
  stateWords: string
}

/** `now` in milliseconds since the epoch decides what is today. */
export function sessionViews(sessions: readonly ListedSession[], now: number): SessionView[] {
  const words = messages.sessions
  let before = ''
  return sessions.map((session) => {
    const day = dayHeading(new Date(session.last_active_at), now)
    const view: SessionView = {
      id: session.id,
      title: session.title.trim() || words.untitled,
      note: words.questions(session.question_count),
      day: day === before ? '' : day,
      state: session.state === 'done' ? '' : session.state,
      stateWords: session.state === 'done' ? '' : words.states[session.state],
    }
    before = day
    return view
  })
}
