import { type Clock, sleep } from '../answer/clock'
import type { Logger } from '../answer/logger'
import type { ToldAnswer } from '../answer/other-processes'
import { namesOf } from './names'
import { errorPlace, placeOf, positionOf, seqAt } from './position'
import type { RedisLink, ScriptCall } from './redis-link'
import { APPEND } from './scripts'

/** Milliseconds for which frames of all answers are gathered. */
const GATHERED = 10
/** Milliseconds for which the frames of an answer are kept after the last one, and after its end: the database has it then. */
const KEPT = 10 * 60_000
const KEPT_AFTER_END = 60_000
/** Milliseconds until what did not come through is said again. */
const AGAIN = 500
/** Frames of one answer in one call. */
const MOST_FRAMES = 256

/** An answer that is told, and how far. */
class Telling {
  /** What is known to be there: the number of the last frame, and whether there is anything. */
  private told = 0
  private begun = false
  private failureTold = false
  /** What is on its way. */
  private sent: { last: number; ends: boolean } | undefined
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

/**
 * Tells the frames of the answers that are written here to whoever reads them elsewhere: each as an entry of a stream whose id names
 * the fence of its owner, so that what an owner of before still says is refused. A Redis that is away, or has forgotten everything,
 * holds up nobody here; it is told the rest, or all of it again, when it is back.
 */
export class FrameWriter {
  private readonly tellings = new Map<ToldAnswer, { telling: Telling; unfollow: () => void }>()
  private readonly waiting = new Set<Telling>()
  private gathering = false

  constructor(
    private readonly link: RedisLink,
    private readonly clock: Clock,
    private readonly logger: Logger,
    /** Somebody else has taken the answer up. */
    private readonly overtaken: (answer: ToldAnswer) => void,
  ) {
    link.onBack(() => this.tellAll())
  }

  /** From now on, until it is over. */
  tell(answer: ToldAnswer): void {
    this.leave(answer)
    const telling = new Telling(answer)
    const unfollow = answer.follow(() => this.want(telling))
    this.tellings.set(answer, { telling, unfollow })
    this.want(telling)
  }

  /** Resolves when everything that there is to tell now is told, or cannot be. */
  async flush(): Promise<void> {
    await this.say(
      [...this.tellings.values()].map(({ telling }) => telling).filter((each) => !each.isUnderWay),
    )
  }

  private want(telling: Telling): void {
    this.waiting.add(telling)
    if (this.gathering) return
    this.gathering = true
    this.clock.after(GATHERED, () => {
      this.gathering = false
      const ready = [...this.waiting].filter((each) => !each.isUnderWay)
      this.waiting.clear()
      this.say(ready).catch((error: unknown) => this.logger.error({ err: error }, 'telling frames failed'))
    })
  }

  /** Redis is back, with nothing, or with what it had. */
  private tellAll(): void {
    const all = [...this.tellings.values()].map(({ telling }) => telling).filter((each) => !each.isUnderWay)
    this.say(all, true).catch((error: unknown) => this.logger.error({ err: error }, 'telling frames failed'))
  }

  private async say(tellings: readonly Telling[], always = false): Promise<void> {
    const said: { telling: Telling; call: ScriptCall }[] = []
    for (const telling of tellings) {
      if (telling.answer.isLetGo) this.leave(telling.answer)
      else {
        const call = this.link.isThere ? telling.call(always) : undefined
        if (call) said.push({ telling, call })
      }
    }
    if (said.length === 0) return
    const results = await this.results(said.map(({ call }) => call))
    let failed = false
    said.forEach(({ telling }, index) => {
      const result = results[index]
      failed ||= result instanceof Error
      this.settled(telling, result)
    })
    if (!failed) return
    await sleep(this.clock, AGAIN)
    for (const { telling } of said) this.want(telling)
  }

  private async results(calls: readonly ScriptCall[]): Promise<readonly unknown[]> {
    try {
      return await this.link.runAll(APPEND, calls)
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error))
      return calls.map(() => failure)
    }
  }

  private settled(telling: Telling, result: unknown): void {
    const { answer } = telling
    const end = telling.settle(result)
    if (this.tellings.get(answer)?.telling !== telling) return
    if (end !== 'goes on') this.leave(answer)
    if (end === 'overtaken') this.overtaken(answer)
    // What came meanwhile, or has to be said again.
    else if (end === 'goes on' && !(result instanceof Error)) this.want(telling)
  }

  private leave(answer: ToldAnswer): void {
    this.tellings.get(answer)?.unfollow()
    this.tellings.delete(answer)
  }
}
