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

/** The error frame that a refusal `{code, message}` in plain JSON stands for, or `undefined` where it is none. */
export function refusalOf({ status, text }: { status: number; text: string }): ErrorIn | undefined {
  return refusalIn(status, jsonObject(text), (each) => each === 429 || each >= 500)
}
