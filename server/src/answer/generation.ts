import type { FinishReason, Usage } from '../../../typings/protocol'
import type { FileLookup } from '../files/file-lookup'
import { ModelError, type ModelEvent, type ModelRequest, type TutorModel } from '../model/model'
import type { Answer } from './answer'
import { AnswerError, toAnswerError } from './answer-error'
import type { AnswerMetrics } from './answer-metrics'
import type { AnswerStore } from './answer-store'
import type { Clock } from './clock'
import type { DraftJournal } from './draft-journal'
import { KEEPALIVE, type KeepaliveIterator, withKeepalive } from './keepalive'
import type { Logger } from './logger'
import { readImages } from './read-images'
import { type RetryDelays, withRetries } from './retry'
import type { SilenceWheel } from './silence-wheel'

/** What writing an answer needs. */
export interface GenerationDependencies {
  clock: Clock
  store: AnswerStore
  model: TutorModel
  files: FileLookup
  journal: DraftJournal
  wheel: SilenceWheel
  logger: Logger
  metrics: AnswerMetrics
  /** Milliseconds without a word of the model until it is given up. */
  modelSilenceTimeout: number
  saveRetryDelays: RetryDelays
}

/** What a model call came to. */
interface Written {
  finishReason: FinishReason
  usage: Usage
}

const DEFAULT_HISTORY = 10

/**
 * Writes one answer, from the model's first word to `done` or an error, whoever reads it meanwhile. `run` never
 * rejects; how it ended stands in the answer.
 */
export class Generation {
  private readonly controller = new AbortController()
  private readonly startedAt: number
  private stream: KeepaliveIterator<ModelEvent> | undefined
  private ending: 'stopped' | 'abandoned' | undefined
  private tokens = 0
  private firstDeltaSeen = false

  constructor(
    private readonly answer: Answer,
    private readonly dependencies: GenerationDependencies,
  ) {
    this.startedAt = dependencies.clock.now()
  }

  /** Asks the model (from the text that is there on) and saves. */
  async run(): Promise<void> {
    try {
      const written = await this.write()
      if (this.ending === 'abandoned') return await this.answer.flush()
      await this.finish(written)
    } catch (error) {
      if (this.ending !== 'abandoned') await this.fail(toAnswerError(error))
    }
  }

  /** Saves an answer that is whole already: an earlier attempt failed. Never rejects. */
  async saveAgain(written: Written): Promise<void> {
    try {
      await this.save(written)
    } catch (error) {
      await this.fail(toAnswerError(error))
    }
  }

  /** Ends an answer that cannot be continued, with its text kept. Never rejects. */
  async interrupt(): Promise<void> {
    await this.fail(new AnswerError('GENERATION_INTERRUPTED'))
  }

  /** The student wants no more: the model is let go at once, what is written is kept and saved. */
  stop(): void {
    this.end('stopped')
  }

  /** The process goes down: the model is let go, the text stays in the drafts for the next process. */
  abandon(): void {
    this.end('abandoned')
  }

  private end(ending: 'stopped' | 'abandoned'): void {
    if (this.ending === undefined || ending === 'abandoned') this.ending = ending
    this.controller.abort()
    if (this.stream) ended(this.stream.return())
  }

  private async write(): Promise<Written> {
    const { answer, dependencies } = this
    answer.status((answer.params.image_urls?.length ?? 0) > 0 ? 'reading_images' : 'thinking')
    const [images, history] = await Promise.all([
      readImages(dependencies.files, answer.userId, answer.params),
      this.readHistory(),
    ])
    const request: ModelRequest = {
      question: answer.params.content,
      images,
      history,
      signal: this.controller.signal,
    }
    if (answer.params.subject !== undefined) request.subject = answer.params.subject
    if (answer.log.content !== '') request.continueFrom = answer.log.content
    if (this.ending) return this.cutShort()
    const events = dependencies.model.answer(request)
    this.stream = withKeepalive(events, dependencies.modelSilenceTimeout, dependencies.wheel)
    return this.read(this.stream)
  }

  private async read(stream: AsyncIterable<ModelEvent | typeof KEEPALIVE>): Promise<Written> {
    try {
      for await (const event of stream) {
        if (event === KEEPALIVE)
          throw new ModelError('MODEL_TIMEOUT', 'the model was silent for too long', true)
        if (event.type === 'finish') return this.finished(event.finishReason, event.usage)
        this.take(event)
      }
    } catch (error) {
      if (!this.ending) throw error
    } finally {
      this.controller.abort()
    }
    if (this.ending) return this.cutShort()
    throw new ModelError('GENERATION_INTERRUPTED', 'the model broke off', true)
  }

  private take(event: Exclude<ModelEvent, { type: 'finish' }>): void {
    const { answer } = this
    if (event.type === 'stage') answer.status(event.stage)
    else if (event.type === 'reasoning') {
      if (event.delta !== '') answer.reasoning(event.delta)
    } else this.takeContent(event.delta, event.tokens)
  }

  private takeContent(delta: string, tokens: number | undefined): void {
    const { clock, logger, metrics } = this.dependencies
    this.tokens = tokens ?? this.tokens
    if (delta === '') return
    logger.debug({ ...this.fields, characters: delta.length }, '收到模型增量')
    this.answer.content(delta, tokens)
    if (!this.firstDeltaSeen) metrics.firstDelta(clock.now() - this.startedAt)
    this.firstDeltaSeen = true
  }

  private finished(finishReason: FinishReason, usage: Usage | undefined): Written {
    if (finishReason === 'content_filter' && this.answer.log.content === '' && !this.firstDeltaSeen) {
      throw new ModelError('CONTENT_REJECTED', 'the model refused to answer', false)
    }
    return { finishReason, usage: usage ?? this.usageSoFar() }
  }

  private cutShort(): Written {
    return { finishReason: 'stopped', usage: this.usageSoFar() }
  }

  /** An aborted model tells no usage: only the tokens that it counted along the way are known. */
  private usageSoFar(): Usage {
    return { prompt_tokens: 0, completion_tokens: this.tokens, total_tokens: this.tokens }
  }

  private async finish(written: Written): Promise<void> {
    await this.answer.finishContent(written.finishReason)
    this.dependencies.logger.info(this.fields, '已发送 content_finished 信号给前端')
    await this.save(written)
  }

  private async save(written: Written): Promise<void> {
    const { answer, dependencies } = this
    const { clock, store, logger, metrics, saveRetryDelays } = dependencies
    answer.phase = 'saving'
    answer.status('saving')
    await answer.flush()
    const { finishReason, usage } = written
    const status = finishReason === 'stopped' ? 'stopped' : 'done'
    const { questionId, sessionId, log } = answer
    const { content, reasoning } = log
    const final = {
      questionId,
      status,
      content,
      reasoning,
      finishReason,
      usage,
      seq: log.lastSeq + 1,
    } as const
    const { answerId } = await withRetries(
      clock,
      saveRetryDelays,
      () => store.save(final),
      (error) => logger.warn({ ...this.fields, err: error }, 'saving failed, trying again'),
    ).catch((error: unknown) => {
      throw new UnsavedError(written, error)
    })
    dependencies.journal.settle(questionId)
    logger.info({ ...this.fields, answer_id: answerId }, '会话统计已更新（原子操作）')
    logger.info({ ...this.fields, answer_id: answerId }, '核心数据事务已提交')
    answer.complete({
      question_id: questionId,
      answer_id: answerId,
      session_id: sessionId,
      finish_reason: finishReason,
      usage,
    })
    logger.info({ ...this.fields, answer_id: answerId }, '已发送 done 事件，前端流式响应完成')
    metrics.tokensUsed(usage)
    metrics.answerFinished(status, clock.now() - this.startedAt)
  }

  private async fail(error: AnswerError): Promise<void> {
    const { answer, dependencies } = this
    await answer.flush()
    dependencies.logger.warn({ ...this.fields, code: error.code, err: error.cause }, 'answer failed')
    dependencies.metrics.answerFinished(error.code, dependencies.clock.now() - this.startedAt)
    if (error instanceof UnsavedError) answer.fail(error, 'unsaved')
    else {
      await this.writeFailure(error)
      answer.fail(error)
    }
  }

  /** Without it the database goes on calling the answer unfinished, and the next process takes it up: no loss. */
  private async writeFailure({ code, retryable }: AnswerError): Promise<void> {
    const { questionId, log } = this.answer
    const { content, reasoning, lastSeq: seq } = log
    try {
      await this.dependencies.store.fail({ questionId, content, reasoning, errorCode: code, retryable, seq })
      this.dependencies.journal.settle(questionId)
      this.answer.failureWritten = true
    } catch (error) {
      this.answer.failureWritten = false
      this.dependencies.logger.error({ ...this.fields, err: error }, 'the failure could not be written')
    }
  }

  private async readHistory(): Promise<ModelRequest['history']> {
    const { sessionId, questionId, params } = this.answer
    const { use_context: useContext = true, include_history: includeHistory = true } = params
    const most = params.max_history ?? DEFAULT_HISTORY
    if (!useContext || !includeHistory || most === 0) return []
    return this.dependencies.store.history(sessionId, questionId, most)
  }

  private get fields(): { request_id: string; question_id: string } {
    return { request_id: this.answer.requestId, question_id: this.answer.questionId }
  }
}

/** The answer is whole and could not be saved; `written` is what a later attempt needs. */
export class UnsavedError extends AnswerError {
  constructor(
    readonly written: Written,
    cause: unknown,
  ) {
    super('SAVE_FAILED', { cause })
  }
}

/** A promise that cannot reject and that nobody waits for. */
function ended(promise: Promise<unknown>): void {
  promise.catch(() => undefined)
}
