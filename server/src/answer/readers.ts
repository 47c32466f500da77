import { AnswerError } from './answer-error'

/** Readers of one answer: a student's devices, and who reads along. docs/protocol.md, "What the server promises". */
export const MOST_READERS = 8
/** Milliseconds until one of them may have gone. */
const RETRY_AFTER_CROWD = 5000

/** There is no seat for one more. */
export function tooManyReaders(): AnswerError {
  return new AnswerError('OVERLOADED', { retryAfterMs: RETRY_AFTER_CROWD })
}
