import type { HistoryItem } from '../../typings/protocol'
import { errorCode } from './error-code'
import type { HistoryCache } from './history-cache'
import type { LearningPort } from './ports'
import type { TakenBack } from './taken-back'
import type { Turn } from './turn'
import { turnsFromHistory } from './turn-history'

/** How loading stands; `failed`: the last load did. */
export interface HistoryState {
  readonly loading: boolean
  readonly failed: boolean
  readonly hasOlder: boolean
}

/** The turns of a session, loaded page by page from the newest. */
export interface HistoryPages {
  readonly state: HistoryState
  /** The session that was opened last is no more: it was deleted elsewhere. */
  readonly isGone: boolean
  /** What is kept on the phone of a session. */
  kept(sessionId: string | undefined): Turn[]
  /**
   * The newest turns of a session; none without one, `failed` as `state` tells, `overtaken` where another session, or the same
   * one once more, was opened meanwhile: what came belongs to nothing that is shown.
   */
  open(sessionId: string | undefined): Promise<Turn[] | 'failed' | 'overtaken'>
  /** The turns before a question; none while another load runs, or where it was overtaken. */
  older(before: string | undefined): Promise<Turn[]>
  /** The session that was begun here got its id: all of its turns are on the page. */
  opened(sessionId: string): void
  close(): void
}

const PAGE_SIZE = 20

/** The pages of one conversation, read by `learning` and kept in `cache`; what was taken back stays away. */
export function createHistoryPages(
  learning: Pick<LearningPort, 'history' | 'address'>,
  cache: HistoryCache,
  takenBack: TakenBack,
  changed: () => void,
): HistoryPages {
  const turnsOf = (items: readonly HistoryItem[]) =>
    takenBack.shown(turnsFromHistory(items, learning.address))
  let session: string | undefined
  /** Counts what was opened: a session may be left and opened again while a page of it is on its way. */
  let visit = 0
  let state: HistoryState = { loading: false, failed: false, hasOlder: false }
  let isGone = false

  const set = (next: HistoryState): void => {
    state = next
    changed()
  }

  const page = async (before: string | undefined): Promise<Turn[] | 'failed' | 'overtaken'> => {
    const asked = session
    const began = visit
    if (asked === undefined) {
      await Promise.resolve()
      return began === visit ? [] : 'overtaken'
    }
    const { hasOlder } = state
    set({ loading: true, failed: false, hasOlder })
    try {
      const { items, has_more } = await learning.history(asked, before, PAGE_SIZE)
      if (began !== visit) return 'overtaken'
      if (before === undefined) cache.write(asked, { items, has_more })
      set({ loading: false, failed: false, hasOlder: has_more })
      return turnsOf(items)
    } catch (error) {
      const wasDeleted = errorCode(error) === 'NOT_FOUND'
      if (wasDeleted) cache.remove(asked)
      if (began !== visit) return 'overtaken'
      isGone = wasDeleted
      // Shown by the page as a line that loads again when it is tapped.
      set({ loading: false, failed: true, hasOlder })
      return 'failed'
    }
  }

  const keptPage = (sessionId: string | undefined) =>
    sessionId === undefined ? undefined : cache.read(sessionId)

  const enter = (sessionId: string | undefined): void => {
    session = sessionId
    visit += 1
  }

  const open: HistoryPages['open'] = (sessionId) => {
    enter(sessionId)
    isGone = false
    set({ loading: false, failed: false, hasOlder: keptPage(sessionId)?.has_more ?? false })
    return page(undefined)
  }

  return {
    get state() {
      return state
    },
    get isGone() {
      return isGone
    },
    kept: (sessionId) => turnsOf(keptPage(sessionId)?.items ?? []),
    open,
    async older(before) {
      if (state.loading || before === undefined || !state.hasOlder) return []
      const older = await page(before)
      return typeof older === 'string' ? [] : older
    },
    opened(sessionId) {
      session = sessionId
    },
    close() {
      enter(undefined)
      set({ loading: false, failed: false, hasOlder: false })
    },
  }
}
