import type { Logger } from './ports'
import { host } from './wx-host'

/** One realtime log entry may hold 5 KB; this many characters of details leave room for Chinese and the message. */
const MAX_DETAILS = 1200

/**
 * The console, and beside it, where the host has one, the realtime log that operators read (200 entries between show and
 * hide: key events only, so nothing at debug).
 */
export const wxLogger: Logger = {
  debug: (message, ...details) => console.debug(message, ...details),
  info(message, ...details) {
    console.log(message, ...details)
    host()
      .getRealtimeLogManager?.()
      ?.info(message, ...details.map(short))
  },
  warn(message, ...details) {
    console.warn(message, ...details)
    host()
      .getRealtimeLogManager?.()
      ?.warn(message, ...details.map(short))
  },
  error(message, ...details) {
    console.error(message, ...details)
    host()
      .getRealtimeLogManager?.()
      ?.error(message, ...details.map(short))
  },
}

function short(detail: unknown): string {
  const text = detail instanceof Error ? `${detail.name}: ${detail.message}` : JSON.stringify(detail)
  return String(text).slice(0, MAX_DETAILS)
}
