import {
  type CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import type { EmbeddedFile } from './embedded-file'
import { whileLocked } from './patience'

/** Kysely on an {@link EmbeddedFile}. A statement that meets a lock waits for `patience` milliseconds, and holds up nobody. */
export class EmbeddedDialect extends SqliteDialect {
  constructor(
    private readonly file: EmbeddedFile,
    private readonly patience: number,
  ) {
    super({ database: file })
  }

  override createDriver(): Driver {
    return new EmbeddedDriver(this.file, this.patience)
  }

  override createAdapter(): DialectAdapter {
    return new EmbeddedAdapter()
  }
}

/** All migrations that are due are one transaction: none is left half done, and a new database waits for the disk once. */
export class EmbeddedAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * Kysely's own driver, whose one connection is lent to others while a statement waits. Not within a transaction: that ends
 * with the error of the lock, to be tried again as a whole.
 */
class EmbeddedDriver extends SqliteDriver {
  private readonly transactions = new WeakSet<DatabaseConnection>()

  constructor(
    private readonly file: EmbeddedFile,
    private readonly patience: number,
  ) {
    super({ database: file })
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    const patient: DatabaseConnection = {
      executeQuery: <R>(query: CompiledQuery) =>
        this.transactions.has(patient)
          ? connection.executeQuery<R>(query)
          : this.executeOutside<R>(connection, query),
      streamQuery: <R>(query: CompiledQuery, chunkSize?: number) =>
        connection.streamQuery<R>(query, chunkSize ?? 1),
    }
    return patient
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await super.beginTransaction(connection)
    this.transactions.add(connection)
  }

  /** A full disk ends a transaction by itself: rolling it back once more would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.file.inTransaction) await super.rollbackTransaction(connection)
  }

  private async executeOutside<R>(
    connection: DatabaseConnection,
    query: CompiledQuery,
  ): Promise<QueryResult<R>> {
    let lent = false
    try {
      return await whileLocked(this.patience, async () => {
        if (lent) await super.acquireConnection()
        lent = false
        try {
          return await connection.executeQuery<R>(query)
        } catch (error) {
          await super.releaseConnection()
          lent = true
          throw error
        }
      })
    } finally {
      // Who acquired it gives it back in any case.
      if (lent) await super.acquireConnection()
    }
  }
}
