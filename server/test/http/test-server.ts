import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { LoginResult } from '../../../typings/protocol'
import { buildApp } from '../../src/app'
import type { WechatLogin } from '../../src/auth/wechat'
import type { ArrivalRooms } from '../../src/http/arriving-bodies'
import type { LocalTutor } from '../../src/model/local-tutor'
import type { TutorModel } from '../../src/model/model'
import { createLogger } from '../../src/operate/log'
import { createMetrics } from '../../src/operate/metrics'
import { shareDatabaseAlone } from '../../src/operate/share-database'
import { createParts, type Parts } from '../../src/parts'
import { RedisLink } from '../../src/redis/redis-link'
import { type Config, readConfig } from '../../src/settings/config'
import { openDatabase } from '../../src/store/database'
import { ScriptedModel } from './scripted-model'

/** The real app on a real embedded database in a folder of its own. */
export interface TestServer {
  app: FastifyInstance
  parts: Parts
  config: Config
  /** Everything that was logged, at every level. */
  log: string[]
  /** Such as `http://127.0.0.1:40001`. */
  address: string
  /** A call over a real connection. An object as `body` is sent as JSON. */
  call(method: Method, path: string, options?: CallOptions): Promise<Reply>
  login(name: string): Promise<Student>
  close(): Promise<void>
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface CallOptions {
  headers?: Record<string, string>
  body?: object | string | Uint8Array<ArrayBuffer>
}

/** Somebody who is logged in. */
export interface Student extends LoginResult {
  headers: { authorization: string }
  call(method: Method, path: string, body?: CallOptions['body']): Promise<Reply>
}

export interface Reply {
  status: number
  headers: Headers
  bytes: Buffer
  /** The parsed JSON; `undefined` where there is none. */
  body: unknown
}

export interface TestServerOptions {
  environment?: Record<string, string>
  wechatLogin?: WechatLogin
  /** A stub of WeChat's server API. */
  wechatAddress?: string
  model?: TutorModel
  /** Asked in this order where `model` fails before its first word. */
  otherModels?: readonly TutorModel[]
  /** Marks pages where no model does. */
  tutor?: LocalTutor
  draining?: () => boolean
  /** Where what arrives is held; as large as always where it is not told. */
  rooms?: Partial<ArrivalRooms>
  /** PostgreSQL instead of the embedded database. */
  databaseUrl?: string | undefined
  /** Running answers are shared with the others that have it. */
  redisUrl?: string
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tutor-http-'))
  const config = readConfig({ DATA_DIR: dataDirectory, ...options.environment })
  const log: string[] = []
  const logger = createLogger({
    level: 'trace',
    destination: { write: (line) => void log.push(line) },
  })
  const metrics = createMetrics()
  const database = await openDatabase({
    watch: metrics.queried,
    dataDirectory: config.dataDirectory,
    databaseUrl: options.databaseUrl,
  })
  const redis = options.redisUrl === undefined ? undefined : await RedisLink.open(options.redisUrl, logger)
  await redis?.awaitFirst(10_000)
  const parts = await createParts({
    redis,
    config,
    logger,
    database,
    secret: 'a secret of the tests',
    metrics,
    model: options.model ?? new ScriptedModel(),
    ...(options.otherModels && { otherModels: options.otherModels }),
    ...(options.tutor && { tutor: options.tutor }),
    wechatLogin: options.wechatLogin,
    ...(options.wechatAddress !== undefined && { wechatAddress: options.wechatAddress }),
  })
  const share = options.redisUrl === undefined ? undefined : await shareDatabaseAlone(parts)
  const app = await buildApp(parts, { draining: options.draining ?? (() => false) }, options.rooms)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const call: TestServer['call'] = (method, path, callOptions) => callAt(address + path, method, callOptions)
  return {
    app,
    parts,
    config,
    log,
    address,
    call,
    login: (name) => login(call, name),
    close: async () => {
      await parts.answerService.drain(0)
      await parts.jobs.end(0)
      await app.close()
      await share?.()
      await parts.leaveOthers()
      redis?.close()
      await database.close()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function callAt(url: string, method: Method, { headers = {}, body }: CallOptions = {}): Promise<Reply> {
  const json = typeof body === 'object' && !(body instanceof Uint8Array)
  const response = await fetch(url, {
    method,
    headers: json ? { 'content-type': 'application/json', ...headers } : headers,
    body: json ? JSON.stringify(body) : (body ?? null),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    body: isJson ? JSON.parse(bytes.toString()) : undefined,
  }
}

async function login(call: TestServer['call'], name: string): Promise<Student> {
  const reply = await call('POST', '/api/v1/auth/dev-login', { body: { name } })
  const result = reply.body as LoginResult
  const headers = { authorization: `Bearer ${result.access_token}` }
  return {
    ...result,
    headers,
    call: (method, path, body) => call(method, path, { headers, ...(body === undefined ? {} : { body }) }),
  }
}
