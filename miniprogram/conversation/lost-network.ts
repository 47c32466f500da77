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
export function lacksNetwork({ state, errorCode, retryable, takenBack }: Turn): boolean {
  return state === 'failed' && retryable && !takenBack && errorCode !== undefined && codes.has(errorCode)
}
