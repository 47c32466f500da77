import { call } from './calls'
import { checkResponse } from './responses'

/** Helpful or not. */
export type Rating = 'up' | 'down'

/** What the student thinks of an answer; saying it again replaces it, `null` takes it back. Rejects with `LearningError`. */
export async function sendFeedback(answerId: string, rating: Rating | null, reason?: string): Promise<void> {
  const feedback = { answer_id: answerId, rating, ...(reason === undefined ? {} : { reason }) }
  checkResponse(await call('POST', '/learning/feedback', feedback))
}
