import { TooManyCalls } from '../errors/too-many-calls'

/** Milliseconds. */
const MINUTE = 60_000

/** Counts calls of the running minute, by whose they are; in this process alone. */
export class MinuteCounts {
  private readonly counts = new Map<string, number>()
  private endsAt = 0

  /** `most`: of one in a minute. `now`: milliseconds that only go forward. */
  constructor(
    private readonly most: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** One more call. Throws {@link TooManyCalls} beyond the bound. */
  count(of: string): void {
    this.refuse(of)
    this.counts.set(of, (this.counts.get(of) ?? 0) + 1)
  }

  /** Throws {@link TooManyCalls} where the next one would be beyond it. */
  refuse(of: string): void {
    const now = this.now()
    if (now >= this.endsAt) {
      this.counts.clear()
      this.endsAt = now + MINUTE
    }
    if ((this.counts.get(of) ?? 0) >= this.most) throw new TooManyCalls(Math.ceil(this.endsAt - now))
  }
}
