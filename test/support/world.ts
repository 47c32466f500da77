import type { Lifecycle, NetworkChange, Socket, SocketHandlers } from '../../miniprogram/platform/ports'
import type { AnswerDeps } from '../../miniprogram/stream/answer-deps'
import { createAnswerStream } from '../../miniprogram/stream/answer-stream'
import type { AnswerEvent, AnswerStream } from '../../miniprogram/stream/answer-types'
import { tutorBackend } from '../../miniprogram/stream/backends/tutor'
import { TransportChoice } from '../../miniprogram/stream/transport'
import { ManualClock } from './manual-clock'

interface Frame {
  type: string
  seq?: number
  content?: string
  request_id?: string
  after_seq?: number
  [name: string]: unknown
}

/** One socket between the client and the server below. */
interface Wire {
  handlers: SocketHandlers
  state: 'connecting' | 'open' | 'over'
  /** `seq` of the next stored frame to send; `undefined` until the client said what it wants. */
  next: number | undefined
}

/** The core with everything around it played by a test: a server that has written its answer, a network and a clock. */
export class World {
  readonly clock = new ManualClock()
  readonly wires: Wire[] = []
  readonly events: AnswerEvent[] = []
  readonly stops: string[] = []
  readonly stream: AnswerStream
  readonly text: string
  /** First messages that began an answer: request ids. */
  readonly begun = new Set<string>()
  private readonly stored: Frame[]
  private readonly hideListeners = new Set<() => void>()
  private readonly showListeners = new Set<() => void>()
  private readonly networkListeners = new Set<(change: NetworkChange) => void>()

  /** `changed`: parts of the world that are other than they should be. */
  constructor(
    deltas: readonly string[],
    random: () => number = () => 0.5,
    changed: Partial<AnswerDeps> = {},
  ) {
    this.text = deltas.join('')
    this.stored = storedFrames(deltas, this.text)
    this.stream = createAnswerStream(
      { ...this.deps(random), ...changed },
      tutorBackend({ url: 'wss://tutor.test/api/v1/learning/ws/ask', token: 'token' }),
      { content: '?' },
      (event) => this.events.push(event),
    )
  }

  /** The socket that was opened last. */
  get wire(): Wire {
    const last = this.wires[this.wires.length - 1]
    if (last === undefined) throw new Error('nothing was opened')
    return last
  }

  get openWires(): number {
    return this.wires.filter(({ state }) => state === 'open').length
  }

  /** Listeners that the client has on the host. */
  get listening(): number {
    return this.hideListeners.size + this.showListeners.size + this.networkListeners.size
  }

  /** The text as a page that only follows the events shows it. */
  get shown(): string {
    return this.events.reduce((text, event) => {
      if (event.type === 'content') return text + event.delta
      return event.type === 'replace' ? event.text : text
    }, '')
  }

  open(wire = this.wire): void {
    if (wire.state !== 'connecting') return
    wire.state = 'open'
    wire.handlers.opened(this.socketOf(wire))
  }

  /** The network breaks. A socket that the client closed still tells so. */
  drop(wire = this.wire): void {
    wire.state = 'over'
    wire.handlers.closed('dropped')
  }

  /** The server sends the next `count` frames. */
  deliver(count: number, wire = this.wire): void {
    for (let sent = 0; sent < count && wire.state === 'open' && wire.next !== undefined; sent += 1) {
      const frame = this.stored[wire.next - 1]
      if (frame === undefined) return
      wire.next += 1
      this.send(frame, wire)
    }
  }

  /** Sends a frame again that was sent before, or one that was never asked for. */
  repeat(seq: number, wire = this.wire): void {
    const frame = this.stored[seq % this.stored.length]
    if (frame !== undefined && wire.state === 'open') this.send(frame, wire)
  }

  /** The next frame is lost on the way. */
  lose(wire = this.wire): void {
    if (wire.next !== undefined && wire.next < this.stored.length) wire.next += 1
  }

  /** The server no longer keeps single frames: it sends the state instead. */
  snapshot(wire = this.wire): void {
    const { next } = wire
    if (wire.state !== 'open' || next === undefined || next > this.stored.length - 2) return
    const seq = Math.min(next + 2, this.stored.length - 2)
    const text = this.stored.slice(0, seq).map(({ content }) => content ?? '')
    this.send({ type: 'snapshot', seq, phase: 'content', full_content: text.join('') }, wire)
    wire.next = seq + 1
  }

  keepalive(): void {
    if (this.wire.state === 'open') this.send({ type: 'keepalive', content: '', full_content: '' })
  }

  hide(): void {
    for (const listener of [...this.hideListeners]) listener()
  }

  show(): void {
    for (const listener of [...this.showListeners]) listener()
  }

  network(change: NetworkChange): void {
    for (const listener of [...this.networkListeners]) listener(change)
  }

  /** From here everything works: the program is in front, links open, frames come. */
  heal(): void {
    this.show()
    for (
      let round = 0;
      round < 30 && !['done', 'failed', 'stopped'].includes(this.stream.state);
      round += 1
    ) {
      this.open()
      this.deliver(this.stored.length)
      this.clock.advance(6000)
    }
  }

  private send(frame: Frame, wire = this.wire): void {
    wire.handlers.message(JSON.stringify(frame))
  }

  private socketOf(wire: Wire): Socket {
    return {
      send: (text) => {
        const message: Frame = JSON.parse(text)
        if (message.type === 'stop') return
        if (message.type === 'ask') this.begun.add(String(message.request_id))
        wire.next = message.type === 'resume' ? Number(message.after_seq) + 1 : 1
        this.send({ type: 'accepted', session_id: 's', question_id: 'q', keepalive_interval: 5000 }, wire)
      },
      close: () => {
        wire.state = 'over'
      },
    }
  }

  private deps(random: () => number): AnswerDeps {
    const lifecycle: Lifecycle = {
      onHide: (listener) => subscribe(this.hideListeners, listener),
      onShow: (listener) => subscribe(this.showListeners, listener),
      onNetworkChange: (listener) => subscribe(this.networkListeners, listener),
    }
    const quiet = () => undefined
    return {
      clock: this.clock,
      sockets: {
        connect: (_url, _timeout, handlers) =>
          void this.wires.push({ handlers, state: 'connecting', next: undefined }),
      },
      chunked: { supported: () => false, post: () => quiet },
      lifecycle,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      random,
      transports: new TransportChoice(),
      keeper: { begin: quiet, note: quiet, flush: quiet, end: quiet, lose: quiet },
      stops: { hold: quiet, leave: (requestId) => void this.stops.push(requestId), withdraw: quiet },
      report: quiet,
    }
  }
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function storedFrames(deltas: readonly string[], text: string): Frame[] {
  const content = deltas.map((delta, index) => ({ type: 'content', seq: index + 1, content: delta }))
  return [
    ...content,
    { type: 'content_finished', seq: deltas.length + 1, full_content: text, finish_reason: 'stop' },
    {
      type: 'done',
      seq: deltas.length + 2,
      question_id: 'q',
      answer_id: 'a',
      session_id: 's',
      finish_reason: 'stop',
    },
  ]
}
