import type { Extras } from '../../typings/protocol'
import { call, query } from './calls'
import { readExtras } from './extras-body'
import { readResponse } from './responses'

/** Seconds that the server holds a call back at the most. */
const LONGEST_WAIT = 25
/** Milliseconds on top of that for the way. */
const WAY = 15000

/**
 * What was made after an answer. With `wait` (seconds, up to 25) the server tells it as soon as it is no longer pending; without
 * it, how it stands now. `NOT_FOUND` where the answer is not this student's, or was deleted.
 */
export async function getExtras(answerId: string, { wait = 0 }: { wait?: number } = {}): Promise<Extras> {
  const seconds = Math.min(Math.max(Math.floor(wait), 0), LONGEST_WAIT)
  const path = `/learning/answers/${encodeURIComponent(answerId)}/extras${query({ wait: seconds })}`
  return readResponse(await call('GET', path, undefined, seconds * 1000 + WAY), readExtras)
}
