import type { Kysely, Transaction } from 'kysely'
import { PATIENCE, whileLocked } from './patience'

/**
 * One transaction that writes. Where another process has the embedded database locked it is rolled back, and all of `work`
 * is done again later: nobody waits for it but who asked.
 */
export function writeTransaction<S, T>(
  database: Kysely<S>,
  work: (transaction: Transaction<S>) => Promise<T>,
): Promise<T> {
  return whileLocked(PATIENCE, () => database.transaction().execute(work))
}
