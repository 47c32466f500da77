import type { Connections } from './connections'
import { openEmbedded } from './embedded'
import { timestamp } from './identifiers'
import type { WatchQueries } from './watch-queries'

/** An open, migrated database: the embedded one or PostgreSQL, told apart only here. */
export interface Database extends Connections {
  /** Rejects when the database does not answer, or takes nothing that is written. */
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the database and brings its tables up to date. Without `databaseUrl` it is a file in `dataDirectory`
 * (made where it is missing). Rejects with `DatabaseUnavailable` among others when it cannot be opened or migrated, with everything closed again.
 */
export async function openDatabase(options: {
  dataDirectory: string
  databaseUrl?: string | undefined
  /** Told when a connection to PostgreSQL breaks; the next query opens another. */
  onConnectionLost?: (error: Error) => void
  /** Told of each statement. */
  watch?: WatchQueries
  /** Where the build has what a new database begins with (empty-database.ts). Default: beside this file, as it is built. */
  templates?: string
}): Promise<Database> {
  const { connections, migrate } = await open(options)
  const { main, drafts } = connections
  const close = async () => {
    await Promise.all([main.destroy(), drafts.close()])
  }
  try {
    await migrate()
  } catch (error) {
    await close()
    throw error
  }
  return { ...connections, ping: () => probe(connections), close }
}

/** PostgreSQL's client is loaded only where it is needed: a start without it is a tenth of a second shorter. */
async function open({
  dataDirectory,
  databaseUrl,
  onConnectionLost = () => undefined,
  watch,
  templates,
}: Parameters<typeof openDatabase>[0]): Promise<{ connections: Connections; migrate: () => Promise<void> }> {
  if (databaseUrl === undefined) {
    return openEmbedded(dataDirectory, watch, templates)
  }
  const { migratePostgres, openPostgres } = await import('./postgres')
  const connections = openPostgres(databaseUrl, onConnectionLost, watch)
  return { connections, migrate: () => migratePostgres(databaseUrl) }
}

/** A row that means nothing is written: a full disk, a lock or a read-only server still answers questions. */
async function probe({ main, drafts }: Connections): Promise<void> {
  const checked_at = timestamp()
  await drafts.ping()
  await main
    .insertInto('write_probe')
    .values({ id: 1, checked_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ checked_at }))
    .execute()
}
