import type { Turn } from './turn'

/**
 * Whether the server refused a question since as many of the student's answers as it allows are being written, here or on
 * another device. It has not taken the question, so it is asked again when one of them ends.
 */
export function lacksPlace({ state, errorCode, accepted, retryable, takenBack }: Turn): boolean {
  const isRefused = state === 'failed' && errorCode === 'RATE_LIMITED' && !accepted
  return isRefused && retryable && !takenBack
}
