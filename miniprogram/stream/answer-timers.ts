import type { Calendar, Clock } from '../platform/ports'
import type { AnswerRecord } from './answer-record'
import { type Deadline, Deadlines } from './deadlines'
import * as tiers from './tiers'

/** The rules of time of one answer: what each step of its life means for the deadlines. */
export class AnswerTimers {
  private readonly deadlines: Deadlines
  private readonly record: AnswerRecord

  constructor(clock: Clock & Calendar, record: AnswerRecord, due: (deadline: Deadline) => void) {
    this.deadlines = new Deadlines(clock, due)
    this.record = record
  }

  begin(maxDuration: number): void {
    this.deadlines.set('ceiling', maxDuration)
  }

  connecting(): void {
    this.deadlines.set('connect', tiers.CONNECT_TIMEOUT)
  }

  /** The first message went out. The tier begins with the first ask; no later one restarts it. */
  opened(): void {
    this.deadlines.clear('connect')
    if (!this.deadlines.has('tier')) this.restartTier()
    this.watch()
  }

  /** A frame came: the link lives, and if `tier`, so does the answer. */
  alive(tier: boolean): void {
    this.watch()
    if (tier) this.restartTier()
  }

  /** From here the processing tier runs; nothing restarts the content tier again. */
  restartTier(): void {
    const finished = this.record.finishReason !== undefined
    this.deadlines.set('tier', finished ? tiers.PROCESSING_TIMEOUT : tiers.CONTENT_TIMEOUT)
  }

  /** The network changed under the link: it must prove itself soon. */
  doubtLink(): void {
    const { keepaliveInterval } = this.record
    if (keepaliveInterval !== undefined)
      this.deadlines.pullIn('watchdog', tiers.DOUBTED_KEEPALIVES * keepaliveInterval)
  }

  linkGone(): void {
    this.deadlines.clear('connect')
    this.deadlines.clear('watchdog')
    this.deadlines.clear('retry')
  }

  retryIn(delay: number): void {
    this.deadlines.set('retry', delay)
  }

  /** Only the wait for the server's `done` still runs. */
  stopping(): void {
    this.deadlines.clearAll()
    this.deadlines.set('stop', tiers.STOP_TIMEOUT)
  }

  rest(): void {
    this.deadlines.rest()
  }

  /** Whether a rest, if there is one, was so short that the host has not cut the link. */
  get shortlyRested(): boolean {
    return !this.deadlines.restedBeyond(tiers.LONGEST_SHORT_REST)
  }

  wake(): void {
    this.deadlines.wake()
  }

  /** Coming back after an hour is not a timeout. */
  wakeAnew(): void {
    this.deadlines.wake()
    if (this.deadlines.has('tier')) this.restartTier()
  }

  end(): void {
    this.deadlines.clearAll()
  }

  /** Only with a server that promised keepalives: another may be silent while it reads the pages. */
  private watch(): void {
    const { keepaliveInterval } = this.record
    if (keepaliveInterval !== undefined)
      this.deadlines.set('watchdog', tiers.MISSED_KEEPALIVES * keepaliveInterval)
  }
}
