import type { LearningPort } from './ports'
import type { Rating, Turn } from './turn'

/**
 * Rates an answer: at once on the phone, none where it is the rating that it has already. Goes back, and rejects with a
 * `LearningError`, where the server did not get it. `changed` is told each time.
 */
export async function rateTurn(
  turn: Turn,
  rating: Rating,
  learning: Pick<LearningPort, 'rate'>,
  changed: () => void,
): Promise<void> {
  if (turn.answerId === undefined) return
  const before = turn.rating
  const given = before === rating ? undefined : rating
  const set = (shown: Rating | undefined): void => {
    turn.rating = shown
    changed()
  }
  set(given)
  try {
    await learning.rate(turn.answerId, given ?? null)
  } catch (error) {
    set(before)
    throw error
  }
}
