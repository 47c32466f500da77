import { ModelError } from '../model/model'
import type { Clock } from '../time/clock'
import { type RetryDelays, withRetries } from '../time/retry'
import type { Logger } from '../tracing/logger'
import { traceField } from '../tracing/traceparent'
import type { Answer } from './answer'
import { AnswerError } from './answer-error'
import type { AnswerMetrics } from './answer-metrics'
import { type AnswerStore, type Finish, Overtaken, QuestionNotFound } from './answer-store'
import type { DraftJournal } from './draft-journal'

/** What keeping an answer needs. */
export interface KeepingParts {
  clock: Clock
  store: AnswerStore
  journal: DraftJournal
  logger: Logger
  metrics: AnswerMetrics
  saveRetryDelays: RetryDelays
  /** Somebody else has taken the answer up. */
  overtaken: (answer: Answer) => void
}

/** By what an answer is found in the log. */
export function logFields({ requestId, questionId, traceparent }: Answer): object {
  return { request_id: requestId, question_id: questionId, ...traceField(traceparent) }
}

/**
 * Saves a whole answer and sends `done`, in this order: what a client was told is done is in the database.
 * Rejects with `SAVE_FAILED` when the database would not take it (the text stays in the drafts), with
 * `STREAM_NOT_FOUND` when its session was deleted meanwhile, with {@link Overtaken}.
 */
export async function saveAnswer(answer: Answer, finish: Finish, parts: KeepingParts): Promise<void> {
  answer.startSaving()
  await answer.flush()
  // What of it was not sent when it was let go is not in its text: that one is not whole, and another goes on with it.
  if (answer.isLetGo) throw new Overtaken(answer.questionId)
  const answerId = await save(answer, finish, parts)
  parts.journal.settle(answer.questionId)
  const { logger, metrics } = parts
  const fields = { ...logFields(answer), answer_id: answerId }
  logger.info(fields, '会话统计已更新（原子操作）')
  logger.info(fields, '核心数据事务已提交')
  answer.complete({ answer_id: answerId, finish_reason: finish.reason, usage: finish.usage })
  logger.info(fields, '已发送 done 事件，前端流式响应完成')
  metrics.tokensUsed(finish.usage)
}

async function save(answer: Answer, { reason, usage, model }: Finish, parts: KeepingParts): Promise<string> {
  const { questionId, fence, log } = answer
  const { content, reasoning } = log
  const status = statusOf(reason)
  const seq = log.lastSeq + 1
  const final = { questionId, fence, status, content, reasoning, finishReason: reason, usage, model, seq }
  try {
    const { answerId } = await withRetries(
      parts.clock,
      parts.saveRetryDelays,
      () => parts.store.save(final),
      (error) => {
        if (error instanceof QuestionNotFound || error instanceof Overtaken) throw error
        parts.logger.warn({ ...logFields(answer), err: error }, 'saving failed, trying again')
      },
    )
    return answerId
  } catch (error) {
    if (error instanceof Overtaken) throw error
    const gone = error instanceof QuestionNotFound
    throw new AnswerError(gone ? 'STREAM_NOT_FOUND' : 'SAVE_FAILED', { cause: error })
  }
}

/** How an answer with this finish reason counts as ended. */
export function statusOf(reason: Finish['reason']): 'done' | 'stopped' {
  return reason === 'stopped' ? 'stopped' : 'done'
}

/**
 * Keeps a failed answer's text with its reason, then tells its reader. Never rejects: where the failure cannot be
 * written, the database goes on calling the answer unfinished and the next process takes it up, so nothing is lost.
 */
export async function keepFailure(answer: Answer, error: AnswerError, parts: KeepingParts): Promise<void> {
  await answer.flush()
  if (answer.isLetGo) return
  logFailure(answer, error, parts.logger)
  if (error.code === 'SAVE_FAILED') {
    answer.fail({ name: 'unsaved', error })
    return
  }
  const { questionId, fence, log } = answer
  const { content, reasoning, lastSeq: seq } = log
  const { code: errorCode, retryable } = error
  let written = false
  try {
    await parts.store.fail({ questionId, fence, content, reasoning, errorCode, retryable, seq })
    parts.journal.settle(questionId)
    written = true
  } catch (failure) {
    if (failure instanceof Overtaken) {
      parts.overtaken(answer)
      return
    }
    parts.logger.error({ ...logFields(answer), err: failure }, 'the failure could not be written')
  }
  answer.fail({ name: 'failed', error, written })
}

/** What a vendor said may quote the question: that is for who debugs. */
function logFailure(answer: Answer, { code, cause }: AnswerError, logger: Logger): void {
  const fields = { ...logFields(answer), code }
  if (cause instanceof ModelError) {
    logger.warn({ ...fields, reason: cause.message }, 'answer failed')
    logger.debug({ ...fields, err: cause }, 'what the model said of the failure')
  } else logger.warn({ ...fields, err: cause }, 'answer failed')
}
