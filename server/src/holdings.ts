import type { Logger } from './tracing/logger'

/** What has to be let go of when the server ends or does not start, the last taken first. */
export class Holdings {
  private readonly releases: (() => unknown)[] = []

  add(release: () => unknown): void {
    this.releases.unshift(release)
  }

  /** All of them, whatever fails: each failure is logged, and the first one is what it rejects with. */
  async release(logger: Pick<Logger, 'error'>): Promise<void> {
    const failures: unknown[] = []
    for (const release of this.releases) {
      try {
        await release()
      } catch (error) {
        logger.error({ err: error }, 'something could not be let go of')
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}
