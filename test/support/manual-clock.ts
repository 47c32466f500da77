import type { Calendar, Clock } from '../../miniprogram/platform/ports'

/** A clock that a test turns by hand. */
export class ManualClock implements Clock, Calendar {
  private time = 1_000_000
  private dateAhead = 0
  private serial = 0
  private readonly timers = new Map<number, { at: number; callback: () => void }>()

  now(): number {
    return this.time
  }

  date(): number {
    return this.time + this.dateAhead
  }

  /** The date jumps; nothing else happens. */
  setDateAhead(milliseconds: number): void {
    this.dateAhead += milliseconds
  }

  setTimer(callback: () => void, delay: number): () => void {
    this.serial += 1
    const id = this.serial
    this.timers.set(id, { at: this.time + Math.max(0, delay), callback })
    return () => void this.timers.delete(id)
  }

  /** Timers that are armed. */
  get armed(): number {
    return this.timers.size
  }

  /** Lets time pass, with everything that is due in its order. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds
    for (;;) {
      const due = [...this.timers]
        .filter(([, { at }]) => at <= end)
        .sort(([, one], [, other]) => one.at - other.at)[0]
      if (due === undefined) break
      const [id, { at, callback }] = due
      this.timers.delete(id)
      this.time = Math.max(this.time, at)
      callback()
    }
    this.time = end
  }
}
