import type { Kysely } from 'kysely'
import type { Schema } from './schema'

/**
 * Whoever else changes this student's mistake book under this lock waits until the transaction has ended. To be taken before any
 * of its rows, as erasing the account takes them: two that lock in another order would wait for each other.
 */
export async function lockBook(transaction: Kysely<Schema>, userId: string): Promise<void> {
  await transaction
    .updateTable('user_account')
    .set(({ ref }) => ({ name: ref('name') }))
    .where('id', '=', userId)
    .execute()
}
