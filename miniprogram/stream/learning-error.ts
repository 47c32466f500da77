import type { ServerErrorCode } from '../../typings/protocol'
import { errorMessage } from '../messages/zh-CN'

/**
 * Codes that the client gives by itself. `NETWORK_ERROR`: a plain call had no answer; `FILE_GONE`: what was to be uploaded is
 * no longer on the device.
 */
export type ClientErrorCode =
  | 'VALIDATION_ERROR'
  | 'AUTH_ERROR'
  | 'WS_CONNECT_ERROR'
  | 'WS_SEND_ERROR'
  | 'WS_MESSAGE_TIMEOUT'
  | 'WS_PROCESSING_TIMEOUT'
  | 'WS_DEADLINE'
  | 'WS_CLOSED'
  | 'SERVER_ERROR'
  | 'NETWORK_ERROR'
  | 'FILE_GONE'

/** A code of the contract; a newer server may send others, which pass through. */
export type LearningErrorCode = ClientErrorCode | ServerErrorCode | 'NOT_FOUND' | (string & {})

/** All of an error but its code. */
export interface LearningErrorDetails {
  /** For a student; without it the message table's sentence for the code. */
  message?: string | undefined
  /** Whether asking the same again can help. */
  retryable: boolean
  /** Text received so far. */
  partial?: string
  /** Milliseconds to wait before trying again, where the server said so. */
  retryAfterMs?: number | undefined
  /** Places from 1 of the question's pages that the server has not, or no longer. */
  missingPages?: readonly number[] | undefined
}

/** Why an answer, or a plain call, failed. Whatever had been received is in `partial`. */
export class LearningError extends Error {
  override readonly name = 'LearningError'
  readonly code: LearningErrorCode
  readonly retryable: boolean
  readonly partial: string
  readonly retryAfterMs?: number
  readonly missingPages?: readonly number[]

  constructor(code: LearningErrorCode, details: LearningErrorDetails) {
    super(details.message || errorMessage(code))
    this.code = code
    this.retryable = details.retryable
    this.partial = details.partial ?? ''
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs
    if (details.missingPages !== undefined) this.missingPages = details.missingPages
  }
}

/** An error of the client's own: all `WS_*` and `NETWORK_ERROR` can be tried again, the others cannot. */
export function clientError(code: ClientErrorCode, partial = ''): LearningError {
  const retryable = code.startsWith('WS_') || code === 'NETWORK_ERROR'
  return new LearningError(code, { retryable, partial })
}
