import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Fields, isFields } from './fields'

/** A process of the bench that talks to it by messages. */
export class Child {
  private readonly process: ChildProcess
  private readonly listeners = new Set<(message: Fields) => void>()
  private asked = 0
  private readonly written: string[] = []

  private constructor(command: readonly string[], environment: NodeJS.ProcessEnv) {
    this.process = spawn(process.execPath, command, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    // Read, or the process would wait for who reads it; kept for when it fails.
    this.process.stdout?.on('data', (data) => this.note(data))
    this.process.stderr?.on('data', (data) => this.note(data))
    this.process.on('message', (message) => {
      if (isFields(message)) for (const listener of this.listeners) listener(message)
    })
  }

  /** Starts it; resolves with its first message. */
  static async start(
    command: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ): Promise<{ child: Child; ready: Fields }> {
    const child = new Child(command, environment)
    const ended = new Promise<never>((_resolve, reject) => {
      child.process.once('exit', () =>
        reject(new Error(`${command.at(-1)} ended: ${child.written.join('')}`)),
      )
    })
    // Later nobody waits for its end.
    ended.catch(() => undefined)
    const ready = await Promise.race([child.hear(() => true), ended])
    return { child, ready }
  }

  /** Sends a command to a process that answers each with one message. */
  command(command: string): Promise<Fields> {
    const answer = this.hear(() => true)
    this.process.send(command)
    return answer
  }

  /** Asks the probe in it for numbers. */
  probe(probe: 'used' | 'memory' | 'watch' | 'block'): Promise<Fields> {
    this.asked += 1
    const id = this.asked
    const answer = this.hear(({ probed }) => probed === id)
    this.process.send({ probe, id })
    return answer
  }

  end(): void {
    this.process.kill('SIGKILL')
  }

  /** The next message of that kind. */
  private hear(wanted: (message: Fields) => boolean): Promise<Fields> {
    return new Promise((resolve) => {
      const listener = (message: Fields) => {
        if (!wanted(message)) return
        this.listeners.delete(listener)
        resolve(message)
      }
      this.listeners.add(listener)
    })
  }

  private note(data: unknown): void {
    this.written.push(String(data))
    if (this.written.length > 100) this.written.shift()
  }
}

/** What runs a TypeScript file of the bench, measured: with the probe, and a collector of garbage that can be called. */
export function measured(file: string, ...options: string[]): string[] {
  return ['--expose-gc', '--require', join(__dirname, 'probe.cjs'), ...runnerOf(file), file, ...options]
}

/** The same, unmeasured. */
export function plain(file: string): string[] {
  return [...runnerOf(file), file]
}

function runnerOf(file: string): string[] {
  return file.endsWith('.ts') ? ['--import', 'tsx'] : []
}
