import { within } from '../../within'

/** What is tried one after the other: a line each, with the seconds that it took. */
export class Steps {
  private passed = 0
  private failed = 0

  /** Rejects where it failed, since what follows stands on it. What `attempt` returns is said beside the name. */
  async step(name: string, attempt: () => Promise<string | undefined>, patience = 120): Promise<void> {
    const start = Date.now()
    const took = () => `${((Date.now() - start) / 1000).toFixed(1)} s`
    try {
      const seen = await within(patience * 1000, attempt())
      this.passed += 1
      console.log(`✓ ${name}${seen === undefined ? '' : `: ${seen}`} (${took()})`)
    } catch (error) {
      this.failed += 1
      console.log(`✗ ${name} (${took()})`)
      throw error
    }
  }

  /** The closing line; the exit code. */
  close(): number {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    return this.failed === 0 ? 0 : 1
  }
}

export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
