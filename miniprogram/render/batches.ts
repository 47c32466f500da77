import type { Cancel, Clock } from '../platform/ports'

/** Longest time for which an acknowledgement is waited for; a page that never answers still gets its text. */
const MAX_WAIT = 2000

/** Longest distance between two batches, however busy the page is. */
const MAX_INTERVAL = 500

/**
 * Decides when a batch goes to the page: at most one in `interval` milliseconds, fewer when the page takes
 * long, none while it is hidden.
 */
export class Batches {
  private cancel: Cancel | undefined
  private last = Number.NEGATIVE_INFINITY
  private waiting = false
  private wanted = false
  private hidden = false
  /** How long the page took for its last batches, smoothed. */
  private latency = 0

  /**
   * @param send sends a batch; false if there was nothing to send
   * @param acknowledged whether the page tells when it has taken a batch
   */
  constructor(
    private readonly clock: Clock,
    private readonly interval: number,
    private readonly acknowledged: boolean,
    private readonly send: () => boolean,
  ) {}

  now(): number {
    return this.clock.now()
  }

  /** Something is there to be sent: at once if the last batch is long enough ago. */
  want(): void {
    this.wanted = true
    this.plan()
  }

  /** Sends now what there is, unless the page is hidden. */
  flush(): void {
    this.wanted = true
    if (!this.hidden) this.run()
  }

  pause(): void {
    this.hidden = true
    this.stop()
  }

  resume(): void {
    this.hidden = false
    this.waiting = false
    if (this.wanted) this.run()
  }

  /** The page has taken the last batch. */
  taken(since: number): void {
    this.latency = (this.latency + this.clock.now() - since) / 2
    this.waiting = false
    this.stop()
    if (this.wanted) this.plan()
  }

  private plan(): void {
    if (this.hidden || this.cancel) return
    const distance = Math.min(MAX_INTERVAL, Math.max(this.interval, this.latency * 2))
    const due = this.waiting ? MAX_WAIT : this.last + distance - this.clock.now()
    if (due > 0) this.runLater(due)
    else {
      try {
        this.run()
      } catch {
        // Whoever has text has not asked for a batch. The timer's try throws where nobody is disturbed.
        this.runLater(distance)
      }
    }
  }

  private runLater(delay: number): void {
    this.cancel = this.clock.setTimer(() => {
      this.cancel = undefined
      this.run()
    }, delay)
  }

  private run(): void {
    this.stop()
    this.wanted = false
    const started = this.clock.now()
    try {
      if (!this.send()) return
    } catch (error) {
      this.wanted = true
      throw error
    }
    this.last = started
    this.waiting = this.acknowledged
  }

  private stop(): void {
    this.cancel?.()
    this.cancel = undefined
  }
}
