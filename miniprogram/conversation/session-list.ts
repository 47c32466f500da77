import type { ListedSession, Session, SessionPage, SessionState } from '../../typings/protocol'
import { chatMessages } from '../messages/chat.zh-CN'
import { messages } from '../messages/zh-CN'
import { dayHeading } from './day-words'
import { subjectSign } from './subject-sign'

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
  /** An answer began or ended on this phone; when none is under way any more, the beginning of the list is loaded and kept. */
  mark(sessionId: string, state: SessionState): void
  /** There is a network again, or may be: loads anew what could not be loaded. */
  comeBack(): void
  /** Told when the list changed without having been asked to. */
  subscribe(listener: () => void): () => void
}

const PAGE_SIZE = 20

/** The list as it was kept on the phone; the server is asked when it is opened. */
export function createSessionList(port: SessionsPort, local: LocalSessions): SessionList {
  const kept = local.list()
  let sessions: ListedSession[] = kept?.items ?? []
  let total = sessions.length
  let pages = 0
  /** Sessions that were deleted here, and how many of them were when the last page was asked for: what stood behind the others moved up. */
  let deleted = 0
  let counted = 0
  let wanted = ''
  let failed = false
  /** Numbers of the beginnings: the one asked for last, and the one shown. */
  let begun = 0
  let shown = 0
  /** What was done here while something was on its way, in order: it holds also for that, which comes after. */
  const edits: ((list: ListedSession[]) => ListedSession[])[] = []
  let loading = 0
  const listeners = new Set<() => void>()

  const told = (): void => {
    for (const listener of [...listeners]) listener()
  }

  const asRunning = (session: ListedSession): ListedSession =>
    local.running().has(session.id) ? { ...session, state: 'running' } : session

  /** The beginning of the whole list that is on its way: who asks meanwhile gets the same. */
  let beginning: Promise<SessionPage> | undefined

  const edit = (change: (list: ListedSession[]) => ListedSession[]): void => {
    if (loading > 0) edits.push(change)
    beginning = undefined
    sessions = change(sessions)
  }

  const loadBeginning = (): Promise<SessionPage> => {
    if (beginning !== undefined) return beginning
    // One that an edit let go of tells of the time before it.
    const own: Promise<SessionPage> = port.page(1, PAGE_SIZE, '').then(
      (loaded) => {
        if (beginning === own) {
          beginning = undefined
          local.keepList(loaded)
        }
        return loaded
      },
      (error: unknown) => {
        if (beginning === own) beginning = undefined
        throw error
      },
    )
    beginning = own
    return own
  }

  /** It is tried again when the network is back, or the list is looked at. */
  const lost = (): void => {
    failed = true
  }

  /** The page behind those that are shown, or the last of these, where it has others by now. */
  const next = (): number => Math.max(1, pages + 1 - Math.ceil((deleted - counted) / PAGE_SIZE))

  const load = async (page: number): Promise<void> => {
    const asked = wanted
    if (page === 1) begun += 1
    const number = page === 1 ? begun : shown
    const done = edits.length
    const before = deleted
    const had = total
    loading += 1
    try {
      const isBeginning = page === 1 && asked === ''
      const loaded = await (isBeginning ? loadBeginning() : port.page(page, PAGE_SIZE, asked))
      // The student has written on meanwhile, or a newer beginning stands there: this is no part of that list.
      if (asked !== wanted || number < shown) return
      failed = false
      // Some were deleted, elsewhere or here a moment before it is said to be done: what moved up from here into the pages before cannot be told.
      if (page > 1 && loaded.total < had) return await load(1)
      const items = edits.slice(done).reduce((list, change) => change(list), loaded.items)
      // A session that moved up since the last page comes only once.
      const others = page === 1 ? [] : sessions.filter((each) => !items.some(({ id }) => id === each.id))
      sessions = [...others, ...items].map(asRunning)
      // Behind the last page there is nothing, whatever moved meanwhile.
      const gone = loaded.items.length - items.length
      total = items.length === 0 ? sessions.length : loaded.total - gone
      counted = before - gone
      pages = page
      if (page === 1) shown = number
    } catch (error) {
      if (asked === wanted) lost()
      throw error
    } finally {
      loading -= 1
      if (loading === 0) edits.length = 0
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
    more: () => load(next()),
    async rename(sessionId, title) {
      const renamed = await port.rename(sessionId, title)
      edit((list) => list.map((each) => (each.id === sessionId ? { ...each, ...renamed } : each)))
    },
    async remove(sessionId) {
      await port.remove(sessionId)
      const held = sessions.length
      edit((list) => list.filter((each) => each.id !== sessionId))
      // A page that the server told after the deletion counts it no more.
      total -= held - sessions.length
      deleted += held - sessions.length
    },
    mark(sessionId, state) {
      edit((list) => list.map((each) => (each.id === sessionId ? marked(each, state) : each)))
      told()
      if (state !== 'running' && local.running().size === 0) loadBeginning().catch(lost)
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

/** The server counts a question when its answer is saved. */
function marked(session: ListedSession, state: SessionState): ListedSession {
  const isSaved = session.state !== 'done' && state === 'done'
  return { ...session, state, question_count: session.question_count + (isSaved ? 1 : 0) }
}

/** A session as the notebook shows it. */
export interface SessionView {
  id: string
  title: string
  /** Its subject, and the character that stands for it. */
  subject: string
  label: string
  /** Its first page; empty where it has none. */
  thumbnail: string
  /** How its page was marked, or how many questions it has. */
  note: string
  /** The day that begins with it; empty where it is of the same day as the one before, or that is not known. */
  day: string
  /** Its last answer is being written, or was not finished; empty where there is nothing to say. */
  state: '' | 'running' | 'failed'
  /** That in words. */
  stateWords: string
}

/** `now` in milliseconds since the epoch decides what is today. `address`: where an `<image>` finds a file of the server's. */
export function sessionViews(
  sessions: readonly ListedSession[],
  now: number,
  address: (url: string) => string,
): SessionView[] {
  const words = messages.sessions
  let before = ''
  return sessions.map((session) => {
    const day = dayHeading(new Date(session.last_active_at), now)
    const { thumbnail_url: thumbnail } = session
    const view: SessionView = {
      id: session.id,
      title: session.title.trim() || words.untitled,
      ...subjectSign(session.subject),
      thumbnail: thumbnail ? address(thumbnail) : '',
      note: noteOf(session),
      day: day === before ? '' : day,
      state: session.state === 'done' ? '' : session.state,
      stateWords: session.state === 'done' ? '' : words.states[session.state],
    }
    before = day
    return view
  })
}

/** What its last answer marked, else how many questions were asked. */
function noteOf({ correction, question_count, state }: ListedSession): string {
  if (correction) {
    const { right, wrong, unanswered, unclear } = correction
    return chatMessages.notebook.marked(right + wrong + unanswered + unclear, wrong, right)
  }
  // The last one was asked, and is not counted before its answer is saved.
  return messages.sessions.questions(question_count + (state === 'done' ? 0 : 1))
}
