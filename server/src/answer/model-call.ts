import { ModelError, type TutorModel } from '../model/model'
import type { Clock } from '../time/clock'
import type { AnswerMetrics } from './answer-metrics'
import type { Finish } from './answer-store'
import type { AnswerTrace, ChatSpan } from './answer-trace'

/** One call of a model, as it is counted and traced. */
export class ModelCall {
  private readonly askedAt: number
  private readonly span: ChatSpan
  private hasBegun = false

  constructor(
    private readonly model: TutorModel,
    private readonly parts: { clock: Clock; metrics: AnswerMetrics },
    trace: AnswerTrace,
  ) {
    this.askedAt = parts.clock.now()
    this.span = trace.chat(model)
  }

  /** It writes or reasons; only the first time counts. */
  begun(): void {
    if (this.hasBegun) return
    this.hasBegun = true
    this.parts.metrics.modelBegan(this.model.name, this.duration)
    this.span.firstWord()
  }

  /** This or {@link failed} is called once. */
  ended(finish: Finish): void {
    const outcome = finish.reason === 'stopped' ? 'stopped' : 'answered'
    this.parts.metrics.modelAsked(this.model.name, outcome, this.duration)
    this.span.answered(finish)
  }

  failed(error: unknown): void {
    this.parts.metrics.modelAsked(this.model.name, 'failed', this.duration)
    this.span.failed(error instanceof ModelError ? error : undefined)
  }

  private get duration(): number {
    return this.parts.clock.now() - this.askedAt
  }
}
