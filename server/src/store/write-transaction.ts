import type { Kysely, Transaction } from 'kysely'
import { EmbeddedAdapter } from './embedded-dialect'
import { PATIENCE, whileLocked } from './patience'
import type { Schema } from './schema'
import { SharedCommits } from './shared-commits'

const shared = new WeakMap<Kysely<Schema>, SharedCommits>()

/**
 * One transaction that writes. In the embedded database, which has one connection anyway, several that come in the same turn
 * wait for the disk once, and none of them feels it where another fails. Where another process has the database locked all of
 * `work` is done again later: nobody waits for it but who asked.
 */
export function writeTransaction<T>(
  database: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  return database.getExecutor().adapter instanceof EmbeddedAdapter
    ? commitsOf(database).add(work)
    : whileLocked(PATIENCE, () => database.transaction().execute(work))
}

function commitsOf(database: Kysely<Schema>): SharedCommits {
  const known = shared.get(database)
  if (known !== undefined) return known
  const made = new SharedCommits(database)
  shared.set(database, made)
  return made
}
