import type { LearningPort } from './ports'
import { savedOf, type Turn } from './turn'
import type { Rating } from './turn-phase'

/**
 * Rates an answer: at once on the phone, none where it is the rating that it has already. Goes back, and rejects with a
 * `LearningError`, where the server did not get it. `set` carries each out.
 */
export async function rateTurn(
  turn: Turn,
  rating: Rating,
  learning: Pick<LearningPort, 'rate'>,
  set: (rating: Rating | undefined) => void,
): Promise<void> {
  const { answerId, rating: before } = savedOf(turn) ?? {}
  if (answerId === undefined) return
  const given = before === rating ? undefined : rating
  set(given)
  try {
    await learning.rate(answerId, given ?? null)
  } catch (error) {
    set(before)
    throw error
  }
}
