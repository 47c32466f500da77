import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Expression, Kysely, PostgresDialect, sql } from 'kysely'
import { Pool } from 'pg'
import { EmbeddedDialect } from './embedded-dialect'
import { EmbeddedFile } from './embedded-file'
import { timestamp } from './identifiers'
import { migrateDrafts, migrateMain } from './migrations'
import { PATIENCE } from './patience'
import type { DraftSchema, Schema } from './schema'
import { WatchedPool } from './watched-pool'

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
  /** Told when a connection to PostgreSQL breaks; the next query opens another. */
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
    if (options.databaseUrl === undefined) {
      await migrateMain(main)
      await migrateDrafts(drafts)
    } else await migratePostgres(options.databaseUrl)
  } catch (error) {
    await close()
    throw error
  }
  return { main, drafts, now, ping: () => probe(connections), close }
}

/** A row that means nothing is written: a full disk, a lock or a read-only server still answers questions. */
async function probe({ main, drafts }: Connections): Promise<void> {
  const checked_at = timestamp()
  await drafts.selectFrom('draft').select('seq').limit(1).execute()
  await main
    .insertInto('write_probe')
    .values({ id: 1, checked_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ checked_at }))
    .execute()
}

/** Milliseconds: a text waits for it, and is sent all the same. */
const DRAFT_PATIENCE = 200

type Connections = Pick<Database, 'main' | 'drafts' | 'now'>

/**
 * Drafts have a file of their own: SQLite has one writer a file, and its blocking API could never wait for a
 * transaction of the same event loop. `NORMAL` waits for no fsync, and a write survives the death of the process.
 */
function openEmbedded(dataDirectory: string): Connections {
  mkdirSync(dataDirectory, { recursive: true })
  return {
    main: openFile<Schema>(join(dataDirectory, 'tutor.db'), 'FULL', PATIENCE),
    drafts: openFile<DraftSchema>(join(dataDirectory, 'drafts.db'), 'NORMAL', DRAFT_PATIENCE),
    now: sql<number>`cast((julianday('now') - 2440587.5) * 86400000 as integer)`,
  }
}

function openFile<T>(path: string, synchronous: 'FULL' | 'NORMAL', patience: number): Kysely<T> {
  return new Kysely<T>({ dialect: new EmbeddedDialect(new EmbeddedFile(path, synchronous), patience) })
}

/** PostgreSQL keeps drafts beside the rest; only their commits do not wait for the disk. */
function openPostgres(connectionString: string, onConnectionLost: (error: Error) => void): Connections {
  const main = new WatchedPool({ connectionString, max: 10, onConnectionLost })
  const settings = '-c synchronous_commit=off'
  const drafts = new WatchedPool({ connectionString, max: 2, settings, onConnectionLost })
  return {
    main: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: main }) }),
    drafts: new Kysely<DraftSchema>({ dialect: new PostgresDialect({ pool: drafts }) }),
    now: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  }
}

/** Over a connection of its own: a migration of large tables may take as long as it does. */
async function migratePostgres(connectionString: string): Promise<void> {
  const pool = new Pool({ connectionString, connectionTimeoutMillis: 5000 })
  pool.on('error', () => undefined)
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrateMain(database)
    await migrateDrafts(database)
  } catch (error) {
    throw new DatabaseUnavailable(error)
  } finally {
    await database.destroy()
  }
}
