import type { Kysely } from 'kysely'
import type { Database } from './database'
import { timestamp } from './identifiers'
import type { FileTable, Schema } from './schema'

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

  /** Forgets files that were uploaded before `before` and belong to no question; gives their ids. */
  async dropUnused(before: string): Promise<string[]> {
    const dropped = await this.main
      .deleteFrom('file')
      .where('created_at', '<', before)
      .where('id', 'not in', (select) => select.selectFrom('question_image').select('question_image.file_id'))
      .returning('id')
      .execute()
    return dropped.map((file) => file.id)
  }
}
