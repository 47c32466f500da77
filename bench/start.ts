import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { quantile, shown, table } from './measure'

const root = path.resolve(__dirname, '..')
const built = path.join(root, 'dist', 'server', 'main.js')

/** Rounds of all contenders, one after the other, so that what disturbs the machine disturbs them alike. */
const ROUNDS = 11
/** Milliseconds between two questions whether it is there. */
const PAUSE = 1

/** What is started, with the arguments that Node gets. */
const contenders: readonly (readonly [name: string, ...node: string[]])[] = [
  ['built: `node dist/server/main.js`', built],
  ['checkout: `tsx server/src/main.ts`', '--import', 'tsx', path.join(root, 'server', 'src', 'main.ts')],
]

/** `npm run bench -- start`: from the start of a process with an empty data folder to the first 200 of `/health`. */
export async function benchStart(): Promise<void> {
  if (!existsSync(built)) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit', shell: true })
  const times = contenders.map((): number[] => [])
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [, ...node]] of contenders.entries()) times[index]?.push(await timeToHealth(node))
    bare.push(await timeOfBareNode())
  }
  const rows = contenders.map(([name], index) => [name, ...spreadOf(times[index] ?? [])])
  console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores\n`)
  console.log(
    table([
      [`${ROUNDS} rounds, milliseconds`, 'median', 'lowest', 'highest'],
      ...rows,
      ['Node alone, doing nothing', ...spreadOf(bare)],
    ]),
  )
}

const spreadOf = (values: readonly number[]): string[] =>
  [quantile(values, 0.5), Math.min(...values), Math.max(...values)].map(shown)

async function timeToHealth(node: readonly string[]): Promise<number> {
  const data = mkdtempSync(path.join(tmpdir(), 'tutor-start-'))
  const port = await freePort()
  const { PATH = '' } = process.env
  const env = { PATH, PORT: String(port), DATA_DIR: data }
  const started = performance.now()
  const child = spawn(process.execPath, node, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const exited = once(child, 'exit')
  try {
    while (!(await isHealthy(port))) {
      if (child.exitCode !== null) throw new Error(`it ended: node ${node.join(' ')}`)
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    return performance.now() - started
  } finally {
    child.kill('SIGTERM')
    await exited
    rmSync(data, { recursive: true, force: true })
  }
}

async function timeOfBareNode(): Promise<number> {
  const started = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - started
}

function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', path: '/health', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('error', () => resolve(false))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
