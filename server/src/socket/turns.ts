/** Frames that go out in one turn of the event loop, of all readers together: about two milliseconds. */
const MOST_OF_A_TURN = 256
/** Characters of a long text that cost as much as a frame. */
const CHARACTERS = 256
/** What a connection costs, in frames, until its first frame goes out. */
export const OPENING = 48
/** What a WebSocket's handshake costs, in frames. */
export const HANDSHAKE = 24

interface Waiting {
  cost: number
  resolve: () => void
}

/**
 * Shares the event loop: when many come back at once, each with a long text to be sent again, everybody else's next word must not
 * wait until all of them have theirs.
 */
export class Turns {
  private spent = 0
  private armed = false
  private readonly waiting: Waiting[] = []

  /** `later` calls back in the next turn of the event loop. */
  constructor(private readonly later: (callback: () => void) => void = setImmediate) {}

  /** Spends so much of this turn; a promise of a later turn where this one has no room for it. */
  take(cost: number): Promise<void> | undefined {
    if (!this.armed) this.arm()
    if (this.waiting.length === 0 && this.spends(cost)) return undefined
    return new Promise((resolve) => this.waiting.push({ cost, resolve }))
  }

  private arm(): void {
    this.armed = true
    this.later(() => this.begin())
  }

  private begin(): void {
    this.armed = false
    this.spent = 0
    for (let next = this.waiting[0]; next && this.spends(next.cost); next = this.waiting[0]) {
      this.waiting.shift()
      next.resolve()
    }
    if (this.spent > 0) this.arm()
  }

  /** Whatever it costs, one has room in a turn. */
  private spends(cost: number): boolean {
    if (this.spent > 0 && this.spent + cost > MOST_OF_A_TURN) return false
    this.spent += cost
    return true
  }
}

/** What a frame with so long a text costs. */
export function costOf(characters: number): number {
  return 1 + Math.floor(characters / CHARACTERS)
}
