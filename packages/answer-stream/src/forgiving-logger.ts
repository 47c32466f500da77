import type { Logger } from '../../../miniprogram/platform/ports'
import { unharmed } from '../../../miniprogram/platform/unharmed'

/**
 * A logger that never throws, over one that may, and that may have no method for a level, as `wx.getRealtimeLogManager()` has no `debug`. What it
 * throws is told nobody: where lines go is its own matter.
 */
export function forgivingLogger(logger: Partial<Logger>): Logger {
  const tell =
    (level: keyof Logger) =>
    (message: string, ...details: unknown[]): void => {
      unharmed(() => logger[level]?.(message, ...details), silent)
    }
  return { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') }
}

const silent = (): void => undefined
