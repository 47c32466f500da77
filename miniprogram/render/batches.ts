import type { Cancel, Clock } from '../platform/ports'

/** Longest time for which an acknowledgement is waited for; a page that never answers still gets its text. */
const MAX_WAIT = 2000

/** Part of the interval that a page has for itself once it has taken a batch. */
const REST = 0.5

/**
 * Decides when a batch goes to the page: at most one in `interval` milliseconds, none while the page is hidden or has not taken
 * the last one. What takes longer than the interval makes the next batch larger, and hardly later: it comes soon behind.
 */
export class Batches {
  private cancel: Cancel | undefined
  private last = Number.NEGATIVE_INFINITY
  private waiting = false
  private wanted = false
  private hidden = false
  /** Until then the page is left alone. */
  private rested = Number.NEGATIVE_INFINITY

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
  taken(): void {
    this.rested = this.clock.now() + this.interval * REST
    this.waiting = false
    this.stop()
    if (this.wanted) this.plan()
  }

  private plan(): void {
    if (this.hidden || this.cancel) return
    const due = this.waiting ? MAX_WAIT : Math.max(this.last + this.interval, this.rested) - this.clock.now()
    if (due > 0) this.runLater(due)
    else {
      try {
        this.run()
      } catch {
        // Whoever has text has not asked for a batch. The timer's try throws where nobody is disturbed.
        this.runLater(this.interval)
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
    const { waiting } = this
    const started = this.clock.now()
    // The page may say at once that it has the batch.
    this.waiting = this.acknowledged
    let isSent = false
    try {
      isSent = this.send()
    } catch (error) {
      this.wanted = true
      throw error
    } finally {
      if (!isSent) this.waiting = waiting
    }
    if (isSent) this.last = started
  }

  private stop(): void {
    this.cancel?.()
    this.cancel = undefined
  }
}
