import {
  type Attributes,
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'

export { type Context, SpanKind } from '@opentelemetry/api'

/** A span that runs. Where nothing exports, it is one of OpenTelemetry's that does nothing. */
export interface RunningSpan {
  /** For spans inside of it. */
  context: Context
  set(attributes: Attributes): void
  /** Something happened at this moment. */
  event(name: string): void
  /** Called once. `error`: a code or a name; a message may quote a question, and goes nowhere. */
  end(error?: string): void
}

/** The context of what a client asked in this trace (W3C Trace Context); no parent where it names none. */
export function contextOf(traceparent: string | undefined): Context {
  const [, traceId = '', spanId = '', flags = '00'] = (traceparent ?? '').split('-')
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
  return isSpanContextValid(parent) ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
}

/** Begins a span inside of another. */
export function beginSpan(
  name: string,
  parent: Context,
  attributes: Attributes,
  kind: SpanKind = SpanKind.INTERNAL,
): RunningSpan {
  // Asked anew each time: an exporter may be set up after this file was loaded.
  const span = trace.getTracer('wuhao-tutor').startSpan(name, { kind, attributes }, parent)
  return {
    context: trace.setSpan(parent, span),
    set: (more) => void span.setAttributes(more),
    event: (what) => void span.addEvent(what),
    end: (error) => endSpan(span, error),
  }
}

function endSpan(span: Span, error: string | undefined): void {
  if (error !== undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.setAttribute('error.type', error)
  }
  span.end()
}
