import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoginResult } from '../../../typings/protocol'
import type { Database } from '../../src/store/database'
import { AskClient } from '../http/ask-client'
import { type ModelEndpoint, startModelEndpoint } from '../http/model-endpoint'
import { readyStatus, untilReady } from '../http/ready'
import { type ServerProcess, startServerProcess } from '../http/server-process'
import { freePort } from '../nginx/nginx-process'
import type { TestDatabase } from '../store/backends'
import { engines } from './engines'

/** Whole servers, as on several machines: nothing is shared but PostgreSQL, Redis and the model. */
export class Instances {
  readonly running = new Map<number, { name: string; server: ServerProcess }>()
  token = ''
  private opened: Promise<Database> | undefined

  private constructor(
    private readonly place: TestDatabase,
    readonly endpoint: ModelEndpoint,
    private readonly redisUrl: string,
  ) {}

  /** `model`: what {@link startModelEndpoint} is given. */
  static async begin(...model: Parameters<typeof startModelEndpoint>): Promise<Instances> {
    if (engines === undefined) throw new Error('no engines')
    const place = await engines.postgres.create()
    return new Instances(place, await startModelEndpoint(...model), engines.redisUrl)
  }

  /** Where PostgreSQL is; servers may be told another way to it. */
  get databaseUrl(): string {
    return this.place.databaseUrl ?? ''
  }

  /** Starts one, on a port that it keeps; resolves when it takes questions: on a busy machine it listens before it reaches all it needs. */
  async start(name: string, environment: Record<string, string> = {}, port?: number): Promise<number> {
    const directory = join(this.place.dataDirectory, name)
    await mkdir(directory, { recursive: true })
    const own = port ?? (await freePort())
    const server = startServerProcess({
      DATA_DIR: directory,
      DATABASE_URL: this.databaseUrl,
      REDIS_URL: this.redisUrl,
      JWT_SECRET: 'a secret that all of them have',
      OPENAI_BASE_URL: this.endpoint.baseUrl,
      OPENAI_MODEL: 'slow',
      ANSWERS_AT_ONCE: '1000',
      ASKS_PER_MINUTE: '10000',
      PORT: String(own),
      ...environment,
    })
    this.running.set(own, { name, server })
    await server.ready
    await this.untilReady(own)
    if (this.token === '') this.token = (await this.login(own)).access_token
    return own
  }

  async login(port: number, name = '安娜'): Promise<LoginResult> {
    const login = await fetch(`${this.at(port)}/api/v1/auth/dev-login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    })
    return (await login.json()) as LoginResult
  }

  at(port: number): string {
    return `http://127.0.0.1:${port}`
  }

  ask(port: number, requestId: string, more: object = {}): AskClient {
    const question = { token: this.token, request_id: requestId, params: { content: '算一算' } }
    return new AskClient(this.at(port), { ...question, ...more })
  }

  resume(port: number, requestId: string, afterSeq: number, more: object = {}): AskClient {
    const wanted = { type: 'resume', token: this.token, request_id: requestId, after_seq: afterSeq }
    return new AskClient(this.at(port), { ...wanted, ...more })
  }

  /** What `/ready` says; 0 where nobody does. */
  ready(port: number): Promise<number> {
    return readyStatus(this.at(port))
  }

  process(port: number): ServerProcess {
    return this.named(port).server
  }

  private named(port: number): { name: string; server: ServerProcess } {
    const found = this.running.get(port)
    if (found === undefined) throw new Error(`no server on ${port}`)
    return found
  }

  async kill(port: number): Promise<void> {
    const { child, ended } = this.process(port)
    child.kill('SIGKILL')
    await ended
    this.running.delete(port)
  }

  /** Asks one to end, as a service manager does, and starts it again in its place; resolves when it takes questions. */
  async restart(port: number): Promise<void> {
    const { name, server } = this.named(port)
    server.child.send({ type: 'end' })
    const code = await server.ended
    if (code !== 0) throw new Error(`it ended with ${code}: ${server.output()}`)
    this.running.delete(port)
    await this.start(name, {}, port)
  }

  untilReady(port: number): Promise<void> {
    return untilReady(this.at(port))
  }

  /** The database, beside the servers. */
  async database(): Promise<Database> {
    this.opened ??= this.place.open()
    return this.opened
  }

  /** How each answer was saved. */
  async saved(): Promise<string[]> {
    const { main } = await this.database()
    const rows = await main.selectFrom('answer').select('content').execute()
    return rows.map(({ content }) => content)
  }

  async close(): Promise<void> {
    for (const port of [...this.running.keys()]) await this.kill(port)
    await this.endpoint.close()
    await this.place.remove()
  }
}
