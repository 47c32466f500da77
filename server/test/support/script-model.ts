import type { ModelEvent, ModelRequest, TutorModel } from '../../src/model/model'
import type { Clock } from '../../src/time/clock'
import { sleep } from '../../src/time/clock'

/** A step of a model: something it says, milliseconds of silence, an error, silence for ever, or its connection lost. */
export type Step = number | ModelEvent | Error | 'hang' | 'break'

export const says = (delta: string, tokens?: number): ModelEvent =>
  tokens === undefined ? { type: 'content', delta } : { type: 'content', delta, tokens }
export const wait = (milliseconds: number): number => milliseconds
export const finishes = (finishReason = 'stop'): ModelEvent => ({
  type: 'finish',
  finishReason,
  usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
})

/** A model that follows a script, and remembers each call, and whether it was let go. */
export class ScriptModel implements TutorModel {
  readonly name: string = 'script'
  readonly seesImages: boolean = true
  readonly requests: ModelRequest[] = []
  released = 0
  private readonly awaited: (() => void)[] = []

  /** Each call follows the next script; the last one is used again. */
  constructor(
    private readonly clock: Clock,
    private readonly scripts: Step[][],
    readonly canContinue = true,
  ) {}

  answer(request: ModelRequest): AsyncIterable<ModelEvent> {
    return this.follow(request)
  }

  /** Resolves when it was asked so many times. */
  async asked(times = 1): Promise<void> {
    while (this.requests.length < times) await new Promise<void>((resolve) => this.awaited.push(resolve))
  }

  private async *follow(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    const script = this.scripts[Math.min(this.requests.length, this.scripts.length - 1)] ?? []
    this.requests.push(request)
    for (const tell of this.awaited.splice(0)) tell()
    const aborted = new Promise<void>((resolve) => request.signal.addEventListener('abort', () => resolve()))
    try {
      for (const step of script) {
        if (step === 'break') return
        if (step === 'hang') await aborted
        else if (typeof step === 'number') await Promise.race([sleep(this.clock, step), aborted])
        else if (step instanceof Error) throw step
        if (request.signal.aborted) return
        if (typeof step === 'object' && !(step instanceof Error)) yield step
      }
    } finally {
      this.released += 1
    }
  }
}
