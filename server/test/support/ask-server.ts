import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { noMetrics } from '../../src/answer/answer-metrics'
import { AnswerService } from '../../src/answer/answer-service'
import type { AnswerLimits } from '../../src/answer/limits'
import { AuthError } from '../../src/errors/auth-error'
import type { TutorModel } from '../../src/model/model'
import type { AskParts } from '../../src/socket/ask-conversation'
import { registerAskSocket } from '../../src/socket/ask-socket'
import { registerAskStream } from '../../src/socket/ask-sse'
import { CallLimits } from '../../src/socket/call-limits'
import { Turns } from '../../src/socket/turns'
import { AnswerRepository } from '../../src/store/answer-repository'
import { type Database, openDatabase } from '../../src/store/database'
import { UserRepository } from '../../src/store/user-repository'
import { systemClock } from '../../src/time/clock'
import { FakeLoop } from './fake-loop'
import { type LogLine, memoryLogger } from './service-harness'

export interface AskServerOptions {
  model: TutorModel
  limits?: Partial<AnswerLimits>
  parts?: Partial<AskParts>
}

/** The two ask routes on a real HTTP server, with the real embedded database. The token `good` is a student's. */
export class AskServer {
  readonly log: LogLine[] = []
  readonly dropped: string[] = []
  private readonly open = new Set<Socket>()
  private constructor(
    private readonly app: FastifyInstance,
    private readonly directory: string,
    readonly service: AnswerService,
    readonly answers: AnswerRepository,
    readonly database: Database,
    readonly userId: string,
    log: LogLine[],
    dropped: string[],
  ) {
    app.server.on('connection', (socket) => {
      this.open.add(socket)
      socket.once('close', () => this.open.delete(socket))
    })
    this.log = log
    this.dropped = dropped
  }

  static async start({ model, limits = {}, parts = {} }: AskServerOptions): Promise<AskServer> {
    const directory = await mkdtemp(join(tmpdir(), 'tutor-ask-'))
    const logger = memoryLogger()
    const dropped: string[] = []
    const metrics = { ...noMetrics, slowReaderDropped: () => void dropped.push('dropped') }
    const database = await openDatabase({ dataDirectory: directory, onConnectionLost: () => undefined })
    const { id: userId } = await new UserRepository(database).findOrCreate('dev:anna', '安娜')
    const store = new AnswerRepository(database, logger)
    const files = { resolve: async () => undefined }
    const clock = systemClock
    const newRequestId = () => randomUUID()
    const service = new AnswerService(
      { clock, store, model, files, logger, metrics, newRequestId, loopProbe: new FakeLoop() },
      limits,
    )
    const authenticate = async (token: string) => {
      if (token === 'old') throw new AuthError('AUTH_EXPIRED', 'expired')
      if (!/^(Bearer )?good$/.test(token)) throw new AuthError('AUTH_ERROR', 'unknown')
      return { userId }
    }
    const app = fastify({ forceCloseConnections: true })
    const askParts = {
      service,
      authenticate,
      clock,
      logger,
      metrics,
      limits: new CallLimits(),
      turns: new Turns(),
      ...parts,
    }
    const routes: FastifyPluginAsync = async (scope) => {
      await registerAskSocket(scope, askParts)
      await registerAskStream(scope, askParts)
    }
    await app.register(routes)
    await app.listen({ port: 0, host: '127.0.0.1' })
    return new AskServer(app, directory, service, store, database, userId, logger.lines, dropped)
  }

  /** Cuts every connection there is, as a limit of the system's or an end of the server's does. */
  async cutConnections(): Promise<void> {
    await Promise.all(
      [...this.open].map((socket) => {
        const closed = once(socket, 'close')
        socket.destroy()
        return closed
      }),
    )
  }

  get port(): number {
    return (this.app.server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    await this.service.drain(0)
    await this.app.close()
    await this.database.close()
    await rm(this.directory, { recursive: true, force: true })
  }
}
