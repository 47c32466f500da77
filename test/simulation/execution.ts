import type { Clock } from '../../server/src/time/clock'
import type { SimulatedTime } from './clock'

/**
 * One run of a program on a machine. While it is stopped (as by SIGSTOP) nothing of it happens, and what should have happened does
 * when it goes on; once it is dead nothing of it ever does.
 */
export class Execution {
  /** When it went on after it was stopped last. */
  wokenAt = Number.NEGATIVE_INFINITY
  /** When it is dead: whoever waits for an answer of it gets none. */
  readonly died: Promise<void>
  private tellDeath = (): void => undefined
  private state: 'runs' | 'stopped' | 'dead' = 'runs'
  private held: (() => void)[] = []

  constructor(private readonly time: SimulatedTime) {
    this.died = new Promise((resolve) => {
      this.tellDeath = resolve
    })
  }

  readonly clock: Clock = {
    now: () => this.time.now(),
    after: (delay, callback) => this.time.after(delay, () => this.run(callback)),
  }

  get isAlive(): boolean {
    return this.state !== 'dead'
  }

  get isStopped(): boolean {
    return this.state === 'stopped'
  }

  /** Now, or when it goes on. */
  run(act: () => void): void {
    if (this.state === 'runs') act()
    else if (this.state === 'stopped') this.held.push(act)
  }

  stop(duration: number): void {
    if (this.state !== 'runs') return
    this.state = 'stopped'
    this.time.after(duration, () => this.wake())
  }

  die(): void {
    this.state = 'dead'
    this.held = []
    this.tellDeath()
  }

  /** Resolves after so many milliseconds in which it runs, or never. */
  pass(delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.time.after(delay, () => this.run(resolve))
    })
  }

  private wake(): void {
    if (this.state !== 'stopped') return
    this.state = 'runs'
    this.wokenAt = this.time.now()
    // One after the other, as its event loop finds them.
    for (const act of this.held.splice(0)) this.time.after(0, () => this.run(act))
  }
}
