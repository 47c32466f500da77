import type { Clock } from '../time/clock'

/** Wakes whoever waits for something that happens in this process. */
export class Bell {
  private readonly waiting = new Set<() => void>()

  constructor(private readonly clock: Clock) {}

  ring(): void {
    for (const wake of [...this.waiting]) wake()
  }

  /** Resolves when it rings, after `delay` milliseconds, or as soon as the signal is aborted. */
  wait(delay: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel()
        this.waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const cancel = this.clock.after(delay, wake)
      this.waiting.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    })
  }
}
