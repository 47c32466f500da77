import { type Fields, fieldsOf, isFields, nameOf } from './text-fields'

/** A failure as a vendor tells it, in a refusal or in the stream. */
export interface VendorFailure {
  /** The HTTP status; missing for a failure in the stream. */
  status?: number
  code: string
  type: string
  /** The vendor's words, which may quote the question: to be searched, not to be logged. */
  words: string
  /** Milliseconds that the vendor asks to wait. */
  retryAfterMs?: number
}

/** The failure that a JSON object tells; `undefined` where it tells none. */
export function readFailure(root: Fields, event = ''): VendorFailure | undefined {
  return (
    fromError(root.error) ??
    fromErrors(root.errors) ??
    fromBaseResponse(root.base_resp) ??
    fromRoot(root, event)
  )
}

function fromError(error: unknown): VendorFailure | undefined {
  if (typeof error === 'string' && isTold(error)) return { code: '', type: '', words: error }
  if (!isFields(error)) return undefined
  const { code, type, message } = error
  if (!isTold(code) && !isTold(type) && !isTold(message)) return undefined
  return failure(error, nestedCode(error) || nameOf(code))
}

/** Azure calls it `content_filter`, and says more exactly in an inner error. */
function nestedCode({ code, innererror }: Fields): string {
  const inner = nameOf(fieldsOf(innererror).code)
  return inner === '' ? '' : `${nameOf(code)} ${inner}`.trim()
}

function fromErrors(errors: unknown): VendorFailure | undefined {
  return Array.isArray(errors) && errors.length > 0 ? fromError(errors[0]) : undefined
}

/** MiniMax answers with status 200 and says in a field of its own that it failed. */
function fromBaseResponse(response: unknown): VendorFailure | undefined {
  const { status_code: code, status_msg: words } = fieldsOf(response)
  if (typeof code !== 'number' || code === 0) return undefined
  return { code: String(code), type: '', words: String(words ?? '') }
}

/** vLLM and DashScope's own protocol put code and message into the root. */
function fromRoot(root: Fields, event: string): VendorFailure | undefined {
  const named = event === 'error' || root.object === 'error'
  const bare =
    root.choices === undefined && root.output === undefined && isTold(root.code) && isTold(root.message)
  return named || bare ? failure(root, nameOf(root.code)) : undefined
}

function failure(fields: Fields, code: string): VendorFailure {
  return { code, type: nameOf(fields.type), words: JSON.stringify(fields) }
}

/** Words for no failure: `{code: 0, message: 'success'}`. */
const NO_FAILURES = /^(?:|0|null|none|ok|success|successful|succeeded|成功)$/i

function isTold(value: unknown): boolean {
  return typeof value === 'string'
    ? !NO_FAILURES.test(value.trim())
    : typeof value === 'number' && value !== 0
}
