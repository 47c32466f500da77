import { WebSocket } from 'ws'
import type { ServerFrame } from '../../../typings/protocol'

/** A WebSocket client that keeps what it gets, as bare as a test of the wire needs. */
export class AskClient {
  readonly texts: string[] = []
  readonly socket: WebSocket
  readonly closed: Promise<number>
  private readonly listeners = new Set<() => void>()

  /** `first`: sent as soon as it is open; a string as it is, anything else as JSON. */
  constructor(port: number, first?: unknown) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/learning/ws/ask`)
    this.socket.on('message', (data) => {
      this.texts.push(data.toString())
      for (const listener of this.listeners) listener()
    })
    this.socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code) => resolve(code))
    })
    if (first !== undefined) this.socket.on('open', () => this.say(first))
  }

  get frames(): ServerFrame[] {
    return this.texts.map((text): ServerFrame => JSON.parse(text))
  }

  get types(): string[] {
    return this.frames.map(({ type }) => type)
  }

  get last(): ServerFrame | undefined {
    return this.frames.at(-1)
  }

  get lastSeq(): number {
    return Math.max(0, ...this.frames.map((frame) => ('seq' in frame ? frame.seq : 0)))
  }

  get text(): string {
    return this.frames.reduce((text, frame) => {
      if (frame.type === 'content') return text + frame.content
      return frame.type === 'snapshot' ? frame.full_content : text
    }, '')
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Resolves when this many frames of the type have come. */
  async sees(type: ServerFrame['type'], count = 1): Promise<void> {
    const there = () => this.types.filter((seen) => seen === type).length >= count
    if (there()) return
    await new Promise<void>((resolve) => {
      const listener = () => {
        if (!there()) return
        this.listeners.delete(listener)
        resolve()
      }
      this.listeners.add(listener)
    })
  }
}
