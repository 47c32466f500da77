import type { Calendar, Cancel, Clock } from './ports'

/** Milliseconds between two beats. A jump of the date misleads for no longer than that. */
const BEAT = 1000

/** What a phone has of time: timers, and a date that may be set at any moment. */
export type Host = Calendar & Pick<Clock, 'setTimer'>

/**
 * A clock that only goes forward, on a host that has none. While a timer is armed, beats are counted by a timer of their
 * own, and the date only tells how much of the present one is over: a date that jumps, by an hour or by years, changes no
 * interval. While nobody waits for anything the date's steps forward count as they are.
 */
export class SteadyClock implements Clock, Calendar {
  private elapsed: number
  private lastDate: number
  /** `begun`: `elapsed` at the beginning of the present beat. */
  private beat: { begun: number; cancel: Cancel } | undefined
  /** Timers that are armed. */
  private timers = 0
  private readonly host: Host

  constructor(host: Host) {
    this.host = host
    this.lastDate = host.date()
    this.elapsed = this.lastDate
  }

  now(): number {
    const date = this.host.date()
    const passed = this.elapsed + Math.max(0, date - this.lastDate)
    this.lastDate = date
    this.elapsed = this.beat === undefined ? passed : Math.min(passed, this.beat.begun + BEAT)
    return this.elapsed
  }

  date(): number {
    return this.host.date()
  }

  setTimer(callback: () => void, delay: number): Cancel {
    let armed = true
    const end = () => {
      if (!armed) return
      armed = false
      this.timers -= 1
      if (this.timers === 0) this.rest()
    }
    this.timers += 1
    if (this.beat === undefined) this.begin()
    const cancel = this.host.setTimer(() => {
      end()
      callback()
    }, delay)
    return () => {
      end()
      cancel()
    }
  }

  private begin(): void {
    const begun = this.now()
    const cancel = this.host.setTimer(() => {
      this.beat = undefined
      this.lastDate = this.host.date()
      this.elapsed = begun + BEAT
      this.begin()
    }, BEAT)
    this.beat = { begun, cancel }
  }

  private rest(): void {
    this.now()
    this.beat?.cancel()
    this.beat = undefined
  }
}
