import type { KeyValueStore } from '../platform/ports'
import { hasAnswer, type Turn } from './turn'

const KEY = 'taken-back'
/** Questions that are remembered; the oldest give way. */
const MOST = 200

/**
 * The questions whose words were laid back to be changed, over a restart too: the server still has them. One without an answer
 * is not shown again, and about one with a part of an answer nothing more is to be done.
 */
export class TakenBack {
  /** By request id; the one that was taken back last comes last. */
  private ids: readonly string[]

  constructor(private readonly store: KeyValueStore) {
    const stored = store.get(KEY)
    this.ids = Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []
  }

  add(requestId: string): void {
    this.ids = [...this.ids.filter((id) => id !== requestId), requestId].slice(-MOST)
    this.store.set(KEY, this.ids)
  }

  /** What of a history is shown. */
  shown(turns: readonly Turn[]): Turn[] {
    return turns
      .map((turn) => ({ ...turn, takenBack: this.ids.includes(turn.requestId) }))
      .filter((turn) => !turn.takenBack || hasAnswer(turn))
  }
}
