import type { Clock } from '../time/clock'

/** Watches one stream for silence. */
export interface SilenceWatch {
  /** Something happened: the silence begins anew. Costs one assignment, no timer. */
  touch(): void
  /** Ends the watch; it never calls back again. */
  stop(): void
}

interface Entry {
  interval: number
  since: number
  slot: number
  onSilence: () => void
}

/**
 * One timer for the silence of many streams. A re-armed timer a frame costs a hundred times more than the
 * lazy check here: `touch` only notes the time, and the wheel looks when the earliest silence could be over.
 */
export class SilenceWheel {
  private readonly slots = new Map<number, Set<Entry>>()
  private armed: { slot: number; cancel: () => void } | undefined

  /** `grain`: milliseconds by which a call may be late, and never early. */
  constructor(
    private readonly clock: Clock,
    private readonly grain: number,
  ) {}

  /** Calls `onSilence` whenever `interval` milliseconds went by without a touch or a call. */
  watch(interval: number, onSilence: () => void): SilenceWatch {
    const entry: Entry = { interval, since: this.clock.now(), slot: 0, onSilence }
    this.place(entry)
    return {
      touch: () => {
        entry.since = this.clock.now()
      },
      stop: () => this.remove(entry),
    }
  }

  private place(entry: Entry): void {
    entry.slot = Math.ceil((entry.since + entry.interval) / this.grain)
    const slot = this.slots.get(entry.slot)
    if (slot) slot.add(entry)
    else this.slots.set(entry.slot, new Set([entry]))
    if (!this.armed || entry.slot < this.armed.slot) this.arm()
  }

  private remove(entry: Entry): void {
    const slot = this.slots.get(entry.slot)
    if (!slot?.delete(entry) || slot.size > 0) return
    this.slots.delete(entry.slot)
    if (this.slots.size === 0) this.arm()
  }

  /** Sets the one timer to the earliest slot that holds anything, or to none. */
  private arm(): void {
    this.armed?.cancel()
    this.armed = undefined
    if (this.slots.size === 0) return
    const slot = Math.min(...this.slots.keys())
    const delay = Math.max(0, slot * this.grain - this.clock.now())
    this.armed = { slot, cancel: this.clock.after(delay, () => this.turn()) }
  }

  private turn(): void {
    this.armed = undefined
    const now = this.clock.now()
    const due = [...this.slots.keys()].filter((slot) => slot * this.grain <= now)
    for (const slot of due) {
      const entries = this.slots.get(slot) ?? []
      this.slots.delete(slot)
      for (const entry of entries) this.check(entry, now)
    }
    if (!this.armed) this.arm()
  }

  private check(entry: Entry, now: number): void {
    const silent = now - entry.since >= entry.interval
    if (silent) entry.since = now
    this.place(entry)
    if (silent) entry.onSilence()
  }
}
