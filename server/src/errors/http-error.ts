import type { ErrorBody } from '../../../typings/protocol'
import { errorMessages } from '../messages/zh-CN'

/** A refusal that its client may read: `message` is for a student. */
export class HttpError extends Error {
  override readonly name = 'HttpError'

  /** Milliseconds until the same call may be made again, where that is known. */
  readonly retryAfterMs: number | undefined

  constructor(
    readonly statusCode: number,
    readonly code: ErrorBody['code'],
    message: string = errorMessages[code],
    options?: ErrorOptions & { retryAfterMs?: number },
  ) {
    super(message, options)
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** 400 `BAD_REQUEST`; `message` is for a student. */
export function badRequest(message?: string, cause?: unknown): HttpError {
  return new HttpError(400, 'BAD_REQUEST', message, { cause })
}

/** Also for what is somebody else's: a stranger must not learn that it exists. */
export function notFound(): HttpError {
  return new HttpError(404, 'NOT_FOUND')
}
