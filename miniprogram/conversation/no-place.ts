import type { Turn } from './turn'

/**
 * Whether the server refused a question since as many of the student's answers as it allows are being written, here or on
 * another device. It has not taken the question, so it is asked again when one of them ends.
 */
export function lacksPlace({ phase, accepted, takenBack }: Turn): boolean {
  const isRefused = phase.name === 'failed' && phase.code === 'RATE_LIMITED' && phase.retryable
  return isRefused && !accepted && !takenBack
}
