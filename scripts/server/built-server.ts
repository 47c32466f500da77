import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import type { ServerFrame } from '../../typings/protocol'

/** A built server that runs: plain `node`, an empty data folder, and a working directory that is none of its own. */
export class BuiltServer {
  /** What it has written so far. */
  output = ''
  private readonly child: ChildProcess
  private readonly exited: Promise<unknown[]>

  /**
   * @param node the Node that runs it
   * @param main its `main.js`
   * @param environment added to a development server's at a free port, with nothing of this process's but the path
   */
  constructor(
    node: string,
    main: string,
    environment: Record<string, string> = {},
    private readonly folder = mkdtempSync(path.join(tmpdir(), 'tutor-built-')),
  ) {
    const { PATH = '' } = process.env
    this.child = spawn(node, [main], {
      cwd: folder,
      env: { PATH, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (data) => {
        this.output += String(data)
      })
    this.exited = once(this.child, 'exit')
  }

  /** Its address, when it says that it listens; rejects with what it wrote if it ends before. */
  async address(): Promise<string> {
    for (;;) {
      const said = /server ready at (http:\/\/[\d.:]+)/.exec(this.output)?.[1]
      if (said !== undefined) return said
      const { exitCode, signalCode } = this.child
      if (exitCode !== null || signalCode !== null)
        throw new Error(`the server ended by ${exitCode ?? signalCode}: ${this.output}`)
      await Promise.race([once(this.child.stdout ?? this.child, 'data'), this.exited])
    }
  }

  /** Asks it to end, as a service manager does. */
  end(): void {
    this.child.kill('SIGTERM')
  }

  /** Its exit code, `null` after a signal that it did not take. */
  async code(): Promise<unknown> {
    const [code] = await this.exited
    return code
  }

  /** Ends it where it has not, and removes its data. */
  async remove(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.exited
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Logs in and asks; every frame until the server closes. `onFrame` hears each as it comes. */
export async function ask(
  address: string,
  content: string,
  onFrame: (frame: ServerFrame) => void,
): Promise<ServerFrame[]> {
  const login = await fetch(`${address}/api/v1/auth/dev-login`, { method: 'POST' })
  const { access_token: token }: { access_token: string } = JSON.parse(await login.text())
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/learning/ws/ask`)
  const frames: ServerFrame[] = []
  socket.on('open', () => socket.send(JSON.stringify({ type: 'ask', token, params: { content } })))
  socket.on('message', (data) => {
    const frame: ServerFrame = JSON.parse(data.toString())
    frames.push(frame)
    onFrame(frame)
  })
  await once(socket, 'close')
  return frames
}
