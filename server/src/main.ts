import type { Logger } from 'pino'
import { createLogger, readableLines } from './operate/log'
import { startFailure } from './operate/start-failure'
import { startServer } from './server'
import { type Config, readConfig } from './settings/config'

/** Milliseconds that answers get to finish: when a service manager ends the server, and when a developer does. */
const servicePatience = 60_000
const deskPatience = 3_000
/** Milliseconds within which two requests to end are one. */
const sameRequest = 1_000

/** Starts the server from the environment, and ends it on a signal or when its parent process asks. */
async function main(): Promise<void> {
  let config: Config | undefined
  let logger: Logger | undefined
  try {
    config = readConfig(process.env)
    const isWatched = !config.production && process.stdout.isTTY
    logger = createLogger({
      level: config.logLevel,
      ...(isWatched && { destination: await readableLines() }),
    })
    await run(config, logger)
  } catch (error) {
    logger?.debug({ err: error }, 'the server did not start')
    console.error(startFailure(error, config))
    process.exit(1)
  }
}

async function run(config: Config, logger: Logger): Promise<void> {
  const server = await startServer(config, logger)
  endOnRequest((reason) => {
    logger.info({ reason }, 'server is ending; a second time ends it at once')
    return server.end(reason === 'SIGTERM' ? servicePatience : deskPatience)
  })
  process.send?.({ type: 'ready', address: server.address })
}

/**
 * A second signal, by somebody who does not want to wait, ends at once; one signal may arrive twice, from the
 * terminal and from the parent process. Windows has no signals between processes: there the parent sends a message.
 */
function endOnRequest(end: (reason: string) => Promise<void>): void {
  let endingSince: number | undefined
  const request = (reason: string) => {
    if (endingSince === undefined) {
      endingSince = performance.now()
      end(reason).then(() => process.exit(0), fail)
    } else if (performance.now() - endingSince > sameRequest) {
      process.exit(1)
    }
  }
  process.on('SIGINT', () => request('SIGINT'))
  process.on('SIGTERM', () => request('SIGTERM'))
  process.on('message', (message) => {
    if (isEndMessage(message)) request('message')
  })
  if (process.send !== undefined) process.on('disconnect', () => request('the parent process is gone'))
}

function isEndMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'end'
}

/** What nobody foresaw, and whoever mends it needs to see where. */
function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}

main().catch(fail)
