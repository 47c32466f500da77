import type { LoopProbe } from '../../src/answer/load'

/** A process that has nothing to do, until a test says how late its timers are. */
export class FakeLoop implements LoopProbe {
  /** Milliseconds. */
  late = 0
  begin(): void {}
  end(): void {}
  lateness(): number {
    return this.late
  }
}
