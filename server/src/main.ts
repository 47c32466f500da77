import cluster from 'node:cluster'
import type { Logger } from 'pino'
import { endInTime } from './operate/end-in-time'
import { EndRequests } from './operate/end-requests'
import { createLogger, logWarnings, readableLines } from './operate/log'
import { startFailure } from './operate/start-failure'
import { type RunningServer, startServer } from './server'
import { type Config, readConfig } from './settings/config'
import { END_TIMES } from './settings/end-times'
import { keepFilesPrivate } from './settings/private-files'
import { systemClock } from './time/clock'
import { ParentChannel } from './workers/parent-channel'
import { WorkerDidNotStart, Workers } from './workers/workers'

/** Starts the server from the environment, and ends it on a signal or when its parent process asks. */
async function main(): Promise<void> {
  keepFilesPrivate()
  let config: Config | undefined
  let logger: Logger | undefined
  const requests = new EndRequests((error) => {
    logger?.error({ err: error }, 'the server did not end as it should')
    process.exit(1)
  })
  try {
    config = readConfig(process.env)
    const isWatched = !config.production && process.stdout.isTTY
    logger = createLogger({
      level: config.logLevel,
      ...(isWatched && { destination: await readableLines() }),
    })
    logWarnings(logger)
    await run(config, logger, requests)
  } catch (error) {
    logger?.debug({ err: error }, 'the server did not start')
    if (!(error instanceof WorkerDidNotStart)) console.error(startFailure(error, config))
    process.exit(1)
  }
}

async function run(config: Config, logger: Logger, requests: EndRequests): Promise<void> {
  if (config.workers > 1 && cluster.isPrimary) return lead(config, logger, requests)
  const channel = cluster.isWorker ? new ParentChannel(cluster.worker?.id ?? 0, process) : undefined
  if (channel === undefined) requests.answerBy(async (reason) => tellEnding(logger, reason))
  const starting: Promise<RunningServer> = startServer(config, logger, {
    channel,
    // Whoever is let in from now on is answered, though the start be not over yet.
    beforeListening: () =>
      requests.answerBy(async (reason, patience) => {
        if (channel === undefined) tellEnding(logger, reason)
        const ended = starting.then((server) => server.end(patience))
        await endInTime(systemClock, patience + END_TIMES.closing, ended)
      }),
  })
  const { address, owner } = await starting
  if (channel === undefined) process.send?.({ type: 'ready', address })
  else channel.ready(address, owner)
}

/** The parent of several, which serves nobody itself. */
async function lead(
  { workers: count, dataDirectory }: Config,
  logger: Logger,
  requests: EndRequests,
): Promise<void> {
  const workers = new Workers({ count, dataDirectory, logger })
  requests.answerBy((reason, patience) => {
    tellEnding(logger, reason)
    return workers.end(reason, patience)
  })
  const address = await workers.start()
  logger.info({ workers: count }, `server ready at ${address}`)
  process.send?.({ type: 'ready', address })
}

function tellEnding(logger: Logger, reason: string): void {
  logger.info({ reason }, 'server is ending; a second time ends it at once')
}

/** What nobody foresaw, and whoever mends it needs to see where. */
function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}

main().catch(fail)
