import type { Turn } from './turn'

/** Failures that say no more than that nothing got through. */
const codes: ReadonlySet<string> = new Set([
  'NETWORK_ERROR',
  'UPLOAD_FAILED',
  'WS_CONNECT_ERROR',
  'WS_SEND_ERROR',
  'WS_MESSAGE_TIMEOUT',
  'WS_PROCESSING_TIMEOUT',
])

/** Whether a turn failed for lack of a network, and may be asked again when there is one: that never costs twice. */
export function lacksNetwork({ phase, takenBack }: Turn): boolean {
  return phase.name === 'failed' && phase.retryable && !takenBack && codes.has(phase.code)
}
