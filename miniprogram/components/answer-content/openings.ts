import type { Cancel, Clock } from '../../platform/ports'

/** Milliseconds between two slices, in which the page comes to its own. */
const BREATH = 1

/** Does a part of something, and tells whether more of it is left. */
export type Slice = () => boolean

/**
 * What a page that opens a long conversation has to do, a slice at a time: between two of them it can be scrolled and touched. What
 * came last is done first: the newest answer stands where the page opens, and what came into sight just now is looked at.
 */
export class Openings {
  private readonly waiting: Slice[] = []
  private timer: Cancel | undefined

  constructor(private readonly clock: Clock) {}

  /** Has it done, beginning soon. */
  add(slice: Slice): void {
    this.waiting.push(slice)
    this.runLater()
  }

  /** It is not to be done any more. */
  remove(slice: Slice): void {
    const place = this.waiting.indexOf(slice)
    if (place >= 0) this.waiting.splice(place, 1)
  }

  private runLater(): void {
    if (this.waiting.length > 0) this.timer ??= this.clock.setTimer(() => this.run(), BREATH)
  }

  private run(): void {
    this.timer = undefined
    const slice = this.waiting[this.waiting.length - 1]
    try {
      if (slice !== undefined && !slice()) this.remove(slice)
    } catch (error) {
      if (slice !== undefined) this.remove(slice)
      throw error
    } finally {
      this.runLater()
    }
  }
}
