import {
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  replaceWithNoncontingentExpression,
  sql,
} from 'kysely'
import { Pool } from 'pg'
import { type Connections, DatabaseUnavailable } from './connections'
import { DraftRows } from './draft-rows'
import { migrateDrafts, migrateMain } from './migrations'
import { addDraftFences } from './postgres-additions'
import { numbersAsNumbers } from './postgres-numbers'
import type { DraftRowSchema, Schema } from './schema'
import { createTrigramIndexes } from './search-index'
import { RowSearch } from './session-search'
import { type WatchQueries, watched } from './watch-queries'
import { WatchedPool } from './watched-pool'

/** Nothing is in a list of nothing, as the embedded database has it; to PostgreSQL `in ()` is no statement at all. */
const emptyLists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })

/** PostgreSQL keeps drafts beside the rest; only their commits do not wait for the disk. */
export function openPostgres(
  connectionString: string,
  onConnectionLost: (error: Error) => void,
  watch?: WatchQueries,
): Connections {
  const main = new WatchedPool({ connectionString, max: 10, onConnectionLost })
  const settings = '-c synchronous_commit=off'
  const drafts = new WatchedPool({ connectionString, max: 2, settings, onConnectionLost })
  return {
    main: new Kysely<Schema>({
      dialect: new PostgresDialect({ pool: main }),
      plugins: [emptyLists],
      ...watched('main', watch),
    }),
    drafts: new DraftRows(
      new Kysely<DraftRowSchema>({
        dialect: new PostgresDialect({ pool: drafts }),
        plugins: [emptyLists],
        ...watched('drafts', watch),
      }),
    ),
    search: new RowSearch(),
    now: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    // Rows that are gone are its own to overwrite, by its autovacuum.
    scrub: async () => undefined,
    shared: true,
  }
}

/**
 * Brings the tables up to date, over a connection of its own: a migration of large tables may take as long as it does.
 * Rejects with {@link DatabaseUnavailable}.
 */
export async function migratePostgres(connectionString: string): Promise<void> {
  const pool = new Pool({ connectionString, connectionTimeoutMillis: 5000, types: numbersAsNumbers })
  pool.on('error', () => undefined)
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrateMain(database)
    await migrateDrafts(database)
    await addDraftFences(database)
    await createTrigramIndexes(database)
  } catch (error) {
    throw new DatabaseUnavailable(error)
  } finally {
    await database.destroy()
  }
}
