import { type Kysely, sql } from 'kysely'
import type { Database } from './database'
import { timestamp } from './identifiers'
import { lockUser } from './lock-user'
import type { FileTable, Schema } from './schema'
import { dropUnusedFiles } from './unused-files'
import { writeTransaction } from './write-transaction'

/** What is known of an uploaded page. */
export type StoredFile = Omit<FileTable, 'created_at' | 'model_bytes'>

/** Bytes of a megabyte. */
const MB = 1024 * 1024

/** A user keeps as many bytes of pages as they may. */
export class PagesFull extends Error {
  override readonly name = 'PagesFull'

  constructor(readonly megabytes: number) {
    super(`more than ${megabytes} MB of pages`)
  }
}

/** What is known of the uploaded pages; their bytes are elsewhere. */
export class FileRepository {
  private readonly main: Kysely<Schema>

  /** `mostMegabytes`: of one user; 0: no limit. */
  constructor(
    database: Database,
    private readonly mostMegabytes = 0,
  ) {
    this.main = database.main
  }

  /**
   * Writes a page down. Rejects with {@link PagesFull} where its user would keep more than they may: that is the sum of what stands in the
   * table, looked at under a lock, so that pages which are sent at once all count and what is deleted is free again.
   */
  async insert(file: StoredFile): Promise<void> {
    await writeTransaction(this.main, async (transaction) => {
      await this.refuseFull(transaction, file.user_id, file.bytes)
      await transaction
        .insertInto('file')
        .values({ ...file, created_at: timestamp() })
        .execute()
    })
  }

  /**
   * Counts the copy of a page that models get among what its user keeps. False where there is no room for it, or no such page any more: it is
   * not to be kept then.
   */
  async countCopy({ id, user_id }: Pick<StoredFile, 'id' | 'user_id'>, bytes: number): Promise<boolean> {
    try {
      return await writeTransaction(this.main, async (transaction) => {
        await this.refuseFull(transaction, user_id, bytes)
        const { numUpdatedRows } = await transaction
          .updateTable('file')
          .set({ model_bytes: bytes })
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      })
    } catch (error) {
      if (error instanceof PagesFull) return false
      throw error
    }
  }

  /** Rejects with {@link PagesFull} where this user may add nothing: before it is received. */
  async refuseMore(userId: string): Promise<void> {
    if (this.mostMegabytes > 0) this.refuse(await bytesOf(this.main, userId), 1)
  }

  private async refuseFull(transaction: Kysely<Schema>, userId: string, more: number): Promise<void> {
    if (this.mostMegabytes === 0) return
    await lockUser(transaction, userId)
    this.refuse(await bytesOf(transaction, userId), more)
  }

  private refuse(kept: number, more: number): void {
    if (kept + more > this.mostMegabytes * MB) throw new PagesFull(this.mostMegabytes)
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

async function bytesOf(database: Kysely<Schema>, userId: string): Promise<number> {
  const { bytes } = await database
    .selectFrom('file')
    .select(sql<number>`coalesce(sum(bytes + model_bytes), 0)`.as('bytes'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return bytes
}
