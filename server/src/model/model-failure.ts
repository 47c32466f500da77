import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { ModelError } from './model'

/** How vendors say that a question or its answer is not allowed. */
const rejections = /content_filter|content_policy|data_inspection_failed|content exists risk|sensitive/i
const quota = /insufficient_quota|insufficient balance|arrearage/i

/** The failure of a call as the answer service knows it. `begun`: text had come already. */
export function toModelError(error: unknown, begun: boolean): ModelError {
  if (error instanceof ModelError) return error
  const detail = describe(error)
  if (rejections.test(detail)) return new ModelError('CONTENT_REJECTED', detail, false, { cause: error })
  if (begun) return new ModelError('GENERATION_INTERRUPTED', detail, true, { cause: error })
  if (error instanceof APIConnectionTimeoutError) {
    return new ModelError('MODEL_TIMEOUT', detail, true, { cause: error })
  }
  if (error instanceof APIError && !(error instanceof APIConnectionError)) return fromStatus(error, detail)
  return new ModelError('MODEL_UNAVAILABLE', detail, true, { cause: error })
}

function fromStatus(error: APIError, detail: string): ModelError {
  const retryAfterMs = retryAfter(error)
  const options = retryAfterMs === undefined ? { cause: error } : { cause: error, retryAfterMs }
  switch (error.status) {
    case 429:
      if (quota.test(detail)) break
      return new ModelError('OVERLOADED', detail, true, options)
    case 408:
    case 504:
      return new ModelError('MODEL_TIMEOUT', detail, true, options)
    case 400:
    case 413:
    case 422:
      // The same question would be refused again.
      return new ModelError('MODEL_UNAVAILABLE', detail, false, options)
    default:
  }
  return new ModelError('MODEL_UNAVAILABLE', detail, true, options)
}

/** Milliseconds that the vendor asks to wait. */
function retryAfter(error: APIError): number | undefined {
  const seconds = Number(error.headers?.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : undefined
}

function describe(error: unknown): string {
  if (error instanceof APIError) return `${error.status ?? 'stream'} ${error.code ?? ''} ${error.message}`
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
