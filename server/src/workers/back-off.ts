/** Milliseconds until a worker that died is started again: this, twice as long after each that died young, at the most the other. */
const FIRST = 200
const LONGEST = 30_000
/** Milliseconds after which a worker that dies did not die young. */
const YOUNG = 60_000

/** How long to wait before a worker is started again, so that one which cannot live does not keep the machine busy. */
export class BackOff {
  private delay = FIRST

  /** `age`: milliseconds that the last one has lived. */
  next(age: number): number {
    if (age >= YOUNG) this.delay = FIRST
    const { delay } = this
    this.delay = Math.min(LONGEST, delay * 2)
    return delay
  }
}
