import { SteadyClock } from '../../miniprogram/platform/steady-clock'
import { wxChunkedRequests } from '../../miniprogram/platform/wx-chunked-request'
import { wxLifecycle } from '../../miniprogram/platform/wx-lifecycle'
import { wxSockets } from '../../miniprogram/platform/wx-socket'
import { AnswerJournal } from '../../miniprogram/stream/answer-journal'
import { createAnswerStream } from '../../miniprogram/stream/answer-stream'
import type { Answer, AnswerEvent, AnswerStream } from '../../miniprogram/stream/answer-types'
import { BoundedSockets } from '../../miniprogram/stream/bounded-sockets'
import { StopOutbox } from '../../miniprogram/stream/stop-outbox'
import { TransportChoice } from '../../miniprogram/stream/transport'
import type { SimulatedTime } from './clock'
import type { Network } from './network'
import type { ServerHost } from './server-host'
import { SignsOfLife } from './signs-of-life'
import { WxHost } from './wx-host'

const ORIGIN = 'http://tutor.test'
const URL = 'ws://tutor.test/api/v1/learning/ws/ask'
const PARAMS = { content: '第3题怎么做？' }
const silentLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Milliseconds in the background after which the program sleeps and its sockets are dead. */
const SLEEP_AFTER = 5000

/** How one run of the program, or the last of several, saw the answer. */
export interface Seen {
  stream: AnswerStream
  /** The text as a page that only follows the events shows it. */
  shown: string
  outcome: { answer: Answer } | { error: unknown } | undefined
  violations: string[]
}

/** A phone with the real client on it: it sleeps, loses its network, and may kill the program and open it again. */
export class Phone {
  readonly wx: WxHost
  /** What it has heard of the answer since it was opened or came to the front. */
  readonly signs: SignsOfLife
  readonly violations: string[] = []
  seen: Seen | undefined
  stopped = false
  /** By how much its date is ahead of the time, milliseconds. */
  dateAhead = 0
  private readonly storage = new Map<string, string>()
  private program = 0
  private state: 'awake' | 'background' | 'asleep' | 'dead' = 'awake'
  private held: (() => void)[] = []
  private pendingTimers = new Set<object>()
  private outbox: StopOutbox | undefined

  constructor(
    private readonly time: SimulatedTime,
    private readonly network: Network,
    private readonly server: ServerHost,
    private readonly random: () => number,
    private readonly expected: string,
  ) {
    this.wx = new WxHost(
      network,
      (act) => this.whenAwake(act),
      (text) => this.signs.note(text),
    )
    this.signs = new SignsOfLife(() => time.now())
  }

  /** Opens the program; it goes on with an answer that an earlier run left, else it asks. */
  open(): void {
    this.program += 1
    this.state = 'awake'
    this.signs.restart()
    this.pendingTimers = new Set()
    this.held = []
    const clock = this.clock()
    const store = {
      get: (key: string): unknown => JSON.parse(this.storage.get(key) ?? 'null'),
      set: (key: string, value: unknown) => void this.storage.set(key, JSON.stringify(value)),
      remove: (key: string) => void this.storage.delete(key),
    }
    const journal = new AnswerJournal(store, clock)
    const [left] = journal.unfinished()
    this.outbox = new StopOutbox({
      storage: store,
      lifecycle: wxLifecycle,
      logger: silentLogger,
      deliver: ({ requestId }) => this.deliverStop(requestId),
    })
    const { outbox } = this
    outbox.flush()
    if (this.seen !== undefined && left === undefined) return
    const deps = {
      clock,
      lifecycle: wxLifecycle,
      sockets: new BoundedSockets(wxSockets, clock),
      chunked: wxChunkedRequests,
      transports: new TransportChoice(),
      logger: silentLogger,
      random: this.random,
      keeper: journal,
      stops: {
        hold: (requestId: string) => outbox.hold({ requestId, origin: ORIGIN }),
        leave: (requestId: string) => outbox.leave({ requestId, origin: ORIGIN }),
        withdraw: (requestId: string) => outbox.withdraw(requestId),
      },
    }
    const seen: Omit<Seen, 'stream'> = { shown: left?.text ?? '', outcome: undefined, violations: [] }
    const stream = createAnswerStream(deps, left?.params ?? PARAMS, (event) => this.listen(seen, event), {
      url: URL,
      token: 'token',
      requestId: left?.requestId ?? 'request-1',
      ...(left === undefined ? {} : { afterSeq: left.afterSeq, text: left.text }),
    })
    const whole: Seen = Object.assign(seen, { stream })
    this.seen = whole
    const program = this.program
    const settle = (outcome: NonNullable<Seen['outcome']>) => {
      if (program !== this.program) return
      if (whole.outcome !== undefined) this.violations.push('it settled twice')
      this.signs.settled()
      whole.outcome = outcome
    }
    stream.result.then(
      (answer) => settle({ answer }),
      (error: unknown) => settle({ error }),
    )
  }

  get settled(): boolean {
    return this.state !== 'dead' && this.seen?.outcome !== undefined
  }

  get inFront(): boolean {
    return this.state === 'awake'
  }

  /** Timers of the program that have not fired. */
  get timers(): number {
    return this.pendingTimers.size
  }

  /** Whether a stop waits in storage until the server can be told. */
  get stopWaits(): boolean {
    return this.storage.has('stops-to-deliver')
  }

  stop(): void {
    if (this.state !== 'awake' || this.seen === undefined || this.settled) return
    this.stopped = true
    this.seen.stream.stop()
  }

  hide(duration: number, timersFirst: boolean): void {
    if (this.state !== 'awake') return
    const { program } = this
    this.state = 'background'
    this.wx.tell('hide')
    this.time.after(SLEEP_AFTER, () => {
      if (this.program !== program || this.state !== 'background') return
      this.state = 'asleep'
      this.wx.dropSockets(timersFirst)
    })
    this.time.after(duration, () => {
      if (this.program === program && this.state !== 'dead') this.show(timersFirst)
    })
  }

  /** The phone kills the program: nothing of it happens any more, its storage stays. */
  kill(duration: number): void {
    if (this.state === 'dead') return
    // A stop that was still on its way is forgotten with the program: the next one finds the answer where it is.
    if (!this.settled) this.stopped = false
    this.state = 'dead'
    this.signs.forget()
    this.program += 1
    this.wx.reset()
    this.time.after(duration, () => this.open())
  }

  networkChanged(connected: boolean): void {
    this.whenAwake(() =>
      this.wx.tell('network', { isConnected: connected, networkType: connected ? 'wifi' : 'none' }),
    )
  }

  private show(timersFirst: boolean): void {
    const { held } = this
    this.held = []
    this.state = 'awake'
    this.signs.restart()
    const run = () => {
      for (const act of held) act()
    }
    if (timersFirst) run()
    this.wx.tell('show')
    if (!timersFirst) run()
  }

  /** JavaScript sleeps in the background: what would have happened happens on the return. */
  private whenAwake(act: () => void): void {
    if (this.state === 'asleep') this.held.push(act)
    else if (this.state !== 'dead') act()
  }

  private clock(): SteadyClock {
    const { program, pendingTimers } = this
    return new SteadyClock({
      date: () => this.time.now() + this.dateAhead,
      setTimer: (callback: () => void, delay: number) => {
        const timer = {}
        pendingTimers.add(timer)
        const fire = () => {
          if (program === this.program && pendingTimers.delete(timer)) callback()
        }
        const cancel = this.time.after(delay, () => this.whenAwake(fire))
        return () => {
          pendingTimers.delete(timer)
          cancel()
        }
      },
    })
  }

  private listen(seen: Pick<Seen, 'shown' | 'outcome'>, event: AnswerEvent): void {
    if (seen.outcome !== undefined) this.violations.push(`${event.type} after the end`)
    if (event.type === 'replace') seen.shown = event.text
    if ('text' in event && !this.expected.startsWith(event.text))
      this.violations.push('the page showed what the model did not write')
    if (event.type !== 'content') return
    seen.shown += event.delta
    if (seen.shown !== event.text) this.violations.push('the deltas do not add up to the text')
  }

  private async deliverStop(requestId: string): Promise<boolean> {
    const { program } = this
    await new Promise<void>((resolve) => this.time.after(this.network.delay(), resolve))
    const delivered = this.network.reachable() && (await this.server.stop(requestId))
    // A program that was killed meanwhile does not hear of it.
    return program === this.program ? delivered : new Promise(() => {})
  }
}
