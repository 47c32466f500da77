/** First delay, milliseconds. Also what a device needs after a return before it connects again. */
const FIRST_DELAY = 300
/** Longest delay, milliseconds. */
const LONGEST_DELAY = 5000
/** Part of each delay that is drawn at random, so that a server that comes back is not met by everybody at once. */
const JITTER = 0.25

/** Delays between attempts: 300 ms doubling to 5 s, each shortened by up to a quarter. */
export class Backoff {
  private failures = 0
  private readonly random: () => number

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.random = random
  }

  /**
   * The delay before the next attempt, milliseconds: the one that a server `said`, which spreads who comes back, else one more failure's.
   * What is said holds only from the first delay on: less is a loop without a pause.
   */
  next(said = 0): number {
    if (said >= FIRST_DELAY) return said
    const whole = Math.min(FIRST_DELAY * 2 ** this.failures, LONGEST_DELAY)
    this.failures += 1
    return Math.max(said, Math.round(whole * (1 - JITTER * this.random())))
  }

  /** Small delays again: after a new `seq`, a network's return or a return to the foreground. */
  reset(): void {
    this.failures = 0
  }
}
