import type { Logger } from './ports'
import { envVersion } from './wx-account'
import { optional } from './wx-host'

/** One realtime log entry may hold 5 KB; this many characters of details leave room for Chinese and the message. */
const MAX_DETAILS = 1200

/**
 * The console, and beside it, where the host has one, the realtime log that operators read (200 entries between show and
 * hide: key events only, so nothing at debug). Debug lines, ten a second while an answer comes, are for developers: a
 * student's phone writes none.
 */
export const wxLogger: Logger = {
  debug(message, ...details) {
    if (envVersion() !== 'release') console.debug(message, ...details)
  },
  info(message, ...details) {
    console.log(message, ...details)
    optional((wx) => wx.getRealtimeLogManager?.()?.info(message, ...details.map(short)))
  },
  warn(message, ...details) {
    console.warn(message, ...details)
    optional((wx) => wx.getRealtimeLogManager?.()?.warn(message, ...details.map(short)))
  },
  error(message, ...details) {
    console.error(message, ...details)
    optional((wx) => wx.getRealtimeLogManager?.()?.error(message, ...details.map(short)))
  },
}

function short(detail: unknown): string {
  if (detail instanceof Error) return `${detail.name}: ${detail.message}`.slice(0, MAX_DETAILS)
  try {
    return String(JSON.stringify(detail)).slice(0, MAX_DETAILS)
  } catch {
    // Whatever a listener threw may be circular; a log line must not throw in its turn.
    return String(detail).slice(0, MAX_DETAILS)
  }
}
