import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Expression, Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import { Pool } from 'pg'
import { EmbeddedFile } from './embedded-file'
import { timestamp } from './identifiers'
import { migrateDrafts, migrateMain } from './migrations'
import type { DraftSchema, Schema } from './schema'

/** An open, migrated database: the embedded one or PostgreSQL, told apart only here. */
export interface Database {
  main: Kysely<Schema>
  drafts: Kysely<DraftSchema>
  /** The database's own clock, milliseconds since 1970: the same one for all servers that share it. */
  now: Expression<number>
  /** Rejects when the database does not answer, or takes nothing that is written. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** PostgreSQL cannot be reached or lets nobody in; `message` is one line without the password. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    super(`The database of DATABASE_URL cannot be used: ${reason}`, { cause })
  }
}

/**
 * Opens the database and brings its tables up to date. Without `databaseUrl` it is a file in `dataDirectory`
 * (made where it is missing). Rejects with {@link DatabaseUnavailable} among others when it cannot be opened or migrated, with everything closed again.
 */
export async function openDatabase(options: {
  dataDirectory: string
  databaseUrl?: string | undefined
  /** Told when an idle connection to PostgreSQL breaks; the next query opens another. */
  onConnectionLost?: (error: Error) => void
}): Promise<Database> {
  const connections =
    options.databaseUrl === undefined
      ? openEmbedded(options.dataDirectory)
      : openPostgres(options.databaseUrl, options.onConnectionLost ?? (() => undefined))
  const { main, drafts, now } = connections
  const close = async () => {
    await Promise.all([main.destroy(), drafts.destroy()])
  }
  try {
    if (options.databaseUrl !== undefined) await reach(main)
    await migrateMain(main)
    await migrateDrafts(drafts)
  } catch (error) {
    await close()
    throw error
  }
  return { main, drafts, now, ping: () => probe(main), close }
}

async function reach(main: Kysely<Schema>): Promise<void> {
  try {
    await sql`select 1`.execute(main)
  } catch (error) {
    throw new DatabaseUnavailable(error)
  }
}

/** A row that means nothing is written: a full disk, a lock or a read-only server still answers questions. */
async function probe(main: Kysely<Schema>): Promise<void> {
  const checked_at = timestamp()
  await main
    .insertInto('write_probe')
    .values({ id: 1, checked_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ checked_at }))
    .execute()
}

type Connections = Pick<Database, 'main' | 'drafts' | 'now'>

/**
 * Drafts have a file of their own: SQLite has one writer a file, and its blocking API could never wait for a
 * transaction of the same event loop. `NORMAL` waits for no fsync, and a write survives the death of the process.
 */
function openEmbedded(dataDirectory: string): Connections {
  mkdirSync(dataDirectory, { recursive: true })
  return {
    main: openFile<Schema>(join(dataDirectory, 'tutor.db'), 'FULL'),
    drafts: openFile<DraftSchema>(join(dataDirectory, 'drafts.db'), 'NORMAL'),
    now: sql<number>`cast((julianday('now') - 2440587.5) * 86400000 as integer)`,
  }
}

function openFile<T>(path: string, synchronous: 'FULL' | 'NORMAL'): Kysely<T> {
  return new Kysely<T>({ dialect: new SqliteDialect({ database: new EmbeddedFile(path, synchronous) }) })
}

/** PostgreSQL keeps drafts beside the rest; only their commits do not wait for the disk. */
function openPostgres(connectionString: string, onConnectionLost: (error: Error) => void): Connections {
  const main = new Pool({ connectionString, max: 10 })
  const drafts = new Pool({ connectionString, max: 2, options: '-c synchronous_commit=off' })
  for (const pool of [main, drafts]) pool.on('error', onConnectionLost)
  return {
    main: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: main }) }),
    drafts: new Kysely<DraftSchema>({ dialect: new PostgresDialect({ pool: drafts }) }),
    now: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  }
}
