import type { Kysely } from 'kysely'
import type { Database } from './database'
import { timestamp } from './identifiers'
import type { FileTable, Schema } from './schema'
import { dropUnusedFiles } from './unused-files'
import { writeTransaction } from './write-transaction'

/** What is known of an uploaded page. */
export type StoredFile = Omit<FileTable, 'created_at'>

/** What is known of the uploaded pages; their bytes are elsewhere. */
export class FileRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Database) {
    this.main = database.main
  }

  async insert(file: StoredFile): Promise<void> {
    await this.main
      .insertInto('file')
      .values({ ...file, created_at: timestamp() })
      .execute()
  }

  async find(id: string): Promise<StoredFile | undefined> {
    return this.main
      .selectFrom('file')
      .select(['id', 'user_id', 'mime', 'width', 'height', 'bytes'])
      .where('id', '=', id)
      .executeTakeFirst()
  }

  /** Forgets files that were uploaded before `before` and belong to no question and no mistake; gives their ids. */
  dropUnused(before: string): Promise<string[]> {
    return writeTransaction(this.main, (transaction) => dropUnusedFiles(transaction, { before }))
  }
}
