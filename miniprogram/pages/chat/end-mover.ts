import type { Patch } from '../../conversation/patch-batch'
import type { Cancel, Clock } from '../../platform/ports'

/**
 * Milliseconds between two moves to the end, somewhat more than between two pieces of an answer, each of which brings a move with it; and
 * how many follow the last growth, as cards draw a little later.
 */
const MOVE_INTERVAL = 150
const MOVES_AFTER_GROWTH = 3
/** Milliseconds between two moves that are made at once: many cards that come together bring one. */
const LEAST_BETWEEN = 50
/** Beyond every list's end: the host stops there. */
const FAR_BELOW = 10000000

/** Moves the list to its end while something grows there. */
export class EndMover {
  private left = 0
  private place = FAR_BELOW
  private timer: Cancel | undefined
  private movedAt = Number.NEGATIVE_INFINITY
  private readonly wanted: () => boolean
  private readonly send: (patch: Patch, atOnce: boolean) => void
  private readonly clock: Clock

  /** `wanted`: whether the page goes along just now; `send` gets each move, and whether it is to be made in this turn. */
  constructor(wanted: () => boolean, send: (patch: Patch, atOnce: boolean) => void, clock: Clock) {
    this.wanted = wanted
    this.send = send
    this.clock = clock
  }

  /** Something grew: the end is somewhere else now, and again when the cards have drawn it. */
  grew(): void {
    this.left = MOVES_AFTER_GROWTH
    this.moveLater()
  }

  /** What grew goes to the page in this turn: with its move in the same one both are drawn together, and nothing jumps. */
  drew(): void {
    if (this.clock.now() - this.movedAt < LEAST_BETWEEN) {
      this.grew()
      return
    }
    this.movedAt = this.clock.now()
    this.left = MOVES_AFTER_GROWTH
    this.timer?.()
    this.move(true)
  }

  end(): void {
    this.timer?.()
    this.left = 0
  }

  private moveLater(): void {
    this.timer ??= this.clock.setTimer(() => this.move(false), MOVE_INTERVAL)
  }

  private move(atOnce: boolean): void {
    this.timer = undefined
    if (this.left === 0) return
    this.left -= 1
    // The same number again would move nothing.
    this.place += 1
    if (this.wanted()) this.send({ scrollTop: this.place }, atOnce)
    this.moveLater()
  }
}
