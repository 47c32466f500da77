import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorBody } from '../../../typings/protocol'
import { AuthError } from '../errors/auth-error'
import { HttpError } from '../errors/http-error'
import { StoreAway } from '../errors/store-away'
import { TooManyCalls } from '../errors/too-many-calls'
import { errorMessages, messages } from '../messages/zh-CN'
import { setSecurityHeaders } from './security-headers'

const refused = new WeakSet<FastifyRequest>()

/** Whether a request was told what it may not do, or has no room for: no failure, whatever its status is. */
export function wasRefused(request: FastifyRequest): boolean {
  return refused.has(request)
}

function isFull({ code }: HttpError): boolean {
  return code === 'OVERLOADED'
}

/** For what fails before there is a route: an address that cannot be read, or with a part that is far too long. */
export function refuseUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  request.log.debug({ code: error.code }, 'request refused')
  // No hook runs for it.
  setSecurityHeaders(reply.raw)
  sendError(reply, toHttpError(error))
}

/**
 * Every failed call ends here, with a `{code, message}` that tells a student enough and a stranger nothing. `told` hears of
 * each.
 */
export function registerErrorHandler(app: FastifyInstance, told: (code: ErrorBody['code']) => void): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = toHttpError(error)
    told(refusal.code)
    if (refusal.statusCode >= 500 && !isFull(refusal)) request.log.error({ err: error }, 'request failed')
    else {
      refused.add(request)
      request.log.debug({ err: error }, 'request refused')
    }
    return sendError(reply, refusal)
  })
  app.setNotFoundHandler((_request: FastifyRequest, reply) => {
    told('NOT_FOUND')
    return sendError(reply, new HttpError(404, 'NOT_FOUND'))
  })
}

function sendError(
  reply: FastifyReply,
  { statusCode, code, message, retryAfterMs }: HttpError,
): FastifyReply {
  const body: ErrorBody = { code, message }
  if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
  return reply.code(statusCode).send(body)
}

function toHttpError(error: FastifyError): HttpError {
  if (error instanceof HttpError) return error
  if (error instanceof AuthError) return new HttpError(401, error.code)
  if (error instanceof TooManyCalls) {
    const { retryAfterMs } = error
    return new HttpError(429, 'RATE_LIMITED', undefined, { retryAfterMs, cause: error })
  }
  if (error instanceof StoreAway) return new HttpError(503, 'SHUTTING_DOWN')
  const status = error.statusCode ?? 500
  if (status === 413) return new HttpError(413, 'BAD_REQUEST', messages.bodyTooLarge)
  if (status === 429) return new HttpError(429, 'RATE_LIMITED')
  if (status >= 400 && status < 500) return new HttpError(status, 'BAD_REQUEST', errorMessages.BAD_REQUEST)
  return new HttpError(500, 'INTERNAL')
}
