import type { FastifyReply } from 'fastify'
import type { ServerErrorCode } from '../../../typings/protocol'
import type { AnswerError } from '../answer/answer-error'
import type { AnswerMetrics } from '../answer/answer-metrics'

const httpStatus: Record<ServerErrorCode, number> = {
  BAD_REQUEST: 400,
  AUTH_ERROR: 401,
  AUTH_EXPIRED: 401,
  STREAM_NOT_FOUND: 404,
  SUPERSEDED: 409,
  CONTENT_REJECTED: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  SAVE_FAILED: 500,
  GENERATION_INTERRUPTED: 502,
  MODEL_UNAVAILABLE: 503,
  OVERLOADED: 503,
  SHUTTING_DOWN: 503,
  MODEL_TIMEOUT: 504,
}

/** Refuses an ask over HTTP before its answer begins. The error frame is a superset of the body that failed calls have. */
export function refuse(
  reply: FastifyReply,
  error: AnswerError,
  { metrics }: { metrics: Pick<AnswerMetrics, 'errorTold'> },
): FastifyReply {
  metrics.errorTold(error.code)
  return reply.code(httpStatus[error.code]).send(error.frame)
}
