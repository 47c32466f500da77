import type { SqliteDatabase, SqliteStatement } from 'kysely'
import Libsql from 'libsql'

/** Milliseconds that a statement waits for another process to let go of the file. Everything of this one waits with it. */
const PATIENCE = 5

/**
 * One SQLite file, as Kysely uses it. It takes a new connection after `SQLITE_BUSY`: libsql leaves the statement that
 * another process held up unfinished, and what is written beside an unfinished statement is never committed.
 */
export class EmbeddedFile implements SqliteDatabase {
  private connection: Libsql.Database
  private heldUp = false

  /** `synchronous`: whether a commit waits for the disk. */
  constructor(
    private readonly path: string,
    private readonly synchronous: 'FULL' | 'NORMAL',
  ) {
    this.connection = this.connect()
  }

  prepare(sql: string): SqliteStatement {
    // Not within a transaction: that is rolled back first, on the connection that it began on.
    if (this.heldUp && !this.connection.inTransaction) this.reconnect()
    const statement = this.noticing(() => this.connection.prepare(sql))
    return {
      reader: statement.reader,
      all: (parameters) => this.noticing(() => statement.all(parameters)),
      run: (parameters) => this.noticing(() => statement.run(parameters)),
      iterate: (parameters) => statement.iterate(parameters),
    }
  }

  close(): void {
    this.connection.close()
  }

  private connect(): Libsql.Database {
    const connection = new Libsql(this.path)
    connection.exec(`
      PRAGMA busy_timeout = ${PATIENCE};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${this.synchronous};
      PRAGMA foreign_keys = ON;
    `)
    return connection
  }

  private reconnect(): void {
    const next = this.connect()
    this.connection.close()
    this.connection = next
    this.heldUp = false
  }

  private noticing<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      if (isBusy(error)) this.heldUp = true
      throw error
    }
  }
}

/** Whether another process had the file locked for too long. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
