import type { ModelEvent, ModelRequest, TutorModel } from '../../src/model/model'
import { type Clock, sleep } from '../../src/time/clock'

/** A model that writes one text, three characters each `pause` milliseconds, and goes on from what is written. */
export class TextModel implements TutorModel {
  readonly name = 'text'
  readonly canContinue = true
  readonly requests: ModelRequest[] = []

  constructor(
    private readonly clock: Clock,
    readonly text: string,
    private readonly pause: number,
  ) {}

  answer(request: ModelRequest): AsyncIterable<ModelEvent> {
    this.requests.push(request)
    return this.write(request)
  }

  private async *write({ continueFrom = '', signal }: ModelRequest): AsyncGenerator<ModelEvent> {
    for (let at = continueFrom.length; at < this.text.length; at += 3) {
      await sleep(this.clock, this.pause)
      if (signal.aborted) return
      yield { type: 'content', delta: this.text.slice(at, at + 3) }
    }
    yield { type: 'finish', finishReason: 'stop' }
  }
}
