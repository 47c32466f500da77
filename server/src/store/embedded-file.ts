import type { SqliteDatabase, SqliteStatement } from 'kysely'
import Libsql from 'libsql'
import { errorCode } from '../errors/error-code'
import { StoreAway } from '../errors/store-away'

/** Statements kept at most; a text with lists of many lengths is many statements. */
const MOST_STATEMENTS = 200

/** Milliseconds that a statement waits for another process to let go of the file. Everything of this one waits with it. */
const PATIENCE = 5

/**
 * One SQLite file, as Kysely uses it. It takes a new connection after `SQLITE_BUSY`: libsql leaves the statement that
 * another process held up unfinished, and what is written beside an unfinished statement is never committed.
 */
export class EmbeddedFile implements SqliteDatabase {
  private connection: Libsql.Database
  private heldUp = false
  /** By their text: to compile a statement costs more than most of them do. */
  private readonly statements = new Map<string, SqliteStatement>()

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
    const kept = this.statements.get(sql)
    if (kept) return kept
    const compiled = this.compile(sql)
    if (this.statements.size === MOST_STATEMENTS) this.statements.clear()
    this.statements.set(sql, compiled)
    return compiled
  }

  /** False also where SQLite itself has rolled back, as it does when the disk is full. */
  get inTransaction(): boolean {
    return this.connection.inTransaction
  }

  close(): void {
    this.connection.close()
  }

  private compile(sql: string): SqliteStatement {
    const { connection } = this
    const statement = this.noticing(sql, () => connection.prepare(sql))
    return {
      reader: statement.reader,
      all: (parameters) => this.noticing(sql, () => statement.all(parameters)),
      run: (parameters) => this.noticing(sql, () => statement.run(parameters)),
      // Its own: two that go on side by side would be one.
      iterate: (parameters) => connection.prepare(sql).iterate(parameters),
    }
  }

  private connect(): Libsql.Database {
    const connection = new Libsql(this.path)
    connection.exec(`
      PRAGMA busy_timeout = ${PATIENCE};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${this.synchronous};
      PRAGMA foreign_keys = ON;
      PRAGMA secure_delete = ${this.synchronous === 'FULL' ? 'ON' : 'OFF'};
    `)
    return connection
  }

  private reconnect(): void {
    const next = this.connect()
    this.connection.close()
    this.connection = next
    this.statements.clear()
    this.heldUp = false
  }

  /** A statement that failed may stand in the middle of its work: it is not used again. */
  private noticing<T>(sql: string, action: () => T): T {
    try {
      return action()
    } catch (error) {
      this.statements.delete(sql)
      if (isBusy(error)) this.heldUp = true
      throw isOfDisk(error) ? new StoreAway(error) : error
    }
  }
}

/** Whether another process had the file locked for too long. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}

/** What SQLite says of a disk that is full or broken: not that a statement is wrong, and not for ever. */
const DISK_FAILURES = ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN']

function isOfDisk(error: unknown): boolean {
  const code = errorCode(error)
  return DISK_FAILURES.some((known) => code === known || code.startsWith(`${known}_`))
}
