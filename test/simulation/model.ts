import { ModelError, type ModelEvent, type ModelRequest, type TutorModel } from '../../server/src/model/model'
import type { SimulatedTime } from './clock'
import type { Schedule } from './schedule'

/** The deltas of the answer that a schedule's model gives: of every length, with characters of two code units. */
export function deltasOf({ pauses, seed }: Schedule): string[] {
  return pauses.map(
    (_, index) => `第${index}步 $x_{${(seed + index) % 97}}$${index % 7 === 0 ? ' 🎈' : ''}。`,
  )
}

/** One call of the model, as the invariants look at it. */
export interface ModelCall {
  /** The text that it was asked to go on from. */
  continueFrom: string
  /** The text that the database had then. */
  written: string
  ended: boolean
  /** The server's run that made it is over. */
  abandoned: boolean
}

/** A model that gives a schedule's answer at a schedule's pace, from wherever it is asked to go on. */
export class ScheduledModel implements TutorModel {
  readonly name = 'scheduled'
  readonly canContinue: boolean
  private readonly deltas: string[]

  constructor(
    private readonly time: SimulatedTime,
    private readonly schedule: Schedule,
    /** Outlives one run of the server. */
    private readonly calls: ModelCall[],
    private readonly alive: () => boolean,
    private readonly written: () => string,
  ) {
    this.canContinue = schedule.canContinue
    this.deltas = deltasOf(schedule)
  }

  async *answer(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    const call: ModelCall = {
      continueFrom: request.continueFrom ?? '',
      written: this.written(),
      ended: false,
      abandoned: false,
    }
    this.calls.push(call)
    const aborted = new Promise<'aborted'>((resolve) => {
      request.signal.addEventListener('abort', () => resolve('aborted'))
    })
    try {
      yield* this.write(call.continueFrom, aborted)
    } finally {
      call.ended = true
    }
  }

  private async *write(
    continueFrom: string,
    aborted: Promise<'aborted'>,
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const { ending, pauses, readingTime } = this.schedule
    const wait = (delay: number) => Promise.race([aborted, this.sleep(delay)])
    if (ending === 'refuse' && continueFrom === '') {
      throw new ModelError('MODEL_UNAVAILABLE', 'refused', true)
    }
    if ((await wait(readingTime)) === 'aborted') return
    let known = continueFrom
    for (const [index, delta] of this.deltas.entries()) {
      if (known.startsWith(delta)) {
        known = known.slice(delta.length)
        continue
      }
      const rest = delta.startsWith(known) ? delta.slice(known.length) : delta
      known = ''
      if ((await wait(pauses[index] ?? 0)) === 'aborted') return
      yield { type: 'content', delta: rest, tokens: index + 1 }
    }
    if (ending === 'silence') await aborted
    if (ending === 'break_off' || ending === 'silence') return
    const usage = { prompt_tokens: 10, completion_tokens: pauses.length, total_tokens: 10 + pauses.length }
    yield { type: 'finish', finishReason: 'stop', usage }
  }

  private sleep(delay: number): Promise<'due'> {
    return new Promise((resolve) => {
      this.time.after(delay, () => {
        if (this.alive()) resolve('due')
      })
    })
  }
}
