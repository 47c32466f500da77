import { type Kysely, sql } from 'kysely'
import * as v from 'valibot'
import type { Account, AccountChange } from '../../../typings/account'
import type { User } from '../../../typings/protocol'
import type { Database } from './database'
import { newId, timestamp } from './identifiers'
import { like, literalPattern } from './literal-pattern'
import type { Schema } from './schema'
import { removePagesLater } from './unused-files'
import { writeTransaction } from './write-transaction'

/** A user as who operates the service sees them. */
export interface KnownUser {
  id: string
  /** How they log in. */
  identity: string
  name: string
  /** Questions a day of their own; null: what the configuration says. */
  daily_answers: number | null
  created_at: string
}

/** Its settings would be longer than a user's may be. */
export class SettingsTooLong extends Error {
  override readonly name = 'SettingsTooLong'
}

/** Bytes of all settings as JSON. docs/protocol.md, "Plain calls". */
const MOST_SETTINGS = 4096

const settingsSchema = v.record(v.string(), v.unknown())

/** What an erased account leaves to be cleared outside the main tables. */
export interface ErasedUser {
  questionIds: string[]
  /** By which their answers were asked for. */
  requestIds: string[]
  fileIds: string[]
}

const known = ['id', 'identity', 'name', 'daily_answers', 'created_at'] as const

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
      .values({
        id: newId(),
        identity,
        name,
        daily_answers: null,
        grade: null,
        settings: null,
        created_at: timestamp(),
      })
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

  /** A user as they see themselves. */
  async account(id: string): Promise<Account | undefined> {
    const row = await this.main
      .selectFrom('user_account')
      .select(['id', 'name', 'grade', 'settings'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row && { ...row, settings: parseSettings(row.settings) }
  }

  /**
   * Changes what is named; keys of the settings are merged, null takes one out. Rejects with {@link SettingsTooLong}, and
   * nothing is changed. `undefined` where there is no such user.
   */
  async change(id: string, { name, grade, settings }: AccountChange): Promise<Account | undefined> {
    await writeTransaction(this.main, async (transaction) => {
      // Whoever else changes them waits here.
      const row = await transaction
        .updateTable('user_account')
        .set((select) => ({
          name: name ?? select.ref('name'),
          ...(grade === undefined ? {} : { grade }),
        }))
        .where('id', '=', id)
        .returning('settings')
        .executeTakeFirst()
      if (row === undefined || settings === undefined) return
      const merged = JSON.stringify(withChanges(parseSettings(row.settings), settings))
      if (Buffer.byteLength(merged) > MOST_SETTINGS) throw new SettingsTooLong()
      await transaction.updateTable('user_account').set({ settings: merged }).where('id', '=', id).execute()
    })
    return this.account(id)
  }

  /** The request ids of a user's answers that are being written. */
  async requestsUnderWay(id: string): Promise<string[]> {
    const rows = await this.main
      .selectFrom('question')
      .select('request_id')
      .where('user_id', '=', id)
      .where('status', '=', 'generating')
      .execute()
    return rows.map((row) => row.request_id)
  }

  /** WeChat's name for a user; missing where they log in another way, or are gone. */
  async openId(id: string): Promise<string | undefined> {
    const found = await this.main
      .selectFrom('user_account')
      .select('identity')
      .where('id', '=', id)
      .executeTakeFirst()
    return /^wechat:(.+)$/.exec(found?.identity ?? '')?.[1]
  }

  /** The user with this id, or who logs in like this. */
  async findKnown(idOrIdentity: string): Promise<KnownUser | undefined> {
    return this.main
      .selectFrom('user_account')
      .select(known)
      .where((either) => either.or([either('id', '=', idOrIdentity), either('identity', '=', idOrIdentity)]))
      .executeTakeFirst()
  }

  /** By a part of id, login or name; the newest first. */
  async search(text: string, most: number): Promise<KnownUser[]> {
    const pattern = literalPattern(text)
    return this.main
      .selectFrom('user_account')
      .select(known)
      .where((either) =>
        either.or(['id', 'identity', 'name'].map((column) => like(sql.ref(column), pattern))),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(most)
      .execute()
  }

  /** How many questions a day this user may ask; null: what the configuration says. False where there is no such user. */
  async setDailyAnswers(id: string, dailyAnswers: number | null): Promise<boolean> {
    const changed = await this.main
      .updateTable('user_account')
      .set({ daily_answers: dailyAnswers })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
    return changed !== undefined
  }

  /**
   * Deletes a user with everything that is theirs. The questions go first, as an answer is saved: two that lock in
   * another order would wait for each other. `undefined` where there is no such user.
   */
  async erase(id: string): Promise<ErasedUser | undefined> {
    return writeTransaction(this.main, async (transaction) => {
      // A job that ends has its own row first, then its question.
      await transaction.deleteFrom('job').where('user_id', '=', id).execute()
      const questions = await transaction
        .deleteFrom('question')
        .where('user_id', '=', id)
        .returning(['id', 'request_id'])
        .execute()
      await transaction.deleteFrom('chat_session').where('user_id', '=', id).execute()
      const files = await transaction.deleteFrom('file').where('user_id', '=', id).returning('id').execute()
      const erased = await transaction
        .deleteFrom('user_account')
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      if (erased === undefined) return undefined
      const fileIds = files.map((row) => row.id)
      await removePagesLater(transaction, fileIds)
      return {
        questionIds: questions.map((row) => row.id),
        requestIds: questions.map((row) => row.request_id),
        fileIds,
      }
    })
  }
}

function parseSettings(json: string | null): Account['settings'] {
  return json === null ? {} : v.parse(settingsSchema, JSON.parse(json))
}

function withChanges(settings: Account['settings'], changes: Account['settings']): Account['settings'] {
  return Object.fromEntries(Object.entries({ ...settings, ...changes }).filter(([, value]) => value !== null))
}
