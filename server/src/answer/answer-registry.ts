import type { Clock } from '../time/clock'
import type { Answer } from './answer'
import type { Generation } from './generation'

/** An answer in memory, with what writes it while it is being written. */
export interface Entry {
  readonly answer: Answer
  generation: Generation | undefined
}

/** The answers in memory: all that are being written, and the finished ones for as long as they are replayed. */
export class AnswerRegistry {
  private readonly entries = new Map<string, Entry>()
  private readonly locks = new Map<string, Promise<unknown>>()
  private readonly expiries = new Map<string, () => void>()

  /**
   * `retention`: milliseconds; `mostRetained`: finished answers, the oldest go first. `overdue` hears of an answer whose
   * time is over though the database does not know how it ended: it stays here.
   */
  constructor(
    private readonly clock: Clock,
    private readonly retention: number,
    private readonly mostRetained: number,
    private readonly overdue: (entry: Entry) => void,
  ) {}

  get(userId: string, requestId: string): Entry | undefined {
    return this.entries.get(keyOf(userId, requestId))
  }

  add(answer: Answer): Entry {
    const entry: Entry = { answer, generation: undefined }
    this.entries.set(keyOf(answer.userId, answer.requestId), entry)
    return entry
  }

  all(): Entry[] {
    return [...this.entries.values()]
  }

  /** Keeps a finished answer for a while; the database has it afterwards. */
  retire(entry: Entry): void {
    const key = keyOf(entry.answer.userId, entry.answer.requestId)
    if (this.entries.get(key) !== entry) return
    this.expiries.get(key)?.()
    this.expiries.delete(key)
    this.expiries.set(
      key,
      this.clock.after(this.retention, () => this.expire(key, entry)),
    )
    if (this.expiries.size > this.mostRetained) this.forgetOldest()
  }

  /** It is being written again. */
  revive({ answer }: Entry): void {
    const key = keyOf(answer.userId, answer.requestId)
    this.expiries.get(key)?.()
    this.expiries.delete(key)
  }

  /** Forgets everything and leaves no timer. */
  clear(): void {
    for (const key of [...this.entries.keys()]) this.forget(key)
  }

  /** The next look finds it in the database, as whoever owns it now left it. */
  drop({ answer }: Entry): void {
    this.forget(keyOf(answer.userId, answer.requestId))
  }

  /** One at a time for the same request of the same user: the second finds what the first began. */
  async exclusively<T>(userId: string, requestId: string, action: () => Promise<T>): Promise<T> {
    const key = keyOf(userId, requestId)
    const turn = (this.locks.get(key) ?? Promise.resolve()).then(action, action)
    this.locks.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.locks.get(key) === turn) this.locks.delete(key)
    }
  }

  private expire(key: string, entry: Entry): void {
    if (entry.answer.isSettled) {
      this.forget(key)
      return
    }
    this.retire(entry)
    this.overdue(entry)
  }

  private forgetOldest(): void {
    for (const key of this.expiries.keys()) {
      if (this.entries.get(key)?.answer.isSettled === false) continue
      this.forget(key)
      return
    }
  }

  private forget(key: string): void {
    this.expiries.get(key)?.()
    this.expiries.delete(key)
    this.entries.delete(key)
  }
}

function keyOf(userId: string, requestId: string): string {
  return JSON.stringify([userId, requestId])
}
