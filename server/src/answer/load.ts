import type { Clock } from '../time/clock'

/** Measures how late the process is for everything; only while somebody asks. Milliseconds. */
export interface LoopProbe {
  begin(): void
  end(): void
  /** By how much a timer of the last moments was late, in nine of ten cases; what it has told is forgotten. */
  lateness(): number
}

/** Milliseconds between two looks. */
const LOOK = 250
/** Milliseconds of lateness with which a process is full, and below which it has room again. */
const FULL = { loop: 60, deltas: 250 }
const ROOM = { loop: 30, deltas: 125 }
/** Answers that are begun between two looks at most: what they cost is seen only then. */
const BEGUN_AT_ONCE = 25

/**
 * What this machine can carry, by what is felt of it: how late timers are, and how long deltas lie unsent. A number of answers says
 * little, since one that a model is silent for costs nothing.
 */
export class Load {
  private full = false
  private begun = 0
  private looking: (() => void) | undefined

  /**
   * `overdue`: milliseconds by which the oldest delta that is not sent is late. `looked` is called after each look that
   * leaves room.
   */
  constructor(
    private readonly clock: Clock,
    private readonly probe: LoopProbe,
    private readonly overdue: () => number,
    private readonly looked: () => void,
  ) {}

  /** Looks from now on. */
  begin(): void {
    if (this.looking) return
    this.probe.begin()
    this.look()
  }

  /** Nobody asks any more. */
  end(): void {
    this.looking?.()
    this.looking = undefined
    this.probe.end()
    this.full = false
    this.begun = 0
  }

  /** Whether there is room for one more answer; then it counts as begun. */
  admits(): boolean {
    if (this.full || this.begun >= BEGUN_AT_ONCE) return false
    this.begun += 1
    return true
  }

  private look(): void {
    this.looking = this.clock.after(LOOK, () => {
      const bound = this.full ? ROOM : FULL
      this.full = this.probe.lateness() > bound.loop || this.overdue() > bound.deltas
      this.begun = 0
      this.look()
      if (!this.full) this.looked()
    })
  }
}
