import type { Patch } from '../../conversation/patch-batch'
import type { Cancel, Clock } from '../../platform/ports'

/** Milliseconds between two moves to the end; and how many follow the last growth, as cards draw a little later. */
const MOVE_INTERVAL = 100
const MOVES_AFTER_GROWTH = 3
/** Beyond every list's end: the host stops there. */
const FAR_BELOW = 10000000

/** Moves the list to its end while something grows there. */
export class EndMover {
  private left = 0
  private place = FAR_BELOW
  private timer: Cancel | undefined
  private readonly wanted: () => boolean
  private readonly send: (patch: Patch) => void
  private readonly clock: Clock

  /** `wanted`: whether the page goes along just now; `send` gets each move. */
  constructor(wanted: () => boolean, send: (patch: Patch) => void, clock: Clock) {
    this.wanted = wanted
    this.send = send
    this.clock = clock
  }

  /** Something grew: the end is somewhere else now, and again when the cards have drawn it. */
  grew(): void {
    this.left = MOVES_AFTER_GROWTH
    this.timer ??= this.clock.setTimer(() => this.move(), MOVE_INTERVAL)
  }

  end(): void {
    this.timer?.()
    this.left = 0
  }

  private move(): void {
    this.timer = undefined
    if (this.left === 0) return
    this.left -= 1
    // The same number again would move nothing.
    this.place += 1
    if (this.wanted()) this.send({ scrollTop: this.place })
    this.timer = this.clock.setTimer(() => this.move(), MOVE_INTERVAL)
  }
}
