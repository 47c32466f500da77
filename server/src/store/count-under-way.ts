import type { Expression, Transaction } from 'kysely'
import { TooManyAsked } from '../answer/answer-store'
import { livingServers } from './owner-lease'
import type { Schema } from './schema'

/**
 * Counts a user's answers that living servers are writing, with the one that this transaction begins: each process knows only its own.
 * Rejects with {@link TooManyAsked} where they are more than `most`, and the transaction is rolled back. The user's row of
 * `ask_count` is locked by then: of two who begin at once the second waits there, and counts the first.
 */
export async function countUnderWay(
  transaction: Transaction<Schema>,
  userId: string,
  { most, now }: { most: number; now: Expression<number> },
): Promise<void> {
  const { answers } = await transaction
    .selectFrom('question')
    .select(({ fn }) => fn.countAll<number>().as('answers'))
    .where('user_id', '=', userId)
    .where('status', '=', 'generating')
    .where('owner', 'in', livingServers({ main: transaction, now }))
    .executeTakeFirstOrThrow()
  if (answers > most) throw new TooManyAsked('once', most)
}

/** Whoever begins an answer of this user at the same time waits until this transaction has ended. */
export async function lockAskCount(transaction: Transaction<Schema>, userId: string): Promise<void> {
  await transaction
    .updateTable('ask_count')
    .set(({ ref }) => ({ of_day: ref('of_day') }))
    .where('user_id', '=', userId)
    .execute()
}
