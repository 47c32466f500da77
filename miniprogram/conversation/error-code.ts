import { LearningError } from '../stream/learning-error'

/** The code of a typed error; anything else is the program's own fault and reads as `INTERNAL`. */
export function errorCode(error: unknown): string {
  return hasCode(error) ? error.code : 'INTERNAL'
}

/** Whether asking the same again can help; an unknown failure may be tried again. */
export function isRetryable(error: unknown): boolean {
  if (typeof error === 'object' && error !== null && 'retryable' in error) return error.retryable === true
  return true
}

/** The question's pages, by their places from 1, that the server has not, or no longer. */
export function missingPages(error: unknown): readonly number[] {
  return error instanceof LearningError ? (error.missingPages ?? []) : []
}

/** The server's own words, where a code has several causes of which only the server knows the one. */
export function ownWords(error: unknown): string | undefined {
  const several = ['RATE_LIMITED', 'BAD_REQUEST']
  return error instanceof Error && several.includes(errorCode(error)) ? error.message : undefined
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}
