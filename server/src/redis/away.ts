import { shuttingDown } from '../answer/answer-error'

/** Redis went away in the middle of a call: whoever waits for it is told as if this server went down, and comes back soon. */
export function away(error: unknown): never {
  throw shuttingDown(error)
}
