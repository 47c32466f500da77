import type { FinishReason, Usage } from '../../../typings/protocol'
import { isRejection } from '../model/chat/refusals'
import { ModelError } from '../model/model'
import { WholeCharacters } from '../text/whole-characters'
import type { Clock } from '../time/clock'
import type { Logger } from '../tracing/logger'
import type { Answer } from './answer'
import type { AnswerMetrics } from './answer-metrics'
import type { Finish } from './answer-store'
import { logFields } from './keep-answer'
import { Room } from './room'
import { WrittenText } from './written-text'

/** What writing needs. */
export interface WriterParts {
  clock: Clock
  logger: Logger
  metrics: AnswerMetrics
  /** Characters of the text, and of the reasoning, at the most. */
  mostCharacters: number
}

/** Puts a model's words into an answer: in whole characters, nothing twice, and no more than there is room for. */
export class AnswerWriter {
  private tokens = 0
  private firstDeltaSeen = false
  private readonly startedAt: number
  private readonly thoughts = new WholeCharacters()
  private text: WrittenText
  private readonly room: { content: Room; reasoning: Room }

  constructor(
    private readonly answer: Answer,
    private readonly parts: WriterParts,
  ) {
    this.startedAt = parts.clock.now()
    const { content, reasoning } = answer.log
    const { mostCharacters } = parts
    this.text = new WrittenText(content)
    this.room = {
      content: new Room(mostCharacters - content.length),
      reasoning: new Room(mostCharacters - reasoning.length),
    }
  }

  /** Another model goes on from the text that is there. */
  goOn(): void {
    this.text = new WrittenText(this.answer.log.content)
  }

  reasoning(given: string): void {
    const delta = this.room.reasoning.take(this.thoughts.take(given))
    if (delta !== '') this.answer.reasoning(delta)
  }

  content(delta: string, tokens: number | undefined): void {
    this.tokens = tokens ?? this.tokens
    this.write(this.text.take(delta), tokens)
  }

  /** Whether more came than there is room for. */
  get overflowed(): boolean {
    return this.room.content.overflowed || this.room.reasoning.overflowed
  }

  /** The model has ended. Throws {@link ModelError} where it has answered nothing. */
  finish(reason: FinishReason, usage: Usage | undefined): Finish {
    this.write(this.text.end())
    const empty = this.text.isEmpty
    if (empty && isRejection(reason)) {
      throw new ModelError('CONTENT_REJECTED', 'the model refused to answer', false)
    }
    if (empty) throw new ModelError('MODEL_UNAVAILABLE', 'the model answered nothing', true)
    return { reason, usage: usage ?? this.usageSoFar() }
  }

  /** An aborted model tells no usage: only the tokens that it counted along the way are known. */
  usageSoFar(): Usage {
    return { prompt_tokens: 0, completion_tokens: this.tokens, total_tokens: this.tokens }
  }

  private write(given: string, tokens?: number): void {
    const { clock, logger, metrics } = this.parts
    const delta = this.room.content.take(given)
    if (delta === '') return
    logger.debug({ ...logFields(this.answer), characters: delta.length }, '收到模型增量')
    this.answer.content(delta, tokens)
    if (!this.firstDeltaSeen) metrics.firstDelta(clock.now() - this.startedAt)
    this.firstDeltaSeen = true
  }
}
