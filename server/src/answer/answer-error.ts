import type { ErrorFrame, ServerErrorCode } from '../../../typings/protocol'
import { StoreAway } from '../errors/store-away'
import { TooManyCalls } from '../errors/too-many-calls'
import { errorMessages, messages } from '../messages/zh-CN'
import { ModelError } from '../model/model'
import { ImageNotFound, NotTheirs, SessionNotFound, type StoredAnswer, TooManyAsked } from './answer-store'

/**
 * Whether the same `request_id` may be sent again after this error. What a student can cure only by a new
 * question or a new login is not.
 */
export const retryableByCode: Record<ServerErrorCode, boolean> = {
  BAD_REQUEST: false,
  AUTH_ERROR: false,
  AUTH_EXPIRED: true,
  RATE_LIMITED: true,
  CONTENT_REJECTED: false,
  MODEL_UNAVAILABLE: true,
  MODEL_TIMEOUT: true,
  GENERATION_INTERRUPTED: true,
  SAVE_FAILED: true,
  STREAM_NOT_FOUND: false,
  SUPERSEDED: false,
  OVERLOADED: true,
  SHUTTING_DOWN: true,
  INTERNAL: true,
}

/** What refuses or ends an answer. Its `frame` is all that a student learns of it; `cause` is for the log. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  /** Places from 1 among the question's pages. */
  readonly missingPages: readonly number[] | undefined
  /** For a student. */
  readonly studentMessage: string

  constructor(
    readonly code: ServerErrorCode,
    options: {
      message?: string
      retryable?: boolean
      retryAfterMs?: number | undefined
      missingPages?: readonly number[] | undefined
      cause?: unknown
    } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.retryable = options.retryable ?? retryableByCode[code]
    this.retryAfterMs = options.retryAfterMs
    this.missingPages = options.missingPages
    this.studentMessage = options.message ?? errorMessages[code]
  }

  /** As it goes over the wire. */
  get frame(): ErrorFrame {
    const frame: ErrorFrame = {
      type: 'error',
      code: this.code,
      message: this.studentMessage,
      retryable: this.retryable,
    }
    if (this.retryAfterMs !== undefined) frame.retry_after_ms = this.retryAfterMs
    if (this.missingPages !== undefined) frame.missing_pages = this.missingPages
    return frame
  }
}

/** Milliseconds until a server that goes down is likely to be back. */
export const RETRY_AFTER_SHUTDOWN = 1000
/** Milliseconds within which those come back that it had. */
export const RETRY_SPREAD = 1000

/** Another one each time: clients come back when they are told, and not all of them in the same instant. */
function backSoon(): number {
  return RETRY_AFTER_SHUTDOWN + Math.floor(Math.random() * RETRY_SPREAD)
}

/** This server goes down, does not own the answer, or its database is away: the client comes back soon. */
export function shuttingDown(cause?: unknown): AnswerError {
  return new AnswerError('SHUTTING_DOWN', { retryAfterMs: backSoon(), cause })
}

/** Another process writes the answer, which is `stored` where that was looked at. Who cannot ask that one is told as if this server went down, and comes back soon. */
export class OwnedElsewhere extends AnswerError {
  constructor(readonly stored?: StoredAnswer) {
    super('SHUTTING_DOWN', { retryAfterMs: backSoon() })
  }
}

/** Milliseconds until one of a user's answers may have ended. */
const RETRY_AFTER_ANSWERS = 3000

/** A user has `most` answers written already, and may have no more at once. */
export function tooManyAtOnce(most: number, cause?: unknown): AnswerError {
  const message = messages.answersAtOnce(most)
  return new AnswerError('RATE_LIMITED', { message, retryAfterMs: RETRY_AFTER_ANSWERS, cause })
}

/** A minute is waited for; a day is not. */
function tooManyAsked(error: TooManyAsked): AnswerError {
  if (error.of === 'once') return tooManyAtOnce(error.limit, error)
  if (error.of === 'minute')
    return new AnswerError('RATE_LIMITED', { retryAfterMs: error.left, cause: error })
  const message = messages.answersOfADay(error.limit)
  return new AnswerError('RATE_LIMITED', { message, retryable: false, cause: error })
}

/** What a question needs and is not there, in words. */
function missingThing(error: unknown): string | undefined {
  if (error instanceof SessionNotFound) return messages.sessionNotFound
  if (!(error instanceof NotTheirs)) return undefined
  return error.reference === 'mistake_id' ? messages.mistakeNotFound : messages.questionNotFound
}

/** Pages that are not, or no longer, this user's; `missingPages`: their places from 1. */
export function imagesNotFound(missingPages: readonly number[], cause?: unknown): AnswerError {
  return new AnswerError('BAD_REQUEST', {
    message: messages.imagesNotFound(missingPages),
    missingPages,
    cause,
  })
}

/** Any failure of a request as the error that the student gets; what nobody foresaw is `INTERNAL`. */
export function toAnswerError(error: unknown): AnswerError {
  if (error instanceof AnswerError) return error
  if (error instanceof ModelError) {
    const { code, retryable, retryAfterMs } = error
    if (code === 'IMAGE_REJECTED') {
      return new AnswerError('BAD_REQUEST', { message: messages.imageRejected, cause: error })
    }
    if (code === 'TOO_LONG')
      return new AnswerError('BAD_REQUEST', { message: messages.tooLong, cause: error })
    // Whoever is told to try later would be refused again.
    const told = code === 'MODEL_UNAVAILABLE' && !retryable ? { message: messages.notAnswerable } : {}
    return new AnswerError(code, { ...told, retryable, retryAfterMs, cause: error })
  }
  if (error instanceof TooManyCalls) {
    return new AnswerError('RATE_LIMITED', { retryAfterMs: error.retryAfterMs, cause: error })
  }
  if (error instanceof TooManyAsked) return tooManyAsked(error)
  if (error instanceof ImageNotFound) return imagesNotFound(error.pages, error)
  const missing = missingThing(error)
  if (missing !== undefined) return new AnswerError('BAD_REQUEST', { message: missing, cause: error })
  if (error instanceof StoreAway) return shuttingDown(error)
  return new AnswerError('INTERNAL', { cause: error })
}
