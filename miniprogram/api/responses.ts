import { HostFailure, type HttpResponse } from '../platform/ports'
import { wxLogger } from '../platform/wx-logger'
import { refusalIn } from '../stream/http-refusal'
import { clientError, LearningError, type LearningErrorCode } from '../stream/learning-error'
import { BodyError, BodyReader } from './body-reader'

/** The body of a good answer, read at the border. Throws {@link LearningError}: the server's refusal, or `SERVER_ERROR`. */
export function readResponse<Body>(response: HttpResponse, read: (body: BodyReader) => Body): Body {
  if (response.status < 200 || response.status >= 300) throw refusalOf(response)
  try {
    return read(new BodyReader(response.body))
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    wxLogger.warn('[http] an answer that is not what the contract says', error.message)
    throw clientError('SERVER_ERROR')
  }
}

/** A good answer whose body is a text that is no JSON. Throws {@link LearningError}, as {@link readResponse} does. */
export function readText(response: HttpResponse): string {
  checkResponse(response)
  if (typeof response.body === 'string') return response.body
  throw clientError('SERVER_ERROR')
}

/** A good answer without a body. Throws {@link LearningError}. */
export function checkResponse(response: HttpResponse): void {
  if (response.status < 200 || response.status >= 300) throw refusalOf(response)
}

/** What a failed call throws: no answer at all is `NETWORK_ERROR`. */
export function callError(error: unknown): LearningError {
  if (error instanceof LearningError) return error
  if (!(error instanceof HostFailure)) wxLogger.error('[http] unexpected', error)
  return clientError('NETWORK_ERROR')
}

/** Statuses of a request that broke off on its way: 408 by the server, 499 by a proxy. */
const LOST: ReadonlySet<number> = new Set([408, 499])
/** What a server does not offer it will not offer when it is asked again. */
const NEVER = 501
/** Other refusals below 500 that pass by themselves. */
const PASSING: ReadonlySet<number> = new Set([425, 429])

/** Whether a call that was refused so may be made again. */
function passes(status: number): boolean {
  return (status >= 500 && status !== NEVER) || PASSING.has(status)
}

function refusalOf({ status, body }: HttpResponse): LearningError {
  // A request that did not arrive in time says nothing of what is in it.
  if (LOST.has(status)) return clientError('NETWORK_ERROR')
  const told = refusalIn(status, body, passes) ?? { code: codeOf(status), retryable: passes(status) }
  return new LearningError(told.code, told)
}

/** For a proxy's answer, which has no code of ours. */
function codeOf(status: number): LearningErrorCode {
  if (status === 401 || status === 403) return 'AUTH_ERROR'
  if (status === 404) return 'NOT_FOUND'
  if (status === 429) return 'RATE_LIMITED'
  return status < 500 ? 'BAD_REQUEST' : 'SERVER_ERROR'
}
