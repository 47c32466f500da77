import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { version } from '../../package.json'

interface HealthParts {
  /** Rejects when the database does not answer, or takes nothing that is written. */
  pingDatabase(): Promise<void>
  /** The same of Redis; missing where none is configured. */
  pingRedis?: () => Promise<void>
  /** Whether the server has begun to end: a balancer should send nothing new. */
  draining(): boolean
  /** How many processes of this machine serve; missing where it is one alone. */
  workers?: (() => number) | undefined
}

type Condition = 'ok' | 'unavailable' | 'none'

/** Milliseconds after which something that says nothing counts as gone: `/ready` answers within 3 s. */
const PATIENCE = 2000

/**
 * `GET /health` for people and dashboards, `GET /ready` for balancers: 200 while new questions can be taken, else 503; from
 * the signal to end on, too, while answers under way are still written and read.
 */
export function registerHealth(
  app: FastifyInstance,
  { pingDatabase, pingRedis, draining, workers }: HealthParts,
): void {
  const database = new Watched('database', pingDatabase, app.log)
  const redis = pingRedis === undefined ? undefined : new Watched('redis', pingRedis, app.log)
  const look = async () => {
    const [ofDatabase, ofRedis] = await Promise.all([database.look(), redis?.look() ?? 'none'])
    const isAway = ofDatabase === 'unavailable' || ofRedis === 'unavailable'
    const status = draining() ? 'draining' : isAway ? 'error' : 'ok'
    return { code: status === 'ok' ? 200 : 503, status, database: ofDatabase, redis: ofRedis }
  }
  app.get('/health', { logLevel: 'warn' }, async (_request, reply) => {
    const { code, status, ...conditions } = await look()
    const uptime = Math.round(process.uptime())
    const together = workers === undefined ? {} : { workers: workers() }
    return reply.code(code).send({ status, version, ...conditions, uptime, ...together })
  })
  app.get('/ready', { logLevel: 'warn' }, async (_request, reply) => {
    const { code, status } = await look()
    return reply.code(code).send({ status })
  })
}

/** Something that the server cannot do without. Who asks while it is being looked at hears the same: a stranger may ask often. */
class Watched {
  private looking: Promise<Condition> | undefined
  private isAway = false

  constructor(
    private readonly name: string,
    private readonly ping: () => Promise<void>,
    private readonly log: FastifyBaseLogger,
  ) {}

  look(): Promise<Condition> {
    this.looking ??= this.ask().finally(() => {
      this.looking = undefined
    })
    return this.looking
  }

  private async ask(): Promise<Condition> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the ${this.name} is silent`)), PATIENCE)
    })
    try {
      await Promise.race([this.ping(), late])
      if (this.isAway) this.log.info(`health check: ${this.name} is back`)
      this.isAway = false
      return 'ok'
    } catch (error) {
      // Balancers ask each second: once is enough until something changes.
      if (!this.isAway) this.log.error({ err: error }, `health check: ${this.name}`)
      this.isAway = true
      return 'unavailable'
    } finally {
      clearTimeout(timer)
    }
  }
}
