import type { Logger } from './ports'

/** Tells each listener. One that throws is logged, and keeps nothing from the others, nor from who tells. */
export function tellAll<Told extends unknown[]>(
  listeners: Iterable<(...told: Told) => void>,
  logger: Pick<Logger, 'error'>,
  ...told: Told
): void {
  // One may go, or come, while it is told.
  for (const listener of [...listeners]) {
    try {
      listener(...told)
    } catch (error) {
      logger.error('a listener threw', error)
    }
  }
}
