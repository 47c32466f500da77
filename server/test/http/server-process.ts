import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { compiled } from '../compiled'

/** The server as its users run it: built, in a process of its own. */
export interface ServerProcess {
  child: ChildProcess
  /** What it has written so far. */
  output(): string
  /** Its address, when it says that it is ready; rejects if it ends before. */
  ready: Promise<string>
  /** Its exit code, `null` after a signal. */
  ended: Promise<number | null>
}

export function startServerProcess(environment: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, [compiled('server')], {
    env: { ...process.env, NODE_ENV: 'development', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const chunks: string[] = []
  child.stdout?.on('data', (data) => chunks.push(String(data)))
  child.stderr?.on('data', (data) => chunks.push(String(data)))
  const output = () => chunks.join('')
  // Not the event "close", which does not come after a disconnect.
  const closed = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'))
  const exited = once(child, 'exit')
  const ended = Promise.all(closed)
    .then(() => exited)
    .then(([code]) => (typeof code === 'number' ? code : null))
  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      const { type, address } = message as { type: string; address: string }
      if (type === 'ready') resolve(address)
    })
    ended.then(() => reject(new Error(`the server ended: ${output()}`)), reject)
  })
  // Whoever only waits for the end must not be told of this as unhandled.
  ready.catch(() => undefined)
  return { child, output, ready, ended }
}
