import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { errorCode } from '../errors/error-code'

/** Migrations by their names, which sort in the order in which they were written. */
export type Migrations = Readonly<Record<string, Migration>>

/**
 * Does what of the migrations is not done yet, and writes down in `table` that it was. Throws what went wrong, also where
 * the database knows a migration that is not among them: it was made by a newer version. A failed migration leaves nothing
 * half done.
 */
export async function bringUpToDate<T>(
  database: Kysely<T>,
  migrations: Migrations,
  table: string,
): Promise<void> {
  const done = await namesIn(database, table)
  if (done.length === Object.keys(migrations).length && hasAll(done, migrations)) return
  await migrate(database, { migrations, table, allowUnorderedMigrations: false })
}

/**
 * The same for migrations that only add (docs/operate.md): those that this version does not know are left alone, so that
 * an older version starts beside a newer one, and after it.
 */
export async function addWhatIsMissing<T>(
  database: Kysely<T>,
  additions: Migrations,
  table: string,
): Promise<void> {
  const done = await namesIn(database, table)
  if (hasAll(done, additions)) return
  try {
    // Kysely refuses a database that knows more than its list; these it has done already.
    const unknown = Object.fromEntries(done.map((name) => [name, { up: async () => undefined }]))
    const migrations = { ...unknown, ...additions }
    await migrate(database, { migrations, table, allowUnorderedMigrations: true })
  } catch (error) {
    // A newer server may have added something between the two.
    if ((await namesIn(database, table)).length === done.length) throw error
    await addWhatIsMissing(database, additions, table)
  }
}

async function migrate<T>(
  database: Kysely<T>,
  {
    migrations,
    table,
    allowUnorderedMigrations,
  }: { migrations: Migrations; table: string; allowUnorderedMigrations: boolean },
): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    migrationTableName: table,
    migrationLockTableName: `${table}_lock`,
    allowUnorderedMigrations,
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/** Kysely's own way to find out that nothing is missing takes longer than all else of a start. */
function hasAll(done: readonly string[], migrations: Migrations): boolean {
  return Object.keys(migrations).every((name) => done.includes(name))
}

/** What was done before; nothing where the table is not there yet. */
async function namesIn<T>(database: Kysely<T>, table: string): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(database)
    return rows.map(({ name }) => name)
  } catch (error) {
    if (isMissingTable(error)) return []
    throw error
  }
}

/** As PostgreSQL says it by its code, and SQLite only by its words. */
function isMissingTable(error: unknown): boolean {
  return (
    errorCode(error) === '42P01' || (error instanceof Error && error.message.startsWith('no such table: '))
  )
}
