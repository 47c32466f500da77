import type { Cancel, Clock } from '../../platform/ports'

/** Milliseconds after the last piece during which a caret stands still. */
export const STILL = 600

/**
 * Whether the caret of an answer blinks. Like any other it stands still while one writes, and blinks while one waits: to blink all the
 * time has the page drawn about half as often again.
 */
export class Caret {
  private movedAt = 0
  private timer: Cancel | undefined
  private isBlinking = false
  private isHidden = false

  /** `show` is told of each change; at first it stands still. */
  constructor(
    private readonly clock: Clock,
    private readonly show: (blinks: boolean) => void,
  ) {}

  /** A piece was written. */
  moved(): void {
    if (this.isHidden) return
    this.movedAt = this.clock.now()
    this.tell(false)
    this.timer ??= this.clock.setTimer(() => this.look(), STILL)
  }

  /** Nothing more is written. */
  end(): void {
    this.stop()
    this.tell(false)
  }

  /** The page is hidden, and told nothing until `resume`. */
  pause(): void {
    this.stop()
    this.isHidden = true
  }

  resume(): void {
    this.isHidden = false
  }

  private stop(): void {
    this.timer?.()
    this.timer = undefined
  }

  /** One timer goes on over many pieces: they come too often for one each. */
  private look(): void {
    this.timer = undefined
    const left = this.movedAt + STILL - this.clock.now()
    if (left > 0) this.timer = this.clock.setTimer(() => this.look(), left)
    else this.tell(true)
  }

  private tell(blinks: boolean): void {
    if (this.isHidden || this.isBlinking === blinks) return
    this.isBlinking = blinks
    this.show(blinks)
  }
}
