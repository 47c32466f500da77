import type { Attributes } from '@opentelemetry/api'
import type { ModelError, TutorModel } from '../model/model'
import { beginSpan, contextOf, type RunningSpan, SpanKind } from '../tracing/spans'
import type { Answer } from './answer'
import type { Finish } from './answer-store'

/**
 * The spans of one run of an answer: `ask`, and inside of it `chat` (each call of a model, by OpenTelemetry's conventions for
 * generative AI) and `save`. Nobody's text goes into one.
 */
export class AnswerTrace {
  private readonly ask: RunningSpan

  /** `again`: it is taken up after a failure or a restart. */
  constructor(
    private readonly answer: Answer,
    again: boolean,
  ) {
    const { requestId, questionId, sessionId, params, traceparent } = answer
    this.ask = beginSpan(
      'ask',
      contextOf(traceparent),
      {
        'tutor.request_id': requestId,
        'tutor.question_id': questionId,
        'tutor.session_id': sessionId,
        'tutor.pages': params.image_urls?.length ?? 0,
        'tutor.again': again,
      },
      SpanKind.SERVER,
    )
  }

  /** A call of a model begins. */
  chat({ name, provider }: TutorModel): ChatSpan {
    const attributes: Attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': name }
    if (provider !== undefined) attributes['gen_ai.provider.name'] = provider
    return new ChatSpan(beginSpan(`chat ${name}`, this.ask.context, attributes, SpanKind.CLIENT))
  }

  /** Does the saving. */
  async save(work: () => Promise<void>): Promise<void> {
    const span = beginSpan('save', this.ask.context, { 'tutor.question_id': this.answer.questionId })
    try {
      await work()
      span.end()
    } catch (error) {
      span.end(error instanceof Error ? error.name : 'unknown')
      throw error
    }
  }

  /** The run is over; how stands in the answer. */
  end(): void {
    const { failure, finish, phase } = this.answer
    this.ask.set({ 'tutor.phase': phase, ...(finish && { 'tutor.finish_reason': finish.reason }) })
    this.ask.end(failure?.code)
  }
}

/** One call of a model. */
export class ChatSpan {
  constructor(private readonly span: RunningSpan) {}

  firstWord(): void {
    this.span.event('first word')
  }

  answered({ reason, usage }: Finish): void {
    this.span.set({
      'gen_ai.response.finish_reasons': [reason],
      'gen_ai.usage.input_tokens': usage.prompt_tokens,
      'gen_ai.usage.output_tokens': usage.completion_tokens,
    })
    this.span.end()
  }

  failed(error: ModelError | undefined): void {
    this.span.end(error?.code ?? 'INTERNAL')
  }
}
