import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** What a builder or a log says may be long. */
const MOST_OUTPUT = 64 * 1024 * 1024

/** Runs a program to its end; beside it this process goes on, which has the model. Rejects with what it said. */
export async function run(folder: string, command: readonly string[]): Promise<string> {
  const [program = '', ...rest] = command
  const { stdout } = await execute(program, rest, { cwd: folder, maxBuffer: MOST_OUTPUT })
  return stdout.trim()
}

/** One compose file of `deploy/` in a project of its own. */
export class Compose {
  /** `command`: `docker compose`, or `docker-compose`, with its files and its project. */
  constructor(
    private readonly folder: string,
    private readonly command: readonly string[],
  ) {}

  compose(...rest: string[]): Promise<string> {
    return run(this.folder, [...this.command, ...rest])
  }

  /** Whatever comes of it, nothing stays; of what failed the last lines are said. */
  async during(attempt: () => Promise<void>): Promise<void> {
    try {
      await attempt()
    } catch (error) {
      console.error(await this.compose('logs', '--tail', '30'))
      throw error
    } finally {
      await this.compose('down', '--volumes')
    }
  }

  /** What `docker inspect` says of a service's container; also of one that has ended. */
  async inspect(service: string, format: string): Promise<string> {
    return run(this.folder, ['docker', 'inspect', '--format', format, await this.container(service)])
  }

  /** Kills the process, as the kernel does for want of memory. Docker itself starts it again no more. */
  async kill(service: string): Promise<void> {
    await run(this.folder, ['docker', 'kill', '--signal', 'KILL', await this.container(service)])
  }

  /** Resolves when Docker's own look at the container says so. */
  async untilHealthy(...services: string[]): Promise<void> {
    for (const service of services)
      while ((await this.inspect(service, '{{.State.Health.Status}}')) !== 'healthy') await sleep(500)
  }

  /** Rejects where a container that was stopped did not end by itself in time. */
  async demandCleanEnd(...services: string[]): Promise<void> {
    for (const service of services) {
      const code = await this.inspect(service, '{{.State.ExitCode}}')
      if (code !== '0') throw new Error(`${service} ended with ${code}`)
    }
  }

  private async container(service: string): Promise<string> {
    // `ps -q` of the newer compose leaves out what has ended unless it is asked for all; the older knows the option for this, too.
    return this.compose('ps', '--all', '--quiet', service)
  }
}
