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

/**
 * What Node or a library warns of goes into the log, one object as everything else; Node itself would write it on several lines of the
 * standard error, which the same journal has.
 */
export function logWarnings(logger: Pick<Logger, 'warn'>): void {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => logger.warn({ err: warning }, 'a warning of Node or a library'))
}

/** Writes readable lines to the standard output, where a developer watches. What makes them is loaded only there. */
export async function readableLines(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty')
  return pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
}
