import { once } from 'node:events'
import { WebSocket } from 'ws'
import type {
  AcceptedFrame,
  ClientMessage,
  ContentFinishedFrame,
  DoneFrame,
  ServerFrame,
} from '../../../typings/protocol'

/** A client that says one message at once, or nothing until it is told to, and keeps everything that comes. */
export class AskClient {
  readonly frames: ServerFrame[] = []
  /** When the connection is gone, by whomever. */
  readonly closed: Promise<unknown>
  private waiting: (() => void)[] = []
  private open = true

  /** Resolves when its link is open. */
  readonly opened: Promise<unknown>

  /** `address`: the server's, such as `http://127.0.0.1:8000`. `message`: a {@link ClientMessage}, or what should be none. */
  constructor(address: string, message?: object) {
    // A test's own certificate is nobody's to check.
    const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/learning/ws/ask`, {
      rejectUnauthorized: false,
    })
    this.opened = once(socket, 'open')
    // A link that is refused is closed.
    this.opened.catch(() => undefined)
    if (message !== undefined) socket.on('open', () => socket.send(JSON.stringify(message)))
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(data.toString()))
      this.wake()
    })
    // A killed server ends its connections with an error; the close that follows is what counts.
    socket.on('error', () => undefined)
    this.closed = once(socket, 'close').finally(() => {
      this.open = false
      this.wake()
    })
    this.send = (later) => socket.send(JSON.stringify(later))
  }

  readonly send: (message: ClientMessage) => void

  /** Waits until what has come fulfils the condition; a close before that fails. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (!this.open) throw new Error(`closed after ${JSON.stringify(this.frames.at(-1))}`)
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
  }

  get accepted(): AcceptedFrame | undefined {
    return this.frames.find((frame) => frame.type === 'accepted')
  }

  get finished(): ContentFinishedFrame | undefined {
    return this.frames.find((frame) => frame.type === 'content_finished')
  }

  get done(): DoneFrame | undefined {
    return this.frames.find((frame) => frame.type === 'done')
  }

  /** The text as a page would have it. */
  get text(): string {
    return this.frames.reduce((text, frame) => {
      if (frame.type === 'content') return text + frame.content
      return frame.type === 'snapshot' ? frame.full_content : text
    }, '')
  }

  get lastSeq(): number {
    return this.frames.reduce((last, frame) => ('seq' in frame ? frame.seq : last), 0)
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const resume of waiting) resume()
  }
}
