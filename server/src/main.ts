import cluster from 'node:cluster'
import type { Logger } from 'pino'
import { createLogger, readableLines } from './operate/log'
import { startFailure } from './operate/start-failure'
import { startServer } from './server'
import { type Config, readConfig } from './settings/config'
import { ParentChannel } from './workers/parent-channel'
import { WorkerDidNotStart, Workers } from './workers/workers'

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
    if (!(error instanceof WorkerDidNotStart)) console.error(startFailure(error, config))
    process.exit(1)
  }
}

async function run(config: Config, logger: Logger): Promise<void> {
  if (cluster.isWorker) return work(config, logger)
  if (config.workers > 1) return lead(config, logger)
  const server = await startServer(config, logger)
  endOnRequest((reason) => {
    tellEnding(logger, reason)
    return server.end(patienceAfter(reason))
  })
  process.send?.({ type: 'ready', address: server.address })
}

/** One of the processes of this machine. */
async function work(config: Config, logger: Logger): Promise<void> {
  const channel = new ParentChannel(cluster.worker?.id ?? 0, process)
  const server = await startServer(config, logger, channel)
  endOnRequest((reason) => server.end(patienceAfter(reason)))
  channel.ready(server.address, server.owner)
}

/** The parent of several, which serves nobody itself. */
async function lead({ workers: count, dataDirectory }: Config, logger: Logger): Promise<void> {
  const workers = new Workers({ count, dataDirectory, logger })
  endOnRequest((reason) => {
    tellEnding(logger, reason)
    return workers.end(reason, patienceAfter(reason))
  })
  const address = await workers.start()
  logger.info({ workers: count }, `server ready at ${address}`)
  process.send?.({ type: 'ready', address })
}

function tellEnding(logger: Logger, reason: string): void {
  logger.info({ reason }, 'server is ending; a second time ends it at once')
}

function patienceAfter(reason: string): number {
  return reason === 'SIGTERM' ? servicePatience : deskPatience
}

/**
 * A second signal, by somebody who does not want to wait, ends at once; one signal may arrive twice, from the
 * terminal and from the parent process. Windows has no signals between processes: there the parent sends a message.
 */
function endOnRequest(end: (reason: string) => Promise<void>): void {
  let endingSince: number | undefined
  const request = (reason: string, insists = true) => {
    if (endingSince === undefined) {
      endingSince = performance.now()
      end(reason).then(() => process.exit(0), fail)
    } else if (insists && performance.now() - endingSince > sameRequest) {
      process.exit(1)
    }
  }
  process.on('SIGINT', () => request('SIGINT'))
  process.on('SIGTERM', () => request('SIGTERM'))
  process.on('message', (message) => {
    // A worker may have had the signal itself, long before its busy parent says the same.
    if (isEndMessage(message)) request(reasonIn(message), !cluster.isWorker)
  })
  if (process.send !== undefined) process.on('disconnect', () => request('the parent process is gone'))
}

function isEndMessage(message: unknown): message is { type: 'end' } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'end'
}

function reasonIn(message: object): string {
  return 'reason' in message && typeof message.reason === 'string' ? message.reason : 'message'
}

/** What nobody foresaw, and whoever mends it needs to see where. */
function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}

main().catch(fail)
