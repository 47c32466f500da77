import { WebSocket } from 'ws'
import { type Frame, parseFrame, seqOf } from './frame'
import { networkError, Unreachable } from './unreachable'

interface Heard {
  frame: Frame
  /** Milliseconds since the link was opened. */
  at: number
}

/** Milliseconds of silence after which nothing is waited for any more, unless told: a slow model without a keepalive. */
export const PATIENCE = 60_000
/** Milliseconds until the first word, which is due within one second, and until the close after a last one. */
const AT_ONCE = 15_000
/** Milliseconds after a last frame in which a frame too many would come, or the close. */
const AFTERMATH = 1000
/** How many times the patience a whole answer may take: keepalives alone would hold it open for ever. */
export const LONGEST = 10

/** One link to a server: what is said first, and all that was heard. */
export class Link {
  readonly heard: Heard[] = []
  isClosed = false
  /** Milliseconds that it took to open. */
  opening = 0
  private code = 0
  private readonly socket: WebSocket
  private readonly listeners = new Set<() => void>()
  private readonly closing: Promise<void>
  private readonly begun = performance.now()
  private openedAt: number | undefined
  /** When something was last heard or said, of the same clock. */
  private lastAt = this.begun
  private failure: Unreachable | undefined

  /** `first`: sent when it is open, as JSON unless it is a text. `patience`: milliseconds of silence that are waited for. */
  constructor(
    private readonly address: string,
    private readonly patience: number,
    ...first: unknown[]
  ) {
    this.socket = new WebSocket(address, { handshakeTimeout: this.soon })
    this.socket.on('open', () => {
      this.openedAt = performance.now()
      this.opening = this.openedAt - this.begun
      for (const message of first) this.say(message)
    })
    this.socket.on('unexpected-response', (_request, { statusCode }) => {
      this.failure = new Unreachable('NO_SOCKET', `${address} opens no socket: HTTP ${statusCode}`)
      this.socket.terminate()
    })
    this.socket.on('message', (data) => {
      this.heard.push({ frame: parseFrame(data.toString()), at: this.now })
      this.wake()
    })
    this.socket.on('error', (error) => {
      if (this.openedAt === undefined)
        this.failure ??= new Unreachable('NOT_CONNECTED', `${address}: ${networkError(error)}`)
    })
    this.closing = new Promise((resolve) => {
      this.socket.on('close', (code) => {
        this.isClosed = true
        this.code = code
        this.wake()
        resolve()
      })
    })
  }

  /** Milliseconds since it was opened. */
  get now(): number {
    return performance.now() - (this.openedAt ?? this.begun)
  }

  get frames(): Frame[] {
    return this.heard.map(({ frame }) => frame).filter(({ type }) => type !== 'keepalive')
  }

  get lastSeq(): number {
    return this.frames.reduce((last, frame) => Math.max(last, seqOf(frame) ?? 0), 0)
  }

  first(type: string): Frame | undefined {
    return this.frames.find((frame) => frame.type === type)
  }

  say(message: unknown): void {
    this.lastAt = performance.now()
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Goes without a word, as a lost network does. */
  cut(): void {
    this.socket.terminate()
  }

  /** Resolves when it is closed, or an answer's last frame is there and nothing follows. Rejects where neither comes. */
  async ended(): Promise<void> {
    await this.when(() => this.isClosed || this.isOver, 'no end came')
    await Promise.race([this.closing, sleep(AFTERMATH)])
  }

  /** Its close code, once it is closed. Rejects where it stays open. */
  closed(): Promise<number> {
    return this.when(() => this.isClosed, 'it is not closed')
  }

  /** What was said on it before anything else, or how it ended without a word. */
  get firstWord(): string {
    const [first] = this.heard
    if (first === undefined)
      return this.isClosed ? `it was closed with ${this.code}, without a word` : 'nothing was said'
    return JSON.stringify(first.frame)
  }

  /** Resolves when such a frame is there, or the link is closed. Rejects where neither comes. */
  async until(type: string, times = 1): Promise<void> {
    const there = () => this.isClosed || this.frames.filter((frame) => frame.type === type).length >= times
    await this.when(there, `no ${type} came`)
  }

  /** Rejects, with {@link Unreachable} where it never opened or never said a word, when it is no use to wait on. Gives the close code. */
  private async when(there: () => boolean, otherwise: string): Promise<number> {
    while (!there()) {
      const left = this.deadline - performance.now()
      if (left <= 0) {
        this.cut()
        throw this.gaveUp(otherwise)
      }
      await Promise.race([new Promise<void>((resolve) => this.listeners.add(resolve)), sleep(left)])
    }
    if (this.failure !== undefined) throw this.failure
    return this.code
  }

  /** Of `performance.now()`. */
  private get deadline(): number {
    const patience = this.heard.length === 0 || this.isOver ? this.soon : this.patience
    return Math.min(this.lastAt + patience, this.begun + LONGEST * this.patience)
  }

  private get isOver(): boolean {
    return ['done', 'error'].includes(this.heard.at(-1)?.frame.type ?? '')
  }

  private get soon(): number {
    return Math.min(AT_ONCE, this.patience)
  }

  private gaveUp(otherwise: string): Error {
    if (this.openedAt === undefined)
      return new Unreachable('NOT_CONNECTED', `${this.address}: it does not open`)
    const silence = Math.round((performance.now() - this.lastAt) / 100) / 10
    const last = this.heard.at(-1)?.frame.type
    return last === undefined
      ? new Unreachable('SILENT', `${this.address} opens a socket, and says nothing on it for ${silence} s`)
      : new Error(`${otherwise}: after ${last} nothing else was heard for ${silence} s`)
  }

  private wake(): void {
    this.lastAt = performance.now()
    const waiting = [...this.listeners]
    this.listeners.clear()
    for (const resume of waiting) resume()
  }
}

/** Holds no process open: what is waited for, a link, does. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
