import type { ResponseHead } from '../platform/ports'
import { type ErrorIn, type Fields, jsonObject, toldOf } from './frames'

/**
 * The refusal that the body of a failed call is, or `undefined` where it says no code. Where it does not say whether asking the same again can
 * help, `passes` tells that of the status.
 */
export function refusalIn(
  status: number,
  body: unknown,
  passes: (status: number) => boolean,
): ErrorIn | undefined {
  const fields: Fields = typeof body === 'object' && body !== null ? body : {}
  const { code, retryable } = fields
  if (typeof code !== 'string' || code === '') return undefined
  return {
    type: 'error',
    code,
    retryable: typeof retryable === 'boolean' ? retryable : passes(status),
    ...toldOf(fields),
  }
}

/** Whether an HTTP answer is a refusal; `undefined`: of which the host has told no head. */
export function isRefusal(head: ResponseHead | undefined): head is ResponseHead {
  return head !== undefined && head.status >= 400
}

/** The error frame that a refusal `{code, message}` in plain JSON stands for, or `undefined` where it is none. */
export function refusalOf({ status, headers, text }: ResponseHead & { text: string }): ErrorIn | undefined {
  const told = refusalIn(status, jsonObject(text), (each) => each === 429 || each >= 500)
  return told === undefined ? undefined : waiting(told, headers)
}

/** What a refusal stands for whose body says no code. */
export function refusalOfStatus({ status, headers }: ResponseHead): ErrorIn {
  const [code, retryable] = meaningOf(status)
  return waiting({ type: 'error', code, message: undefined, retryable, retryAfterMs: undefined }, headers)
}

/** With what the head asks to wait (`Retry-After`), where the refusal itself says nothing of that. */
export function waiting(refusal: ErrorIn, headers: ResponseHead['headers']): ErrorIn {
  return { ...refusal, retryAfterMs: refusal.retryAfterMs ?? retryAfter(headers) }
}

function meaningOf(status: number): [code: string, retryable: boolean] {
  if (status === 401 || status === 403) return ['AUTH_ERROR', false]
  if (status === 429) return ['RATE_LIMITED', true]
  return status >= 500 ? ['SERVER_ERROR', true] : ['BAD_REQUEST', false]
}

/** Milliseconds: so long at the most is somebody on the way left alone, since four attempts have to find their time before a tier ends. */
const LONGEST_PAUSE = 20_000

/** Milliseconds until the next attempt for which whoever refused a link asks; `undefined` where nothing is asked for. */
export function pauseAsked(headers: ResponseHead['headers']): number | undefined {
  const wait = retryAfter(headers)
  return wait === undefined ? undefined : Math.min(wait, LONGEST_PAUSE)
}

/**
 * Milliseconds that `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date, which is one of the server's clock and not of the phone's;
 * `undefined` where it asks for none.
 */
function retryAfter(headers: ResponseHead['headers']): number | undefined {
  const value = headers['retry-after'] ?? ''
  const [, seconds] = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/.exec(value) ?? []
  const now = Date.parse(headers.date ?? '') || Date.now()
  const wait = seconds === undefined ? Date.parse(value) - now : Number(seconds) * 1000
  return Number.isFinite(wait) ? Math.max(0, Math.round(wait)) : undefined
}
