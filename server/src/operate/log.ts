import pino, { type DestinationStream, type Logger } from 'pino'
import { toldError } from '../errors/told-error'
import type { LogLevel } from '../settings/environment'

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
 * The server's log: one JSON object a line to `destination` (default the standard output).
 * Questions and tokens are not for it; what slips into an object under a known name is blotted out.
 */
export function createLogger(options: { level: LogLevel; destination?: DestinationStream }): Logger {
  const settings = {
    level: options.level,
    serializers: { err: toldError },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  }
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination)
}

/** Writes readable lines to the standard output, where a developer watches. What makes them is loaded only there. */
export async function readableLines(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty')
  return pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
}
