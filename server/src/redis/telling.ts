import type { ToldAnswer } from '../answer/other-processes'
import { namesOf } from './names'
import { errorPlace, placeOf, positionOf, seqAt } from './position'
import type { ScriptCall } from './redis-link'

/** Milliseconds for which a delta may wait for the next one of its answer. A reader sees frames of 80 ms at every second beat then. */
export const PAIRED = 150
/** Milliseconds for which the frames of an answer are kept after the last one, and after its end: the database has it then. */
const KEPT = 10 * 60_000
const KEPT_AFTER_END = 60_000
/** Frames of one answer in one call. */
const MOST_FRAMES = 256

/** An answer that is told, and how far. */
export class Telling {
  /** What is known to be there: the number of the last frame, and whether there is anything. */
  private told = 0
  private begun = false
  private failureTold = false
  /** What is on its way. */
  private sent: { last: number; ends: boolean } | undefined
  /** When the last delta came, and whether it came soon after the one before. */
  private deltaAt = Number.NEGATIVE_INFINITY
  private flows = false
  readonly key: string
  private readonly channel: string

  constructor(readonly answer: ToldAnswer) {
    const { frames, channel } = namesOf(answer)
    this.key = frames
    this.channel = channel
  }

  get isUnderWay(): boolean {
    return this.sent !== undefined
  }

  /** Something new is published. */
  note(now: number): void {
    const isDelta = this.hasDelta
    this.flows = isDelta && now - this.deltaAt < PAIRED
    if (isDelta) this.deltaAt = now
  }

  /** Whether that is one delta, and the next may be expected soon. */
  get mayWait(): boolean {
    const { answer } = this
    if (!this.flows || !this.hasDelta || answer.failure !== undefined) return false
    return answer.frameAfter(this.told + 1) === undefined
  }

  /** Whether nothing is left to tell before it goes on. */
  get isTold(): boolean {
    return this.answer.failure === undefined && this.answer.frameAfter(this.told) === undefined
  }

  private get hasDelta(): boolean {
    const type = this.answer.frameAfter(this.told)?.type
    return type === 'content' || type === 'reasoning'
  }

  /** What is to be said now; `undefined` where that is nothing. `always`: then it is asked whether the rest is still there. */
  call(always: boolean): ScriptCall | undefined {
    const { answer } = this
    const args: (string | number)[] = []
    let last = this.told
    let ends = false
    for (let count = 0; count < MOST_FRAMES; count += 1) {
      const frame = answer.frameAfter(last)
      if (frame === undefined) break
      args.push(placeOf(frame.seq), JSON.stringify(frame))
      last = frame.seq
      ends = frame.type === 'done'
    }
    if (answer.failure !== undefined && !this.failureTold && answer.frameAfter(last) === undefined) {
      args.push(errorPlace(last), JSON.stringify(answer.failure.frame))
      ends = true
    }
    if (args.length === 0 && !always) return undefined
    this.sent = { last, ends }
    const kept = ends ? KEPT_AFTER_END : KEPT
    return { key: this.key, args: [answer.fence, this.channel, kept, this.begun ? 1 : 0, ...args] }
  }

  /** What came of it: whether there is nothing more to tell, or somebody else tells it. */
  settle(result: unknown): 'goes on' | 'over' | 'overtaken' {
    const sent = this.sent
    this.sent = undefined
    if (sent === undefined || result instanceof Error) return 'goes on'
    if (result === 'ok') {
      this.told = sent.last
      this.begun = true
      this.failureTold ||= sent.ends
      return sent.ends ? 'over' : 'goes on'
    }
    if (result === 'lost') {
      this.told = 0
      this.begun = false
      return 'goes on'
    }
    const { fence, place } = positionOf(String(result))
    if (fence > this.answer.fence) return 'overtaken'
    // It came through before, though nobody could say so.
    this.told = seqAt(place)
    this.begun = true
    this.failureTold = place === errorPlace(this.told)
    return this.failureTold ? 'over' : 'goes on'
  }
}
