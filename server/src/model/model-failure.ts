import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { ModelError } from './model'

/** How vendors say that a question or its answer is not allowed. */
const rejections = /content_filter|content_policy|data_inspection_failed|content exists risk|sensitive/i
const quota = /insufficient_quota|insufficient balance|arrearage/i

/** The failure of a call as the answer service knows it. `begun`: text had come already. */
export function toModelError(error: unknown, begun: boolean): ModelError {
  if (error instanceof ModelError) return error
  const label = labelOf(error)
  if (rejections.test(everything(error))) {
    return new ModelError('CONTENT_REJECTED', label, false, { cause: error })
  }
  if (begun) return new ModelError('GENERATION_INTERRUPTED', label, true, { cause: error })
  if (error instanceof APIConnectionTimeoutError) {
    return new ModelError('MODEL_TIMEOUT', label, true, { cause: error })
  }
  if (error instanceof APIError && !(error instanceof APIConnectionError)) return fromStatus(error, label)
  return new ModelError('MODEL_UNAVAILABLE', label, true, { cause: error })
}

function fromStatus(error: APIError, label: string): ModelError {
  const retryAfterMs = retryAfter(error)
  const options = retryAfterMs === undefined ? { cause: error } : { cause: error, retryAfterMs }
  switch (error.status) {
    case 429:
      if (quota.test(everything(error))) break
      return new ModelError('OVERLOADED', label, true, options)
    case 408:
    case 504:
      return new ModelError('MODEL_TIMEOUT', label, true, options)
    case 400:
    case 413:
    case 422:
      // The same question would be refused again.
      return new ModelError('MODEL_UNAVAILABLE', label, false, options)
    default:
  }
  return new ModelError('MODEL_UNAVAILABLE', label, true, options)
}

/** Milliseconds that the vendor asks to wait. */
function retryAfter(error: APIError): number | undefined {
  const seconds = Number(error.headers?.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : undefined
}

/** What a vendor says, which may quote the question: to be searched, not to be logged. */
function everything(error: unknown): string {
  if (error instanceof APIError) return `${error.status ?? ''} ${error.code ?? ''} ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

/** What a failure is called: its status, code and type, and no sentence of the vendor's. */
function labelOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no error'
  const names =
    error instanceof APIError && !(error instanceof APIConnectionError)
      ? [error.status ?? 'in the stream:', error.code, error.type]
      : [error.constructor.name, networkCode(error.cause)]
  return names.filter(isName).join(' ')
}

/** Such as `ECONNREFUSED`, which stands somewhere in what caused the error. */
function networkCode(cause: unknown): unknown {
  if (typeof cause !== 'object' || cause === null) return undefined
  if ('code' in cause) return cause.code
  return 'cause' in cause ? networkCode(cause.cause) : undefined
}

function isName(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[\w .:-]{1,64}$/.test(value))
}
