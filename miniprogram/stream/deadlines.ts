import type { Calendar, Cancel, Clock } from '../platform/ports'

/** What an answer waits for, in the order in which they are told when several are due at once. */
export const DEADLINES = ['ceiling', 'tier', 'connect', 'watchdog', 'retry', 'stop'] as const
/** One of {@link DEADLINES}. */
export type Deadline = (typeof DEADLINES)[number]

/** Those that rest while the program is in the background. */
const RESTING: readonly Deadline[] = ['ceiling', 'tier', 'connect', 'watchdog', 'retry']

/** Hosts fire a timer that is further away at once. It is armed anew when it fires too early. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * All of an answer's deadlines over one timer. Moving one further away, as every frame does, is one assignment: the timer
 * is only armed anew when it fires too early, or when a nearer deadline comes.
 */
export class Deadlines {
  private readonly at: Partial<Record<Deadline, number>> = {}
  private armed: { at: number; cancel: Cancel } | undefined
  private restingSince: number | undefined
  /** The date when the rest began. */
  private restingFrom = 0
  private readonly clock: Clock & Calendar
  private readonly due: (deadline: Deadline) => void

  constructor(clock: Clock & Calendar, due: (deadline: Deadline) => void) {
    this.clock = clock
    this.due = due
  }

  /** Whether this deadline is running or resting. */
  has(deadline: Deadline): boolean {
    return this.at[deadline] !== undefined
  }

  /** `delay` milliseconds from now, whatever it was before. While resting it counts from the end of the rest. */
  set(deadline: Deadline, delay: number): void {
    const from = RESTING.includes(deadline) ? (this.restingSince ?? this.clock.now()) : this.clock.now()
    const at = from + delay
    this.at[deadline] = at
    if (this.restingSince === undefined || !RESTING.includes(deadline)) this.armFor(at)
  }

  /** As `set`, but only if that is nearer than it was. */
  pullIn(deadline: Deadline, delay: number): void {
    const at = this.at[deadline]
    if (at === undefined || this.clock.now() + delay < at) this.set(deadline, delay)
  }

  clear(deadline: Deadline): void {
    delete this.at[deadline]
  }

  clearAll(): void {
    for (const deadline of DEADLINES) delete this.at[deadline]
    this.disarm()
  }

  /** In the background: what rests keeps the time that it had left. `wake` ends it. */
  rest(): void {
    if (this.restingSince === undefined) {
      this.restingSince = this.clock.now()
      this.restingFrom = this.clock.date()
    }
    this.disarm()
    this.arm()
  }

  /** Milliseconds since `rest`, 0 if it is not resting. */
  rested(): number {
    return this.restingSince === undefined ? 0 : this.clock.now() - this.restingSince
  }

  /**
   * Whether a rest may have been longer than `limit` milliseconds. A program that sleeps is told by the date alone for how
   * long it did; one that went back tells nothing, and then it may.
   */
  restedBeyond(limit: number): boolean {
    if (this.restingSince === undefined) return false
    const byDate = this.clock.date() - this.restingFrom
    return byDate < 0 || Math.max(byDate, this.rested()) > limit
  }

  /** Everything that rested goes on. */
  wake(): void {
    const rested = this.rested()
    this.restingSince = undefined
    for (const deadline of RESTING) {
      const at = this.at[deadline]
      if (at !== undefined) this.at[deadline] = at + rested
    }
    this.arm()
  }

  private arm(): void {
    let nearest: number | undefined
    for (const deadline of this.running()) {
      const at = this.at[deadline]
      if (at !== undefined && (nearest === undefined || at < nearest)) nearest = at
    }
    if (nearest !== undefined) this.armFor(nearest)
  }

  private armFor(at: number): void {
    if (this.armed !== undefined && this.armed.at <= at) return
    this.disarm()
    const delay = Math.min(Math.max(0, at - this.clock.now()), LONGEST_TIMER)
    const cancel = this.clock.setTimer(() => this.fire(), delay)
    this.armed = { at, cancel }
  }

  private disarm(): void {
    this.armed?.cancel()
    this.armed = undefined
  }

  private fire(): void {
    this.armed = undefined
    for (const deadline of this.running()) {
      const at = this.at[deadline]
      if (at === undefined || at > this.clock.now()) continue
      delete this.at[deadline]
      this.due(deadline)
    }
    this.arm()
  }

  private running(): readonly Deadline[] {
    return this.restingSince === undefined
      ? DEADLINES
      : DEADLINES.filter((deadline) => !RESTING.includes(deadline))
  }
}
