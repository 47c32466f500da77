import { SteadyClock } from '../../miniprogram/platform/steady-clock'
import type { Unfinished } from '../../miniprogram/stream/answer-journal'
import type { SimulatedTime } from './clock'
import type { Network } from './network'
import type { PhoneAnswer } from './phone-answer'
import type { Install, ProgramRun } from './program-run'
import { WxHost } from './wx-host'

/** Milliseconds in the background after which the program sleeps and its sockets are dead. */
const SLEEP_AFTER = 5000

/** A phone with the real client on it: it sleeps, loses its network, and may kill the program and open it again. */
export class Phone {
  readonly wx: WxHost
  /** What was asked on it, in that order. */
  readonly asked: PhoneAnswer[] = []
  /** By how much its date is ahead of the time, milliseconds. */
  dateAhead = 0
  private readonly storage = new Map<string, string>()
  private program = 0
  private state: 'awake' | 'background' | 'asleep' | 'dead' = 'awake'
  private held: (() => void)[] = []
  private pendingTimers = new Set<object>()
  private run: ProgramRun | undefined
  private readonly toAsk: PhoneAnswer[] = []

  constructor(
    private readonly time: SimulatedTime,
    private readonly network: Network,
    private readonly server: { stop(requestId: string): Promise<boolean> },
    private readonly random: () => number,
    /** Which program it is. */
    private readonly install: Install,
  ) {
    this.wx = new WxHost(
      network,
      (act) => this.whenAwake(act),
      (text, requestId) => this.asked.find((answer) => answer.requestId === requestId)?.signs.note(text),
    )
  }

  /** Opens the program; it goes on with the answers that an earlier run left, and asks what waits to be. */
  open(): void {
    this.program += 1
    this.state = 'awake'
    for (const { signs } of this.asked) signs.restart()
    this.pendingTimers = new Set()
    this.held = []
    const clock = this.clock()
    const store = {
      get: (key: string): unknown => JSON.parse(this.storage.get(key) ?? 'null'),
      set: (key: string, value: unknown) => void this.storage.set(key, JSON.stringify(value)),
      remove: (key: string) => void this.storage.delete(key),
    }
    const run = this.install({ store, clock, random: this.random, tellStop: (id) => this.deliverStop(id) })
    this.run = run
    const unfinished = run.unfinished()
    for (const answer of this.asked) {
      const left = unfinished.find(({ requestId }) => requestId === answer.requestId)
      if (left !== undefined) this.follow(answer, run, left)
      else if (run.forgets) answer.abandon()
    }
    this.askWhatWaits()
  }

  /** The student asks, in a conversation of its own; where the program is not in front, as soon as it is. */
  ask(answer: PhoneAnswer): void {
    this.toAsk.push(answer)
    if (this.state === 'awake') this.askWhatWaits()
  }

  /** Whether nothing is asked or answered any more. */
  get settled(): boolean {
    return this.state !== 'dead' && this.toAsk.length === 0 && this.asked.every((answer) => answer.settled)
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
    return [...this.storage.keys()].some((key) => key.includes('stops'))
  }

  stop(answer: PhoneAnswer): void {
    if (this.state !== 'awake' || answer.seen === undefined || answer.settled) return
    answer.stopped = true
    answer.seen.stream.stop()
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
    for (const answer of this.asked) answer.forget()
    this.state = 'dead'
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
    for (const { signs } of this.asked) signs.restart()
    const run = () => {
      for (const act of held) act()
    }
    if (timersFirst) run()
    this.wx.tell('show')
    if (!timersFirst) run()
    this.askWhatWaits()
  }

  private askWhatWaits(): void {
    const { run } = this
    if (run === undefined) return
    for (const answer of this.toAsk.splice(0)) {
      answer.signs.restart()
      this.asked.push(answer)
      this.follow(answer, run)
    }
  }

  /** In the run of the program that there is now; `left` by an earlier one. */
  private follow(answer: PhoneAnswer, run: ProgramRun, left?: Unfinished): void {
    const { program } = this
    answer.follow(
      left?.text ?? '',
      (listen) => run.begin(answer, listen, left),
      () => program === this.program,
    )
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

  private async deliverStop(requestId: string): Promise<boolean> {
    const { program } = this
    await new Promise<void>((resolve) => this.time.after(this.network.delay(), resolve))
    const delivered = this.network.reachable() && (await this.server.stop(requestId))
    // A program that was killed meanwhile does not hear of it.
    return program === this.program ? delivered : new Promise(() => {})
  }
}
