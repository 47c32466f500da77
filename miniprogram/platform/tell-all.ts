import type { Logger } from './ports'
import { unharmed } from './unharmed'

/** Tells each listener. One that throws is logged, and keeps nothing from the others, nor from who tells. */
export function tellAll<Told extends unknown[]>(
  listeners: Iterable<(...told: Told) => unknown>,
  logger: Pick<Logger, 'error'>,
  ...told: Told
): void {
  const failed = (reason: unknown) => logger.error('a listener threw', reason)
  // One may go, or come, while it is told.
  for (const listener of [...listeners]) unharmed(() => listener(...told), failed)
}
