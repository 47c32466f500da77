import { type Clock, sleep } from './clock'

/** Milliseconds to wait after each failed attempt; one attempt more than there are delays. */
export type RetryDelays = readonly number[]

/**
 * Runs `action` until it succeeds; after the last attempt its error is thrown. `onFailure` hears of the others, and ends the
 * attempts by throwing.
 */
export async function withRetries<T>(
  clock: Clock,
  delays: RetryDelays,
  action: () => Promise<T>,
  onFailure: (error: unknown) => void,
): Promise<T> {
  for (const delay of delays) {
    try {
      return await action()
    } catch (error) {
      onFailure(error)
      await sleep(clock, delay)
    }
  }
  return action()
}
