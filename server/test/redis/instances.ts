import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoginResult } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'
import { type ModelEndpoint, startModelEndpoint } from '../http/model-endpoint'
import { type ServerProcess, startServerProcess } from '../http/server-process'
import { freePort } from '../nginx/nginx-process'
import type { TestDatabase } from '../store/backends'
import { engines } from './engines'

/** Whole servers, as on several machines: nothing is shared but PostgreSQL, Redis and the model. */
export class Instances {
  readonly running = new Map<number, { server: ServerProcess; address: string }>()
  token = ''

  private constructor(
    private readonly place: TestDatabase,
    readonly endpoint: ModelEndpoint,
    private readonly redisUrl: string,
  ) {}

  static async begin(pieces: readonly string[], pause: number, redisUrl?: string): Promise<Instances> {
    if (engines === undefined) throw new Error('no engines')
    const place = await engines.postgres.create()
    return new Instances(place, await startModelEndpoint(pieces, pause), redisUrl ?? engines.redisUrl)
  }

  /** Starts one, on a port that it keeps. */
  async start(name: string, environment: Record<string, string> = {}, port?: number): Promise<number> {
    const directory = join(this.place.dataDirectory, name)
    await mkdir(directory, { recursive: true })
    const own = port ?? (await freePort())
    const server = startServerProcess({
      DATA_DIR: directory,
      DATABASE_URL: this.place.databaseUrl ?? '',
      REDIS_URL: this.redisUrl,
      JWT_SECRET: 'a secret that all of them have',
      OPENAI_BASE_URL: this.endpoint.baseUrl,
      OPENAI_MODEL: 'slow',
      ANSWERS_AT_ONCE: '1000',
      ASKS_PER_MINUTE: '10000',
      PORT: String(own),
      ...environment,
    })
    this.running.set(own, { server, address: await server.ready })
    if (this.token === '') {
      const login = await fetch(`${this.at(own)}/api/v1/auth/dev-login`, { method: 'POST' })
      this.token = ((await login.json()) as LoginResult).access_token
    }
    return own
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
  async ready(port: number): Promise<number> {
    try {
      return (await fetch(`${this.at(port)}/ready`)).status
    } catch {
      return 0
    }
  }

  process(port: number): ServerProcess {
    const found = this.running.get(port)
    if (found === undefined) throw new Error(`no server on ${port}`)
    return found.server
  }

  async kill(port: number): Promise<void> {
    const { child, ended } = this.process(port)
    child.kill('SIGKILL')
    await ended
    this.running.delete(port)
  }

  /** How each answer was saved. */
  async saved(): Promise<string[]> {
    const database = await this.place.open()
    const rows = await database.main.selectFrom('answer').select('content').execute()
    return rows.map(({ content }) => content)
  }

  async close(): Promise<void> {
    for (const port of [...this.running.keys()]) await this.kill(port)
    await this.endpoint.close()
    await this.place.remove()
  }
}
