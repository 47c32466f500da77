import type { Kysely } from 'kysely'
import type { Schema } from './schema'

/**
 * Whoever else changes this student's mistake book, or adds to their pages, under this lock waits until the transaction has ended. To be
 * taken before any of their rows, as erasing the account takes them: two that lock in another order would wait for each other.
 */
export async function lockUser(transaction: Kysely<Schema>, userId: string): Promise<void> {
  await transaction
    .updateTable('user_account')
    .set(({ ref }) => ({ name: ref('name') }))
    .where('id', '=', userId)
    .execute()
}
