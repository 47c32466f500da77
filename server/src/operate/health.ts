import type { FastifyInstance } from 'fastify'
import { version } from '../../package.json'

export interface HealthParts {
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  /** Whether the server has begun to end: a balancer should send nothing new. */
  draining(): boolean
}

/** Milliseconds after which a database that says nothing counts as gone. */
const patience = 2000

/** `GET /health`: 200 while new questions can be taken, else 503. */
export function registerHealth(app: FastifyInstance, { ping, draining }: HealthParts): void {
  app.get('/health', { logLevel: 'warn' }, async (request, reply) => {
    const database = await answersInTime(ping(), (error) => request.log.error({ err: error }, 'health check'))
    const status = draining() ? 'draining' : database ? 'ok' : 'error'
    return reply.code(status === 'ok' ? 200 : 503).send({
      status,
      version,
      database: database ? 'ok' : 'unavailable',
      uptime: Math.round(process.uptime()),
    })
  })
}

async function answersInTime(reply: Promise<void>, onError: (error: unknown) => void): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the database is silent')), patience)
  })
  try {
    await Promise.race([reply, late])
    return true
  } catch (error) {
    onError(error)
    return false
  } finally {
    clearTimeout(timer)
  }
}
