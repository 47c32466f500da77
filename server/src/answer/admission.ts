import type { Clock } from '../time/clock'
import { AnswerError, tooManyAtOnce } from './answer-error'
import type { AnswerLimits } from './limits'
import type { Load } from './load'
import { type Place, Ticket } from './place'

/** Milliseconds until it makes sense to ask again. */
const RETRY_AFTER_OVERLOAD = 5000

type Limits = Pick<AnswerLimits, 'mostRunning' | 'mostRunningPerUser' | 'mostWaiting' | 'longestWait'>

/**
 * Counts the answers that are begun or written, has those wait for which there is no room now, and refuses those that are too
 * many even for that. Who is being answered stays fluent.
 */
export class Admission {
  private total = 0
  private running = 0
  private readonly byUser = new Map<string, number>()
  private readonly queue = new Set<Ticket>()

  constructor(
    private readonly limits: Limits,
    private readonly clock: Clock,
    private readonly load: Pick<Load, 'begin' | 'end' | 'admits'>,
  ) {}

  /** Takes a place. Throws `OVERLOADED` or `RATE_LIMITED`. */
  enter(userId: string): Place {
    const { mostRunningPerUser, mostWaiting } = this.limits
    if ((this.byUser.get(userId) ?? 0) >= mostRunningPerUser) throw tooManyAtOnce(mostRunningPerUser)
    const runs = this.queue.size === 0 && this.takeRoom()
    if (!runs && this.queue.size >= mostWaiting) throw overloaded()
    this.count(userId, 1)
    const ticket: Ticket = new Ticket(runs, {
      ahead: () => [...this.queue].indexOf(ticket),
      late: () => {
        this.remove(ticket)
        return overloaded()
      },
      gaveUp: () => this.remove(ticket),
      left: (ran) => {
        if (ran) this.running -= 1
        else this.remove(ticket)
        this.count(userId, -1)
        this.look()
      },
      after: (callback) => this.clock.after(this.limits.longestWait, callback),
    })
    if (!runs) this.queue.add(ticket)
    return ticket
  }

  /** There may be room again. */
  look(): void {
    let moved = false
    for (const ticket of this.queue) {
      if (!this.takeRoom()) break
      this.queue.delete(ticket)
      ticket.run()
      moved = true
    }
    if (moved) this.tellPlaces()
  }

  /** One alone always runs: what else this machine does must not stop everything. */
  private takeRoom(): boolean {
    const { mostRunning } = this.limits
    const room = this.running < mostRunning && (this.load.admits() || this.running === 0)
    if (room) this.running += 1
    return room
  }

  private remove(ticket: Ticket): void {
    if (this.queue.delete(ticket)) this.tellPlaces()
  }

  private tellPlaces(): void {
    let ahead = 0
    for (const ticket of this.queue) {
      ticket.moved(ahead)
      ahead += 1
    }
  }

  private count(userId: string, change: 1 | -1): void {
    if (this.total === 0) this.load.begin()
    this.total += change
    if (this.total === 0) this.load.end()
    const ofUser = (this.byUser.get(userId) ?? 0) + change
    if (ofUser === 0) this.byUser.delete(userId)
    else this.byUser.set(userId, ofUser)
  }
}

function overloaded(): AnswerError {
  return new AnswerError('OVERLOADED', { retryAfterMs: RETRY_AFTER_OVERLOAD })
}
