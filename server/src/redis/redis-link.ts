import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from '../tracing/logger'
import { SCRIPTS, type Script } from './scripts'

/** One call of a {@link Script}. */
export interface ScriptCall {
  key: string
  args: readonly (string | number)[]
}

/** An entry of a stream: its id and its text. */
export interface StreamEntry {
  id: string
  text: string
}

/** What the answers of servers need of Redis. */
export type SharedFrames = Pick<
  RedisLink,
  | 'isThere'
  | 'onBack'
  | 'time'
  | 'run'
  | 'runAll'
  | 'entriesAfter'
  | 'lastEntry'
  | 'remove'
  | 'publish'
  | 'hear'
>

/** Milliseconds after which a command that is not answered has failed, and between two looks whether Redis answers at all. */
const SILENCE = 2000
const LOOK = 1000
/** Milliseconds until the next attempt to connect: this, more after each failure, but not longer than the other. */
const RETRY = 50
const LONGEST_RETRY = 1000

/**
 * This server's two connections to Redis: one for commands, one that only listens. Neither waits in vain: what cannot be said now
 * rejects, and a Redis that falls silent is connected to anew.
 */
export class RedisLink {
  private readonly hashes = new Map<string, string>()
  private readonly listeners = new Map<string, Set<(message: string) => void>>()
  private readonly backListeners: (() => void)[] = []
  private readonly looking: NodeJS.Timeout
  private answers = false
  /** Why it is away, as far as it was logged. */
  private readonly reasons = new Set<string>()

  /** Connects to Redis at this address, now or when it is there. */
  static async open(url: string, logger: Logger): Promise<RedisLink> {
    const { Redis: Client } = await import('./client')
    const options = {
      // Understood by each Redis there is.
      protocol: 2 as const,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: SILENCE,
      connectTimeout: SILENCE,
      retryStrategy: (times: number) => Math.min(RETRY * times, LONGEST_RETRY),
      // What it listens to is said again by this class, which knows what is needed now.
      autoResubscribe: false,
    }
    return new RedisLink(new Client(url, options), new Client(url, options), logger)
  }

  private constructor(
    private readonly commands: Redis,
    private readonly ears: Redis,
    private readonly logger: Logger,
  ) {
    for (const each of [commands, ears]) {
      each.on('error', (error) => this.lost(error))
      each.on('close', () => this.lost(new Error('the connection was closed')))
      each.on('ready', () => this.look())
    }
    ears.on('message', (channel, message) => {
      for (const listener of this.listeners.get(channel) ?? []) this.tell(channel, listener, message)
    })
    this.looking = setInterval(() => this.look(), LOOK)
  }

  /** Whether it answered when it was looked at last. */
  get isThere(): boolean {
    return this.answers
  }

  /** Called whenever it is there again: what it had may be gone. */
  onBack(listener: () => void): void {
    this.backListeners.push(listener)
  }

  /** Resolves when it answers, or after `patience` milliseconds. */
  async awaitFirst(patience: number): Promise<void> {
    const until = performance.now() + patience
    while (!this.answers && performance.now() < until) await sleep(RETRY)
  }

  /** Rejects where it does not answer. */
  async ping(): Promise<void> {
    await this.commands.ping()
    await this.ears.ping()
  }

  /** Milliseconds since 1970 by its clock. */
  async time(): Promise<number> {
    const [seconds, microseconds] = await this.commands.time()
    return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000)
  }

  async run(script: Script, call: ScriptCall): Promise<unknown> {
    const [result] = await this.runAll(script, [call])
    if (result instanceof Error) throw result
    return result
  }

  /** The results of many calls at once, or what went wrong with each. */
  async runAll(script: Script, calls: readonly ScriptCall[]): Promise<unknown[]> {
    const hash = this.hashes.get(script.name)
    if (hash === undefined) throw new Error('Redis has not answered yet')
    const pipeline = this.commands.pipeline()
    for (const { key, args } of calls) pipeline.evalsha(hash, 1, key, ...args)
    const results = (await pipeline.exec()) ?? []
    return calls.map((_call, index) => {
      const [error, result] = results[index] ?? [new Error('no result'), undefined]
      return error ?? result
    })
  }

  /** Entries of a stream after this id, in their order. */
  async entriesAfter(key: string, id: string, most: number): Promise<StreamEntry[]> {
    return toEntries(await this.commands.xrange(key, `(${id}`, '+', 'COUNT', most))
  }

  /** The last entry of a stream; `undefined` where there is none. */
  async lastEntry(key: string): Promise<StreamEntry | undefined> {
    return toEntries(await this.commands.xrevrange(key, '+', '-', 'COUNT', 1))[0]
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.commands.del(...keys)
  }

  /** Gives how many servers hear it. */
  publish(channel: string, message: object): Promise<number> {
    return this.commands.publish(channel, JSON.stringify(message))
  }

  /** Listens from now on, and for as long as Redis is there; what is said while it is not is lost. Gives what ends it. */
  hear(channel: string, listener: (message: string) => void): () => void {
    const known = this.listeners.get(channel)
    const all = known ?? new Set()
    all.add(listener)
    if (known === undefined) {
      this.listeners.set(channel, all)
      this.listen([channel])
    }
    return () => {
      all.delete(listener)
      if (all.size > 0 || this.listeners.get(channel) !== all) return
      this.listeners.delete(channel)
      this.ears.unsubscribe(channel).catch(() => undefined)
    }
  }

  close(): void {
    clearInterval(this.looking)
    this.commands.disconnect()
    this.ears.disconnect()
  }

  private listen(channels: readonly string[]): void {
    // Where it fails all of them are said again when Redis is back.
    if (channels.length > 0) this.ears.subscribe(...channels).catch(() => undefined)
  }

  /** Anybody may say anything on a channel: what cannot be read is no reason to hear nothing more, or to end. */
  private tell(channel: string, listener: (message: string) => void, message: string): void {
    try {
      listener(message)
    } catch (error) {
      this.logger.warn({ err: error, channel }, 'a message of Redis could not be read')
    }
  }

  private look(): void {
    this.revive().catch((error: unknown) => this.lost(error))
  }

  private async revive(): Promise<void> {
    try {
      await this.ping()
    } catch (error) {
      // One that was cut off without a word would be waited for for minutes.
      for (const each of [this.commands, this.ears]) if (each.status === 'ready') each.disconnect(true)
      throw error
    }
    if (this.answers) return
    for (const { name, lua } of SCRIPTS)
      this.hashes.set(name, String(await this.commands.script('LOAD', lua)))
    const channels = [...this.listeners.keys()]
    if (channels.length > 0) await this.ears.subscribe(...channels)
    this.answers = true
    this.reasons.clear()
    this.logger.info({}, 'Redis is there')
    for (const listener of this.backListeners) listener()
  }

  /** Whether a reason was not told yet: a wrong password or host from the start on is told once, and not each second. */
  private isNews(reason: string): boolean {
    return !this.reasons.has(reason) && !OF_ANY_CAUSE.test(reason)
  }

  private lost(error: unknown): void {
    // Its message alone: an error of a command has the command with it, and that of a login the password.
    const reason = error instanceof Error ? error.message : String(error)
    if (this.answers || this.isNews(reason)) {
      this.logger.error({ reason }, 'Redis is away')
      this.reasons.add(reason)
    }
    this.answers = false
  }
}

/** What the client says of any connection that is not there, which tells nothing of why. */
const OF_ANY_CAUSE = /enableOfflineQueue|connection (?:was|is) closed|Command timed out/i

function toEntries(entries: readonly [id: string, fields: string[]][]): StreamEntry[] {
  return entries.map(([id, [, text = '']]) => ({ id, text }))
}
