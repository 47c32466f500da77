import type { Clock } from '../../src/time/clock'

interface Timer {
  at: number
  order: number
  callback: () => void
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  private time = 1_700_000_000_000
  private readonly timers = new Set<Timer>()
  private order = 0

  now(): number {
    return this.time
  }

  after(delay: number, callback: () => void): () => void {
    this.order += 1
    const timer = { at: this.time + Math.max(0, delay), order: this.order, callback }
    this.timers.add(timer)
    return () => {
      this.timers.delete(timer)
    }
  }

  /** Goes by while the process stands still: what was due meanwhile is done when it goes on. */
  standStill(milliseconds: number): void {
    this.time += milliseconds
  }

  /** Timers that have not fired. */
  get pending(): number {
    return this.timers.size
  }

  /** Moves on, timer by timer; what their callbacks set off is done before the next. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds
    await settled()
    for (;;) {
      const next = [...this.timers]
        .filter(({ at }) => at <= end)
        .sort((one, other) => one.at - other.at || one.order - other.order)[0]
      if (!next) break
      this.timers.delete(next)
      this.time = Math.max(this.time, next.at)
      next.callback()
      await settled()
    }
    this.time = end
  }
}

/** Resolves when every promise that could go on has gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
