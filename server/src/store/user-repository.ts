import type { Kysely } from 'kysely'
import type { User } from '../../../typings/protocol'
import type { Database } from './database'
import { newId, timestamp } from './identifiers'
import type { Schema } from './schema'

/** The people who ask. */
export class UserRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Database) {
    this.main = database.main
  }

  /** The user who logs in as `identity`; made with this name at the first login. */
  async findOrCreate(identity: string, name: string): Promise<User> {
    await this.main
      .insertInto('user_account')
      .values({ id: newId(), identity, name, created_at: timestamp() })
      .onConflict((conflict) => conflict.column('identity').doNothing())
      .execute()
    return this.main
      .selectFrom('user_account')
      .select(['id', 'name'])
      .where('identity', '=', identity)
      .executeTakeFirstOrThrow()
  }

  async find(id: string): Promise<User | undefined> {
    return this.main.selectFrom('user_account').select(['id', 'name']).where('id', '=', id).executeTakeFirst()
  }
}
