import type { AnswerRecord } from './answer-record'
import { type ClientErrorCode, clientError, LearningError } from './learning-error'
import type { LossReason } from './link'
import type { AnswerState } from './states'

/** A frame or an error that ends an answer, before the text so far is put into it. */
export interface Refusal {
  code: string
  message: string | undefined
  retryable: boolean
  retryAfterMs?: number | undefined
  missingPages?: readonly number[] | undefined
}

/** The errors that one answer may end with: each carries the text received so far. */
export class AnswerErrors {
  private readonly record: AnswerRecord

  constructor(record: AnswerRecord) {
    this.record = record
  }

  own(code: ClientErrorCode): LearningError {
    return clientError(code, this.record.text)
  }

  refused({ code, message, retryable, retryAfterMs, missingPages }: Refusal): LearningError {
    const { text: partial } = this.record
    return new LearningError(code, { message, retryable, retryAfterMs, missingPages, partial })
  }

  /** For a link that was lost for good. */
  linkLost(reason: LossReason, state: AnswerState): LearningError {
    if (state !== 'connecting' || reason.answered === true) return this.own('WS_CLOSED')
    if (reason.refusal !== undefined) return this.refused(reason.refusal)
    return this.own(reason.kind === 'send' ? 'WS_SEND_ERROR' : 'WS_CONNECT_ERROR')
  }

  /** Whether nothing more is to come: the server has said so, or was waited for as long as may be. Else it failed for want of a link. */
  isLastWord({ code }: LearningError): boolean {
    return !code.startsWith('WS_') || code === 'WS_DEADLINE'
  }

  tierExpired(): LearningError {
    const finished = this.record.finishReason !== undefined
    return this.own(finished ? 'WS_PROCESSING_TIMEOUT' : 'WS_MESSAGE_TIMEOUT')
  }
}
