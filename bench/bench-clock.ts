import type { Clock } from '../miniprogram/platform/ports'

/** A clock that goes on only when it is told to. */
export class BenchClock implements Clock {
  private time = 0
  private readonly timers = new Set<{ due: number; callback: () => void }>()

  now(): number {
    return this.time
  }

  setTimer(callback: () => void, delay: number): () => void {
    const timer = { due: this.time + delay, callback }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  /** Goes on to that time. */
  to(time: number): void {
    this.time = time
    for (const timer of this.timers) {
      if (timer.due > time) continue
      this.timers.delete(timer)
      timer.callback()
    }
  }
}
