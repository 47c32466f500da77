import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child, measured } from './children'
import { numberIn, textIn } from './fields'
import { bareTongue, ourTongue, socketIoTongue, type Tongue } from './tongues'

/** A server that is measured. */
export interface Contender {
  name: string
  child: Child
  port: number
  tongue: Tongue
  /** Less than this can no server do. */
  isLimit?: boolean
  /** It asks the model once more for what follows an answer. */
  hasExtras?: boolean
  end(): void
}

const root = join(__dirname, '..', '..')
const built = join(root, 'dist', 'server', 'main.js')

/** What is run as ours: the built server, where there is one. */
export function ourMain(): string {
  return existsSync(built) ? built : join(root, 'server', 'src', 'main.ts')
}

export interface OurContender extends Contender {
  tokens: readonly string[]
  dataDirectory: string
}

/** Each asks a few times a minute: one user may ask sixty. */
const USERS = 120

/** Ours, with an empty database, as production runs it but for the login that gives the bench its users. */
export async function startOurs(
  name: string,
  baseUrl: string,
  environment: NodeJS.ProcessEnv = {},
  nodeOptions: readonly string[] = [],
): Promise<OurContender> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'wuhao-bench-'))
  const { child, ready } = await Child.start([...nodeOptions, ...measured(ourMain())], {
    NODE_ENV: 'development',
    PORT: '0',
    DATA_DIR: dataDirectory,
    OPENAI_BASE_URL: baseUrl,
    OPENAI_API_KEY: 'none',
    OPENAI_MODEL: 'bench',
    ANSWERS_AT_ONCE: '1000',
    MAX_SOCKETS_BEFORE_LOGIN: '100000',
    MODEL_SILENCE_TIMEOUT_MS: '3600000',
    DATABASE_URL: '',
    OPENAI_MODELS_FILE: '',
    LOG_LEVEL: 'info',
    ...environment,
  })
  const address = String(ready.address)
  const tokens = await Promise.all(
    Array.from({ length: USERS }, (_, user) => login(address, `bench-${user}`)),
  )
  const end = () => {
    child.end()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
  const port = Number(new URL(address).port)
  return { name, child, port, tongue: ourTongue(tokens), hasExtras: true, end, tokens, dataDirectory }
}

async function login(address: string, name: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  return textIn(await response.json(), 'access_token')
}

/** The others: how little a server can do, and what is common. `folder`: the packages that the bench fetched. */
export function startPeers(baseUrl: string, folder: string): Promise<Contender[]> {
  const peers: [name: string, file: string, way: string, tongue: Tongue][] = [
    ['bare `ws`, Node’s http (the practical limit)', 'bare-ws.ts', 'http', bareTongue],
    ['bare `ws`, fetch', 'bare-ws.ts', 'fetch', bareTongue],
    ['bare `ws`, `openai`', 'bare-ws.ts', 'openai', bareTongue],
    ['socket.io, `openai`', 'socket-io.ts', 'openai', socketIoTongue],
  ]
  return Promise.all(
    peers.map(async ([name, file, way, tongue]) => {
      const script = join(__dirname, 'contenders', file)
      const { child, ready } = await Child.start(measured(script, baseUrl, way, folder))
      const port = numberIn(ready, 'port')
      return { name, child, port, tongue, isLimit: way === 'http', end: () => child.end() }
    }),
  )
}
