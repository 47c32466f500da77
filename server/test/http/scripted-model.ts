import type { ModelEvent, ModelRequest, TutorModel } from '../../src/model/model'

/** A model that says what the test wants, and remembers what it was asked. */
export class ScriptedModel implements TutorModel {
  readonly name = 'scripted'
  readonly canContinue = true
  readonly requests: ModelRequest[] = []
  /** Makes extras, where a test says so. */
  reply?: Required<TutorModel>['reply']

  /** `pause`: milliseconds before each delta. */
  constructor(
    private readonly deltas: readonly string[] = ['一加一', '等于', '二。'],
    private readonly pause = 0,
  ) {}

  async *answer(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    this.requests.push(request)
    const written = request.continueFrom ?? ''
    let text = ''
    for (const delta of this.deltas) {
      text += delta
      if (text.length <= written.length) continue
      await new Promise((resolve) => setTimeout(resolve, this.pause))
      if (request.signal.aborted) return
      yield { type: 'content', delta }
    }
    const usage = { prompt_tokens: 10, completion_tokens: text.length, total_tokens: 10 + text.length }
    yield { type: 'finish', finishReason: 'stop', usage }
  }
}
