import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { buildApp } from './app'
import { developmentSecret } from './auth/secret'
import { createWechatLogin } from './auth/wechat'
import { Holdings } from './holdings'
import { startJobs } from './jobs/start-jobs'
import { chooseModel } from './model/choose-model'
import { isReaderInstalled } from './model/local-tutor/page/reader-installed'
import { addressError, checkAddress } from './operate/address-in-use'
import { createMetrics } from './operate/metrics'
import { listenForMetrics } from './operate/metrics-routes'
import { shareDatabase, shareDatabaseAlone } from './operate/share-database'
import { beginTelemetry } from './operate/telemetry'
import { tidyUp } from './operate/tidy-up'
import { createParts, type Parts } from './parts'
import { RedisLink } from './redis/redis-link'
import type { Config } from './settings/config'
import { SHORTEST_SECRET } from './settings/secret-length'
import { lockData } from './store/data-lock'
import { openDatabase } from './store/database'
import { systemClock } from './time/clock'
import type { ParentChannel } from './workers/parent-channel'

/** A server that listens. */
export interface RunningServer {
  /** Where it can be reached, such as `http://127.0.0.1:8000`. */
  address: string
  /** As what it keeps its answers: none that runs later has the same. */
  owner: string
  /** Takes no new questions, lets running answers finish for up to `patience` milliseconds, and closes everything. */
  end(patience: number): Promise<void>
}

/** Milliseconds that jobs under way get when the server ends: what is not over then is done again. */
const jobPatience = 5000

/** Milliseconds that the first start waits for Redis; it starts without it all the same, and says so by `/ready`. */
const redisPatience = 3000

interface StartOptions {
  /** Where it is one of several of its parent's. */
  channel?: ParentChannel | undefined
  /** Called before the first question can come. */
  beforeListening?: () => void
}

/** Opens the database, builds the app and listens. Rejects with `AddressInUse` or `DataInUse` among others. */
export async function startServer(
  config: Config,
  logger: Logger,
  options: StartOptions = {},
): Promise<RunningServer> {
  const holdings = new Holdings()
  try {
    return await start(config, logger, holdings, options)
  } catch (error) {
    // Why it did not start is what there is to tell; what else failed is logged.
    await holdings.release(logger).catch(() => undefined)
    throw error
  }
}

async function start(
  config: Config,
  logger: Logger,
  holdings: Holdings,
  { channel, beforeListening = () => undefined }: StartOptions,
): Promise<RunningServer> {
  holdings.add(await beginTelemetry(config.otlpEndpoint, logger))
  await checkAddress(config)
  const { host, metricsPort } = config
  if (metricsPort !== undefined) await checkAddress({ port: metricsPort, host }, 'METRICS_PORT')
  // Before anything is opened: what another server works on must be neither brought up to date nor tidied up.
  if (config.databaseUrl === undefined) holdings.add(lockData(config.dataDirectory))
  const parts = await assemble(config, logger, holdings, channel)
  let ending = false
  const app = await buildApp(parts, { draining: () => ending })
  await tidyUp(parts)
  // A shared database has no lock, but a word that this server lives, before it has an answer.
  if (config.databaseUrl !== undefined) holdings.add(await share(parts, channel))
  // To be let go of last: how a server ends is worth looking at.
  if (metricsPort !== undefined)
    holdings.add(await listenForMetrics(parts.metrics, { port: metricsPort, host }))
  holdings.add(() => app.close())
  beforeListening()
  const address = await listen(app, config)
  await parts.answerService.recover()
  holdings.add(() => parts.jobs.end(jobPatience))
  holdings.add(await startJobs({ ...parts, clock: systemClock }))
  tellWhetherPagesAreRead(config, logger)
  warnOfShortSecret(config, logger)
  return {
    address,
    owner: parts.answers.owner,
    end: async (patience) => {
      ending = true
      await parts.answerService.drain(patience)
      await holdings.release(logger)
    },
  }
}

/** A worker is told by its parent whose answers are to be taken up. Gives what ends it. */
async function share(parts: Parts, channel: ParentChannel | undefined): Promise<() => Promise<void>> {
  if (channel === undefined) return shareDatabaseAlone(parts)
  const { takeOver, leave } = await shareDatabase(parts)
  channel.onOver((owners) => {
    takeOver(owners).catch((error: unknown) => {
      // They are taken up when they have been silent for long enough.
      parts.logger.warn(
        { err: error, owners },
        'the answers of an ended worker could not be taken up at once',
      )
    })
  })
  return leave
}

async function assemble(
  config: Config,
  logger: Logger,
  holdings: Holdings,
  channel: ParentChannel | undefined,
): Promise<Parts> {
  const { dataDirectory, databaseUrl, redisUrl } = config
  const metrics = createMetrics()
  const database = await openDatabase({
    watch: metrics.queried,
    dataDirectory,
    databaseUrl,
    onConnectionLost: (error) => logger.warn({ err: error }, 'connection to the database lost'),
  })
  holdings.add(database.close)
  const redis = redisUrl === undefined ? undefined : await RedisLink.open(redisUrl, logger)
  if (redis) holdings.add(() => redis.close())
  await redis?.awaitFirst(redisPatience)
  const { model, otherModels, tutor, close } = chooseModel(config)
  holdings.add(close)
  logger.info(
    {
      model: [model, ...otherModels].map(({ name }) => name).join(', '),
      database: databaseUrl === undefined ? 'embedded' : 'PostgreSQL',
      redis: redis === undefined ? 'none' : redis.isThere ? 'there' : 'away',
    },
    'starting',
  )
  if (config.model === undefined) {
    logger.info('no model is configured, the local tutor answers: see OPENAI_MODEL in README.md')
  }
  const parts = await createParts({
    config,
    logger,
    database,
    metrics,
    model,
    otherModels,
    tutor,
    secret: config.jwtSecret ?? (await developmentSecret(dataDirectory)),
    wechatLogin: config.wechat && createWechatLogin(config.wechat),
    channel,
    redis,
  })
  holdings.add(parts.leaveOthers)
  return parts
}

/** Looking for it takes some milliseconds, for which nobody waits. */
function tellWhetherPagesAreRead({ model }: Config, logger: Logger): void {
  if (isReaderInstalled()) return
  const rest = model === undefined ? 'the local tutor reads only what is typed' : 'the model reads them'
  logger.info(`the reader of pages on this machine is not installed: ${rest}`)
}

/** The contract asks for a secret, and for no length; but one token is enough to try short ones out with. */
function warnOfShortSecret({ jwtSecret }: Config, logger: Logger): void {
  if (jwtSecret === undefined || jwtSecret.length >= SHORTEST_SECRET) return
  logger.warn(
    `JWT_SECRET has less than ${SHORTEST_SECRET} characters: whoever guesses it is any student (openssl rand -base64 48)`,
  )
}

async function listen(app: FastifyInstance, { port, host }: Config): Promise<string> {
  try {
    return await app.listen({ port, host, listenTextResolver: (address) => `server ready at ${address}` })
  } catch (error) {
    throw addressError(error, port)
  }
}
