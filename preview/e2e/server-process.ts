import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { clockAhead } from './moved-clock'

const ROOT = path.join(__dirname, '..', '..')

/** The real server in a process of its own, which can be killed and started again on the same data and port. */
export class ServerProcess {
  private child: ChildProcess | undefined
  /** The system's choice at the first start: a port that was looked for before may be taken by then. */
  private chosen = 0
  /** What it wrote, for a failed case. */
  output = ''

  constructor(
    /** What Node starts it with. */
    private readonly main: readonly string[],
    readonly dataDirectory: string,
    /** Settings beside those that every stack has. */
    private readonly settings: Record<string, string>,
  ) {}

  /** Where it listens, once it was started. */
  get port(): number {
    return this.chosen
  }

  /** Resolves when it listens. Its clock is `ahead` milliseconds ahead of the machine's. */
  start(ahead = 0): Promise<void> {
    const { PATH, SystemRoot, TEMP, TMPDIR } = process.env
    const environment = {
      PATH,
      SystemRoot,
      TEMP,
      TMPDIR,
      PORT: String(this.chosen),
      DATA_DIR: this.dataDirectory,
      ...this.settings,
    }
    const clock =
      ahead === 0 ? [] : ['--import', `data:text/javascript,${encodeURIComponent(clockAhead(ahead))}`]
    const child = spawn(process.execPath, [...clock, ...this.main], {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.output += text.toString()
      })
    }
    return new Promise((resolve, reject) => {
      child.on('message', (message) => {
        this.chosen = Number(new URL(addressIn(message)).port)
        resolve()
      })
      child.on('exit', (code) =>
        reject(new Error(`the server ended with ${code}: ${this.output.slice(-2000)}`)),
      )
    })
  }

  /** `kill -9`: nothing is said goodbye to. */
  kill(): Promise<void> {
    return this.endBy((child) => void child.kill('SIGKILL'))
  }

  /** As Ctrl-C ends it. */
  end(): Promise<void> {
    return this.endBy((child) => void child.send({ type: 'end' }))
  }

  private endBy(how: (child: ChildProcess) => void): Promise<void> {
    const child = this.child
    this.child = undefined
    if (child === undefined || child.exitCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.on('exit', () => resolve())
      how(child)
    })
  }
}

/** Of what the server sends to its parent when it listens. */
function addressIn(message: unknown): string {
  const { address } = Object(message)
  return String(address)
}
