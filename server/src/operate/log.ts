import pino, { type DestinationStream, type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { LogLevel } from '../settings/config'

/** Never written, wherever an object that has them is logged. */
const secrets = [
  'token',
  'authorization',
  'access_token',
  'refresh_token',
  'js_code',
  'secret',
  'signature',
  'apiKey',
]

/**
 * The server's log: one JSON object a line, or readable lines where a developer watches (`readable`).
 * Questions and tokens are not for it; what slips into an object under a known name is blotted out.
 */
export function createLogger(options: {
  level: LogLevel
  readable: boolean
  destination?: DestinationStream
}): Logger {
  const settings = {
    level: options.level,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  }
  if (options.destination !== undefined) return pino(settings, options.destination)
  if (!options.readable) return pino(settings)
  return pino(settings, pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }))
}
