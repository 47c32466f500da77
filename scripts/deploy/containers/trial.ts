import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { logIn } from '../../../packages/answer-conformance/src/log-in'
import { type ModelEndpoint, startModelEndpoint } from '../../../server/test/http/model-endpoint'
import { Compose, run } from './compose'

/** The project's name, by which nobody's own containers are met. */
const PROJECT = 'wuhao-try'
const PASSWORD = 'of-this-trial-alone'

/** A copy of the repository whose compose files are tried, with the model that its servers ask. */
export class Trial {
  private constructor(
    readonly root: string,
    private readonly program: readonly string[],
    readonly model: ModelEndpoint,
  ) {}

  /**
   * `root`: the copy, which is written into. `program`: `docker compose`, or what there is of it. `pieces` of four characters are what
   * the model writes, one each `pause` milliseconds.
   */
  static async begin(
    root: string,
    program: readonly string[],
    pieces: readonly string[],
    pause: number,
  ): Promise<Trial> {
    // Containers come by the bridge.
    const trial = new Trial(root, program, await startModelEndpoint(pieces, pause, undefined, '0.0.0.0'))
    trial.write('environment', trial.environment())
    return trial
  }

  private get deploy(): string {
    return path.join(this.root, 'deploy')
  }

  /** A file beside the compose files. */
  private write(name: string, text: string): void {
    writeFileSync(path.join(this.deploy, name), text)
  }

  /** `services`: those that are built here; they get a name of their own for the image, and the way to the model. */
  compose(files: readonly string[], services: readonly string[], more: object = {}): Compose {
    const built = { image: `${PROJECT}/tutor`, extra_hosts: ['host.docker.internal:host-gateway'] }
    const each = Object.fromEntries(services.map((name) => [name, built]))
    // Outside of what is built: else each image would be another.
    const own = path.join(this.root, '..', 'try.yaml')
    writeFileSync(own, JSON.stringify({ services: { ...each, ...more } }))
    const named = [...files, own].flatMap((file) => ['-f', file])
    return new Compose(this.deploy, [...this.program, '-p', PROJECT, ...named])
  }

  /** What compose reads beside its file. */
  useDatabase(): void {
    this.write('.env', `POSTGRES_PASSWORD=${PASSWORD}\n`)
  }

  /** The version that is built next. */
  get version(): string {
    const { version } = this.manifest()
    return String(version)
  }

  set version(version: string) {
    const text = JSON.stringify({ ...this.manifest(), version }, undefined, 2)
    writeFileSync(path.join(this.root, 'server', 'package.json'), text)
  }

  /** Runs a program of the repository's. */
  tool(...command: string[]): Promise<string> {
    return run(path.join(__dirname, '..', '..', '..'), command)
  }

  private manifest(): Record<string, unknown> {
    return Object(JSON.parse(readFileSync(path.join(this.root, 'server', 'package.json'), 'utf8')))
  }

  /** environment.example, filled in: development, since nobody logs in by WeChat here. */
  private environment(): string {
    const settings = {
      NODE_ENV: 'development',
      JWT_SECRET: 'a secret of this trial, the same for all servers',
      OPENAI_BASE_URL: this.model.baseUrl.replace('127.0.0.1', 'host.docker.internal'),
      OPENAI_API_KEY: 'none',
      OPENAI_MODEL: 'script',
      ASKS_PER_MINUTE: '10000',
      ANSWERS_AT_ONCE: '1000',
    }
    return Object.entries(settings).reduce(
      (text, [name, value]) => text.replace(new RegExp(`^#?${name}=.*$`, 'm'), `${name}=${value}`),
      readFileSync(path.join(this.deploy, 'environment.example'), 'utf8'),
    )
  }
}

export function tokenAt(address: string): Promise<string> {
  return logIn({ calls: `${address}/api/v1` }, '安娜')
}

export async function versionAt(address: string): Promise<string> {
  const { version } = Object(await (await fetch(`${address}/health`)).json())
  return String(version)
}
