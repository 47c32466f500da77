import type { Transaction } from 'kysely'
import { StillAnswered } from '../answer/answer-store'
import type { QuestionTable, Schema } from './schema'

/** A question that is answered, and where it stands. */
export type Placed = Pick<QuestionTable, 'id' | 'session_id' | 'again'>

/**
 * One answer is written in a question's place at a time. Rejects with {@link StillAnswered} where there is another one, and the transaction
 * is rolled back. The user's row of `ask_count` is locked by then: of two who begin at once the second waits there, and finds the first.
 */
export async function holdAlone(
  transaction: Transaction<Schema>,
  { id, session_id, again }: Placed,
): Promise<void> {
  const place = again ?? id
  const others = await transaction
    .selectFrom('question')
    .select('request_id')
    .where('session_id', '=', session_id)
    .where('status', '=', 'generating')
    .where('id', '<>', id)
    .where((where) => where.or([where('id', '=', place), where('again', '=', place)]))
    .execute()
  if (others.length > 0) throw new StillAnswered(others.map(({ request_id }) => request_id))
}
