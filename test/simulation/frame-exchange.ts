import { type Position, positionOf } from '../../server/src/redis/position'
import type { ScriptCall, SharedFrames, StreamEntry } from '../../server/src/redis/redis-link'
import { APPEND, type Script } from '../../server/src/redis/scripts'
import { MemoryRedis } from '../../server/test/support/memory-redis'
import type { SimulatedTime } from './clock'
import type { Execution } from './execution'
import { type Outage, Outages } from './outages'

/** Milliseconds of one quick way to Redis, until a server notices that it is gone or back, and after which a command has failed. */
const LATENCY = 1
const NOTICED = 700
const SILENCE = 2000

/** The Redis that several servers share, with what each hears. */
export class FrameExchange {
  readonly redis: MemoryRedis
  private readonly links = new Set<FrameLink>()
  readonly away: Outages
  /** Of each answer: the fence whose frames were taken last, and whose they are. */
  private tellers = new Map<string, { fence: number; link: FrameLink }>()

  constructor(
    private readonly time: SimulatedTime,
    /** What should never be seen, in words. */
    private readonly violations: string[],
  ) {
    this.away = new Outages(() => time.now())
    this.redis = new MemoryRedis(
      () => time.now(),
      (channel, message) => this.publish(channel, message),
    )
  }

  get now(): number {
    return this.time.now()
  }

  /** `slowness`: by how much each way takes longer. `cutOff`: when this one does not reach it, though it is there. */
  connect(execution: Execution, slowness: number, cutOff: Outages): FrameLink {
    const link = new FrameLink(this, execution, LATENCY * slowness, [this.away, cutOff])
    this.links.add(link)
    return link
  }

  disconnect(link: FrameLink): void {
    this.links.delete(link)
  }

  /** It is away for a while. `forgets`: it comes back with nothing. */
  leave(outage: Outage, forgets: boolean): void {
    this.away.begin(outage)
    if (forgets) this.time.after(Math.min(outage.unanswered, outage.duration), () => this.forget())
    this.changed()
    this.time.after(outage.duration, () => this.changed())
  }

  private forget(): void {
    this.redis.forget()
    this.tellers = new Map()
  }

  /** What a script gives to the server that calls it. */
  run(script: Script, { key, args }: ScriptCall, link: FrameLink): string {
    const top = this.redis.lastEntry(key)
    const result = this.redis.run(script.name, key, args)
    const [fence, , , , place, frame] = args
    if (script.name === APPEND.name && result === 'ok' && place !== undefined) {
      if (top === undefined && !isBeginning(String(frame)))
        this.violations.push('frames were told from the middle of an answer on')
      this.taken(key, { fence: Number(fence), place: Number(place) }, top && positionOf(top.id), link)
    }
    return result
  }

  /** Frames of this server were taken, the first of them at `first`; `top` was the last one before. */
  private taken(key: string, first: Position, top: Position | undefined, link: FrameLink): void {
    const { fence } = first
    if (top !== undefined && top.fence > fence) {
      this.violations.push('frames of an old owner were taken after those of the next')
    }
    if (top?.fence === fence && top.place >= first.place) this.violations.push('a frame was taken twice')
    const before = this.tellers.get(key)
    if (before?.fence === fence && before.link !== link) {
      this.violations.push('frames of two servers were taken for one owner')
    }
    this.tellers.set(key, { fence, link })
  }

  /** Each server looks whether it is there, some time later. */
  changed(): void {
    for (const link of this.links) this.time.after(NOTICED, () => link.look())
  }

  publish(channel: string, message: string): number {
    const heard = [...this.links].filter((link) => link.hears(channel))
    for (const link of heard) this.time.after(link.latency, () => link.receive(channel, message))
    return heard.length
  }
}

/** Whether a reader who has nothing can begin with this frame. */
function isBeginning(text: string): boolean {
  const { type, seq }: { type?: unknown; seq?: unknown } = JSON.parse(text)
  return seq === 1 || type === 'snapshot' || type === 'error'
}

/** One server's link to it. */
export class FrameLink implements SharedFrames {
  private readonly listeners = new Map<string, Set<(message: string) => void>>()
  private readonly backListeners: (() => void)[] = []
  private there: boolean

  constructor(
    private readonly exchange: FrameExchange,
    private readonly execution: Execution,
    /** Milliseconds of one way. */
    readonly latency: number,
    private readonly outages: readonly Outages[],
  ) {
    this.there = this.replies
  }

  get isThere(): boolean {
    return this.there
  }

  onBack(listener: () => void): void {
    this.backListeners.push(listener)
  }

  /** What real ones do each second. */
  look(): void {
    const { replies } = this
    this.execution.run(() => {
      const isBack = replies && !this.there
      this.there = replies
      if (isBack) for (const listener of this.backListeners) listener()
    })
  }

  async time(): Promise<number> {
    return this.ask(() => this.exchange.now)
  }

  async run(script: Script, call: ScriptCall): Promise<unknown> {
    return this.ask(() => this.exchange.run(script, call, this))
  }

  async runAll(script: Script, calls: readonly ScriptCall[]): Promise<unknown[]> {
    return this.ask(() => calls.map((call) => this.exchange.run(script, call, this)))
  }

  async entriesAfter(key: string, id: string, most: number): Promise<StreamEntry[]> {
    return this.ask(() => this.exchange.redis.entriesAfter(key, id, most))
  }

  async lastEntry(key: string): Promise<StreamEntry | undefined> {
    return this.ask(() => this.exchange.redis.lastEntry(key))
  }

  async remove(keys: readonly string[]): Promise<void> {
    return this.ask(() => this.exchange.redis.remove(keys))
  }

  async publish(channel: string, message: object): Promise<number> {
    return this.ask(() => this.exchange.publish(channel, JSON.stringify(message)))
  }

  hear(channel: string, listener: (message: string) => void): () => void {
    const all = this.listeners.get(channel) ?? new Set()
    all.add(listener)
    this.listeners.set(channel, all)
    return () => {
      all.delete(listener)
      if (all.size === 0 && this.listeners.get(channel) === all) this.listeners.delete(channel)
    }
  }

  hears(channel: string): boolean {
    return this.replies && this.there && this.execution.isAlive && this.listeners.has(channel)
  }

  receive(channel: string, message: string): void {
    this.execution.run(() => {
      for (const listener of this.listeners.get(channel) ?? []) listener(message)
    })
  }

  private get carries(): boolean {
    return this.outages.every(({ carries }) => carries)
  }

  private get replies(): boolean {
    return this.outages.every(({ replies }) => replies)
  }

  /** Where it goes away before the reply is back nobody knows whether it was done. */
  private async ask<T>(act: () => T): Promise<T> {
    await this.execution.pass(this.latency)
    const done = this.carries ? { result: act() } : undefined
    await this.execution.pass(this.latency)
    if (done !== undefined && this.replies) return done.result
    await this.execution.pass(SILENCE)
    throw new Error('Redis did not answer')
  }
}
