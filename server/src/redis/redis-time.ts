import type { Clock } from '../time/clock'
import type { SharedFrames } from './redis-link'

/** Milliseconds that a look may take: within half of that it is known what Redis's clock showed when. */
const LONGEST_LOOK = 100

/**
 * Redis's clock, as this process knows it. What is to be compared between servers is told by that clock and not by its age: that
 * would be another one when it arrives, since a process may stand still, or the way may be blocked, in between.
 */
export class RedisTime {
  /** Milliseconds by which it is ahead of this process's clock. */
  private ahead: number | undefined

  constructor(
    private readonly link: Pick<SharedFrames, 'time'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Looks at it; what took too long tells nothing. Never rejects. */
  async look(): Promise<void> {
    const asked = this.clock.now()
    const time = await this.link.time().catch(() => undefined)
    const took = this.clock.now() - asked
    if (time !== undefined && took <= LONGEST_LOOK) this.ahead = time - asked - took / 2
  }

  /** Milliseconds that it showed at this time of the process's clock; `undefined` until it was seen. */
  at(now: number): number | undefined {
    return this.ahead === undefined ? undefined : Math.round(now + this.ahead)
  }
}
