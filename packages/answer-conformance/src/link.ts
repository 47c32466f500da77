import { WebSocket } from 'ws'
import { type Frame, parseFrame, seqOf } from './frame'

interface Heard {
  frame: Frame
  /** Milliseconds since the link was opened. */
  at: number
}

/** How long anything may take that is not bounded by the protocol: a slow model, a slow network. */
const PATIENCE = 120_000

/** One link to a server: what is said first, and all that was heard. */
export class Link {
  readonly heard: Heard[] = []
  /** Its close code. */
  readonly closed: Promise<number>
  isClosed = false
  private readonly socket: WebSocket
  private readonly listeners = new Set<() => void>()
  private opened = 0

  /** `first`: sent when it is open, as JSON unless it is a text. */
  constructor(address: string, ...first: unknown[]) {
    this.socket = new WebSocket(address)
    this.socket.on('open', () => {
      this.opened = performance.now()
      for (const message of first) this.say(message)
    })
    this.socket.on('message', (data) => {
      this.heard.push({ frame: parseFrame(data.toString()), at: this.now })
      this.wake()
    })
    // The close that follows is what counts.
    this.socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code) => {
        this.isClosed = true
        this.wake()
        resolve(code)
      })
    })
  }

  /** Milliseconds since it was opened. */
  get now(): number {
    return performance.now() - this.opened
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
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Goes without a word, as a lost network does. */
  cut(): void {
    this.socket.terminate()
  }

  /** Resolves when such a frame is there, or the link is closed. Rejects where neither comes. */
  async until(type: string, times = 1): Promise<void> {
    const there = () => this.isClosed || this.frames.filter((frame) => frame.type === type).length >= times
    const late = performance.now() + PATIENCE
    while (!there()) {
      if (performance.now() > late) throw new Error(`no ${type} came`)
      await Promise.race([new Promise<void>((resolve) => this.listeners.add(resolve)), sleep(1000)])
    }
  }

  private wake(): void {
    const waiting = [...this.listeners]
    this.listeners.clear()
    for (const resume of waiting) resume()
  }
}

/** Holds no process open: what is waited for, a link, does. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
