import type { HistoryCache } from './history-cache'
import type { Turn } from './turn'
import { itemFromTurn } from './turn-history'

/** What ended answers leave on the phone, to be read without a network. */
export class OfflineReading {
  /** Sessions that were deleted: an answer that was being written there is not kept. */
  private readonly forgotten = new Set<string>()

  /** `isWhole`: whether all of a turn's conversation is known here, so that nothing is missing before what is kept. */
  constructor(
    private readonly cache: HistoryCache,
    private readonly isWhole: (turn: Turn) => boolean,
  ) {}

  /** A turn as it is now; one that the server has not is kept as a draft, and asked by nobody but this run of the program. */
  keep(turn: Turn, sessionId: string | undefined): void {
    if (sessionId === undefined || turn.questionId === undefined || !turn.accepted) return
    if (!this.forgotten.has(sessionId)) this.cache.add(sessionId, itemFromTurn(turn), !this.isWhole(turn))
  }

  /** Nothing of that session, now and later. */
  forget(sessionId: string): void {
    this.forgotten.add(sessionId)
    this.cache.remove(sessionId)
  }
}
