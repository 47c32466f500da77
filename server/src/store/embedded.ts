import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Connections } from './connections'
import { DraftBatches } from './draft-batches'
import { addDraftBatches, addSearch } from './embedded-additions'
import { EmbeddedDialect } from './embedded-dialect'
import { EmbeddedFile } from './embedded-file'
import { beginWhole, DRAFTS_FILE, MAIN_FILE } from './empty-database'
import { migrateDrafts, migrateMain } from './migrations'
import { PATIENCE } from './patience'
import type { DraftBatchSchema, Schema } from './schema'
import { emptyLog, forgetSearched } from './scrub-embedded'
import { IndexSearch } from './session-search'
import { type WatchQueries, watched } from './watch-queries'

/** Milliseconds: a text waits for it, and is sent all the same. */
const DRAFT_PATIENCE = 200

/**
 * Opens the files in `dataDirectory` (made where it is missing). Drafts have a file of their own: SQLite has one writer a
 * file, and its blocking API could never wait for a transaction of the same event loop. `NORMAL` waits for no fsync, and a
 * write survives the death of the process. `templates`: the folder of {@link beginWhole}.
 */
export function openEmbedded(
  dataDirectory: string,
  watch?: WatchQueries,
  templates?: string,
): {
  connections: Connections
  /** Brings the tables up to date. */
  migrate: () => Promise<void>
} {
  mkdirSync(dataDirectory, { recursive: true })
  for (const file of [MAIN_FILE, DRAFTS_FILE]) beginWhole(dataDirectory, file, templates)
  const main = openFile<Schema>(join(dataDirectory, MAIN_FILE), 'FULL', PATIENCE, watched('main', watch))
  const drafts = openFile<DraftBatchSchema>(
    join(dataDirectory, DRAFTS_FILE),
    'NORMAL',
    DRAFT_PATIENCE,
    watched('drafts', watch),
  )
  const batches = new DraftBatches(drafts)
  const now = sql<number>`cast((julianday('now') - 2440587.5) * 86400000 as integer)`
  return {
    connections: {
      main,
      drafts: batches,
      search: new IndexSearch(main),
      now,
      scrub: async () => {
        await forgetSearched(main)
        await batches.compact()
        await emptyLog(drafts)
        await emptyLog(main)
      },
      shared: false,
    },
    migrate: async () => {
      await migrateMain(main)
      await addSearch(main)
      await migrateDrafts(drafts)
      await addDraftBatches(drafts)
    },
  }
}

function openFile<T>(
  path: string,
  synchronous: 'FULL' | 'NORMAL',
  patience: number,
  watching: ReturnType<typeof watched>,
): Kysely<T> {
  const dialect = new EmbeddedDialect(new EmbeddedFile(path, synchronous), patience)
  return new Kysely<T>({ dialect, ...watching })
}
