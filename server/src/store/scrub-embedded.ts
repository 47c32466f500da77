import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { StoreAway } from '../errors/store-away'

/** Pages of the search index that are merged in one go; everything else of the process goes on in between. */
const MERGED_TOGETHER = 64
/** Milliseconds after which a log that somebody else reads (a backup) is tried again, and how often. */
const WAIT = 200
const ATTEMPTS = 10

/**
 * The search index forgets a text by a mark beside it: only what is merged anew is without it. Deleted rows of the tables
 * themselves are overwritten at once (`secure_delete`).
 */
export async function forgetSearched<T>(main: Kysely<T>): Promise<void> {
  await sql`delete from search_owner where user_id not in (select id from user_account)`.execute(main)
  await sql`insert into search_text (search_text, rank) values ('merge', ${sql.lit(-MERGED_TOGETHER)})`.execute(
    main,
  )
  while (await mergeOnce(main)) await nextTurn()
}

/** False where nothing is left to be merged: then the index tells of fewer than two changes (SQLite's manual, FTS5, 6.8). */
async function mergeOnce<T>(main: Kysely<T>): Promise<boolean> {
  return main.transaction().execute(async (transaction) => {
    const before = await totalChanges(transaction)
    await sql`insert into search_text (search_text, rank) values ('merge', ${sql.lit(MERGED_TOGETHER)})`.execute(
      transaction,
    )
    return (await totalChanges(transaction)) - before >= 2
  })
}

async function totalChanges<T>(transaction: Kysely<T>): Promise<number> {
  const { rows } = await sql<{ changes: number }>`select total_changes() as changes`.execute(transaction)
  return rows[0]?.changes ?? 0
}

/**
 * Writes the log back to its file and empties it: what was deleted since stands in neither. Rejects with {@link StoreAway} where
 * somebody else reads from it for too long.
 */
export async function emptyLog<T>(database: Kysely<T>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await after(WAIT)
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(database)
    if (rows[0]?.busy === 0) return
  }
  throw new StoreAway(new Error('the log is being read'))
}

/** Makes the file anew from what is in it. For one that holds little: all of it is written. */
export async function rebuild<T>(database: Kysely<T>): Promise<void> {
  await sql`vacuum`.execute(database)
}
