import { randomBytes } from 'node:crypto'

/** W3C Trace Context, version 00: the trace, the span that asks, and flags. All zeros name nothing. */
const FORM = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** What a client sent, where it is one: anything else is ignored, and never logged. */
export function readTraceparent(text: unknown): string | undefined {
  return typeof text === 'string' && FORM.test(text) ? text : undefined
}

/** For an ask whose client has none. */
export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`
}

/** By which the log is searched, as a field; nothing where there is no trace. */
export function traceField(traceparent: string | null | undefined): { trace_id?: string } {
  return traceparent == null ? {} : { trace_id: traceparent.slice(3, 35) }
}
