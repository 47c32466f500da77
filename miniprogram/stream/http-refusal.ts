import type { ResponseEnd } from './event-link'
import { type ErrorIn, missingPagesOf } from './frames'

/** The error frame that a refusal `{code, message}` in plain JSON stands for, or `undefined` where it is none. */
export function refusalOf({ status, text }: ResponseEnd): ErrorIn | undefined {
  const body = jsonObject(text)
  if (body === undefined || typeof body.code !== 'string' || body.code === '') return undefined
  const { retry_after_ms: wait } = body
  return {
    type: 'error',
    code: body.code,
    message: typeof body.message === 'string' ? body.message : undefined,
    retryable: typeof body.retryable === 'boolean' ? body.retryable : status === 429 || status >= 500,
    retryAfterMs: typeof wait === 'number' && Number.isFinite(wait) && wait >= 0 ? wait : undefined,
    ...missingPagesOf(body.missing_pages),
  }
}

interface Body {
  code?: unknown
  message?: unknown
  retryable?: unknown
  retry_after_ms?: unknown
  missing_pages?: unknown
}

function jsonObject(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
