import type { ListedSession, Session, SessionPage, SessionState } from '../../typings/protocol'
import { inPlace } from './in-place'

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
  /** Loads anew as many as are shown, or the first page. */
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
/** As many as a server gives in one page. */
const LARGEST_PAGE = 100
/** How often several pages are read that have to fit together. */
const READINGS = 4

/** Sessions that came of the server, and what it said of how many there are. */
interface Loaded {
  readonly items: readonly ListedSession[]
  readonly total: number
}

/** What is shown of them, after what was done here while they were on their way. */
interface Part extends Loaded {
  /** It said so of fewer than were there before. */
  readonly hasShrunk: boolean
  /** How many of the deletions here it knew of. */
  readonly counted: number
}

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

  /** The beginning of the whole list that is on its way: who asks meanwhile for as much gets the same. */
  let beginning: { readonly size: number; readonly page: Promise<SessionPage> } | undefined

  const edit = (change: (list: ListedSession[]) => ListedSession[]): void => {
    if (loading > 0) edits.push(change)
    beginning = undefined
    sessions = change(sessions)
  }

  const loadBeginning = (size: number): Promise<SessionPage> => {
    if (beginning !== undefined && beginning.size >= size) return beginning.page
    // One that an edit let go of tells of the time before it.
    const page: Promise<SessionPage> = port.page(1, size, '').then(
      (loaded) => {
        if (beginning?.page === page) {
          beginning = undefined
          local.keepList({ ...loaded, items: loaded.items.slice(0, PAGE_SIZE) })
        }
        return loaded
      },
      (error: unknown) => {
        if (beginning?.page === page) beginning = undefined
        throw error
      },
    )
    beginning = { size, page }
    return page
  }

  const loadPage = (page: number, size: number, asked: string): Promise<SessionPage> =>
    page === 1 && asked === '' ? loadBeginning(size) : port.page(page, size, asked)

  /**
   * The first `count` of the list, in as few calls as may be. Where one goes away between two of them, what stood behind it would be
   * missed: they are read again, a few times; and what is missing even then is counted, so that it is looked for.
   */
  const loadFirst = async (count: number, asked: string, times = READINGS): Promise<Loaded> => {
    const size = Math.min(LARGEST_PAGE, count)
    const items = new Map<string, ListedSession>()
    let most = 0
    for (let page = 1; (page - 1) * size < count; page += 1) {
      const loaded = await loadPage(page, size, asked)
      if (loaded.total < most && times > 1) return loadFirst(count, asked, times - 1)
      for (const session of loaded.items) items.set(session.id, session)
      most = Math.max(most, loaded.total)
      if (loaded.items.length === 0) break
    }
    return { items: [...items.values()].slice(0, count), total: most }
  }

  /** It is tried again when the network is back, or the list is looked at. */
  const lost = (): void => {
    failed = true
  }

  /** The page behind those that are shown, or the last of these, where it has others by now. */
  const next = (): number => Math.max(1, pages + 1 - Math.ceil((deleted - counted) / PAGE_SIZE))

  /** Loads a part of the list, and has it shown by `take`, unless it is no part of the list that is shown by then. */
  const load = async (
    number: number,
    read: (asked: string) => Promise<Loaded>,
    take: (part: Part) => void | Promise<void>,
  ): Promise<void> => {
    const asked = wanted
    const done = edits.length
    const before = deleted
    const had = total
    loading += 1
    try {
      const loaded = await read(asked)
      // The student has written on meanwhile, or a newer beginning stands there.
      if (asked !== wanted || number < shown) return
      failed = false
      const items = edits.slice(done).reduce((list, change) => change(list), [...loaded.items])
      const gone = loaded.items.length - items.length
      const hasShrunk = loaded.total < had
      await take({ items, hasShrunk, total: loaded.total - gone, counted: before - gone })
    } catch (error) {
      if (asked === wanted) lost()
      throw error
    } finally {
      loading -= 1
      if (loading === 0) edits.length = 0
    }
  }

  /** It goes up to that page now. */
  const show = (list: readonly ListedSession[], part: Part, page: number): void => {
    sessions = list.map(asRunning)
    // Behind the last page there is nothing, whatever moved meanwhile.
    total = part.items.length === 0 ? sessions.length : part.total
    counted = part.counted
    pages = page
  }

  const begin = (upTo: number): Promise<void> => {
    begun += 1
    const number = begun
    return load(
      number,
      (asked) => loadFirst(upTo * PAGE_SIZE, asked),
      (part) => {
        show(part.items, part, upTo)
        shown = number
      },
    )
  }

  /** Some that are shown are no more: what moved up from behind them into their pages is found among as many as are to be shown. */
  const mend = (upTo: number): Promise<void> =>
    load(
      shown,
      (asked) => loadFirst(upTo * PAGE_SIZE, asked),
      (part) => show(inPlace(sessions, part.items, upTo * PAGE_SIZE), part, upTo),
    )

  const more = (): Promise<void> => {
    const page = next()
    if (page === 1) return begin(1)
    return load(
      shown,
      (asked) => loadPage(page, PAGE_SIZE, asked),
      (part) => {
        // By another device, or here a moment before it is said to be done.
        if (part.hasShrunk) return mend(page)
        // A session that moved up since the last page comes only once.
        const others = sessions.filter((each) => !part.items.some(({ id }) => id === each.id))
        return show([...others, ...part.items], part, page)
      },
    )
  }

  return {
    get sessions() {
      return sessions
    },
    get hasMore() {
      return sessions.length < total
    },
    refresh: () => begin(Math.max(1, pages)),
    search(words) {
      wanted = words.trim()
      return begin(1)
    },
    more,
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
      if (state !== 'running' && local.running().size === 0) loadBeginning(PAGE_SIZE).catch(lost)
    },
    comeBack() {
      // Where it fails again, the next return of the network tries it.
      if (failed) begin(Math.max(1, pages)).then(told, () => undefined)
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
