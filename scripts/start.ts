/**
 * `npm start`: the server and the preview of the mini-program, until Ctrl-C.
 * PORT (8000) and PREVIEW_PORT (8001) change where they listen; HOST=0.0.0.0 opens both to the local network.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { type PreviewServer, startPreview } from '../preview/src/server'
import { type ListenAddress, listenAddress, StartError } from './listen-address'

const ROOT = path.join(__dirname, '..')
/** A child that does not end by itself is ended by force; answers that run get this long. */
const END_MS = 10_000

function hasType(message: unknown, type: string): message is { type: string; address?: unknown } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === type
}

/** Runs the server in a process of its own; resolves to its address when it listens. */
function startServer(environment: NodeJS.ProcessEnv): { child: ChildProcess; ready: Promise<string> } {
  const main = path.join(ROOT, 'server', 'src', 'main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      if (hasType(message, 'ready')) resolve(String(message.address))
    })
    child.on('error', reject)
    // the server has said itself, in one line, what is wrong
    child.on('exit', () => reject(new StartError('')))
  })
  return { child, ready }
}

/** Asks the server to end, as Ctrl-C does; Windows has no signals, so it is asked by a message. */
function endServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), END_MS)
    child.on('exit', () => {
      clearTimeout(force)
      resolve()
    })
    if (child.connected) child.send({ type: 'end' })
  })
}

async function startPreviewServer(preview: ListenAddress, server: ListenAddress): Promise<PreviewServer> {
  const program = path.join(ROOT, 'miniprogram')
  try {
    return await startPreview({ ...preview, upstream: { host: server.reach, port: server.port }, program })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new StartError(
      `Port ${preview.port} is already in use. End the program that uses it, or choose another port, for example PREVIEW_PORT=${preview.port + 10}.`,
    )
  }
}

async function main(): Promise<void> {
  const server = listenAddress(process.env, 'PORT', 8000)
  const preview = listenAddress(process.env, 'PREVIEW_PORT', 8001)
  const { child, ready } = startServer(process.env)
  let running: PreviewServer | undefined
  let ending: Promise<void> | undefined
  const end = (): Promise<void> => {
    ending ??= Promise.all([running?.close(), endServer(child)]).then(() => undefined)
    return ending
  }
  // Ctrl-C reaches the child too, but not on every system: whoever hears it first ends both
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void end().then(() => process.exit(0)))
  }
  try {
    const [address, started] = await Promise.all([ready, startPreviewServer(preview, server)])
    running = started
    console.log(`\n  Server   ${address}\n  Preview  ${started.address}\n\n  Ctrl-C ends both.\n`)
    child.on('exit', (code) => void end().then(() => process.exit(code ?? 1)))
  } catch (error) {
    await end()
    throw error
  }
}

main().catch((error: unknown) => {
  if (error instanceof StartError) {
    if (error.message !== '') console.error(error.message)
  } else console.error(error)
  process.exit(1)
})
