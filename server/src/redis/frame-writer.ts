import type { ToldAnswer } from '../answer/other-processes'
import { type Clock, sleep } from '../time/clock'
import type { Logger } from '../tracing/logger'
import type { ScriptCall, SharedFrames } from './redis-link'
import { APPEND } from './scripts'
import { PAIRED, Telling } from './telling'

/** Milliseconds for which frames of all answers are gathered. */
const GATHERED = 10
/** Milliseconds until what did not come through is said again. */
const AGAIN = 500

/**
 * Tells the frames of the answers that are written here to whoever reads them elsewhere: each as an entry of a stream whose id names
 * the fence of its owner, so that what an owner of before still says is refused. A Redis that is away, or has forgotten everything,
 * holds up nobody here; it is told the rest, or all of it again, when it is back. Deltas of an answer that flows are told two by two:
 * what a call costs, here, in Redis and where it is read, hardly depends on what it carries.
 */
export class FrameWriter {
  private readonly tellings = new Map<ToldAnswer, { telling: Telling; unfollow: () => void }>()
  private readonly waiting = new Set<Telling>()
  private gathering = false
  /** Those with one delta that waits for the next, and until when. */
  private readonly patient = new Map<Telling, number>()
  private watching = false

  constructor(
    private readonly link: Pick<SharedFrames, 'isThere' | 'onBack' | 'runAll'>,
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
    const unfollow = answer.follow(() => {
      telling.note(this.clock.now())
      this.look(telling)
    })
    this.tellings.set(answer, { telling, unfollow })
    this.want(telling)
  }

  /** Resolves when everything that there is to tell now is told, or cannot be. */
  async flush(): Promise<void> {
    await this.say(
      [...this.tellings.values()].map(({ telling }) => telling).filter((each) => !each.isUnderWay),
    )
  }

  /** Has it told soon, unless that waits for more, or something of it is on its way: then it is looked at again. */
  private look(telling: Telling): void {
    if (telling.isUnderWay || telling.isTold) return
    if (!telling.mayWait) this.want(telling)
    else if (!this.waiting.has(telling) && !this.patient.has(telling)) {
      this.patient.set(telling, this.clock.now() + PAIRED)
      this.watch(PAIRED)
    }
  }

  /** One timer for all that wait. */
  private watch(delay: number): void {
    if (this.watching) return
    this.watching = true
    this.clock.after(delay, () => {
      this.watching = false
      const now = this.clock.now()
      for (const [telling, until] of this.patient) {
        if (until > now) return this.watch(Math.max(GATHERED, until - now))
        this.want(telling)
      }
    })
  }

  private want(telling: Telling): void {
    this.patient.delete(telling)
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
    else if (end === 'goes on' && !(result instanceof Error)) this.look(telling)
  }

  private leave(answer: ToldAnswer): void {
    const known = this.tellings.get(answer)
    if (known === undefined) return
    known.unfollow()
    this.tellings.delete(answer)
    this.patient.delete(known.telling)
    this.waiting.delete(known.telling)
  }
}
