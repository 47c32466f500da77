import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Connections } from './connections'
import { EmbeddedDialect } from './embedded-dialect'
import { EmbeddedFile } from './embedded-file'
import { migrateDrafts, migrateMain } from './migrations'
import { PATIENCE } from './patience'
import type { DraftSchema, Schema } from './schema'

/** Milliseconds: a text waits for it, and is sent all the same. */
const DRAFT_PATIENCE = 200

/**
 * Opens the files in `dataDirectory` (made where it is missing). Drafts have a file of their own: SQLite has one writer a
 * file, and its blocking API could never wait for a transaction of the same event loop. `NORMAL` waits for no fsync, and a
 * write survives the death of the process.
 */
export function openEmbedded(dataDirectory: string): Connections {
  mkdirSync(dataDirectory, { recursive: true })
  return {
    main: openFile<Schema>(join(dataDirectory, 'tutor.db'), 'FULL', PATIENCE),
    drafts: openFile<DraftSchema>(join(dataDirectory, 'drafts.db'), 'NORMAL', DRAFT_PATIENCE),
    now: sql<number>`cast((julianday('now') - 2440587.5) * 86400000 as integer)`,
    shared: false,
  }
}

/** Brings the tables up to date. */
export async function migrateEmbedded({ main, drafts }: Connections): Promise<void> {
  await migrateMain(main)
  await migrateDrafts(drafts)
}

function openFile<T>(path: string, synchronous: 'FULL' | 'NORMAL', patience: number): Kysely<T> {
  return new Kysely<T>({ dialect: new EmbeddedDialect(new EmbeddedFile(path, synchronous), patience) })
}
