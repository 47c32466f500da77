import { type Kysely, sql } from 'kysely'
import type { Database } from './database'
import { newId, timestamp } from './identifiers'
import type { Schema } from './schema'
import { statement } from './statement'

/** One login with all that it was renewed to: a family of refresh tokens, of which one is the newest. */
export interface LoginTurn {
  family: string
  /** Names the newest token of the family. */
  turn: string
}

/** What came of renewing. `unknown`: it has ended. `reused`: the token was followed by one that was used; that has ended it now. */
export type Renewal = { turn: string } | 'unknown' | 'reused'

/** How a login stands. `nobody`: its user is gone. */
export type Standing = 'good' | 'ended' | 'nobody'

/** Milliseconds within which a token that comes again is the same phone's: its answer was lost, or it asked twice at once. */
const SAME_PHONE = 60_000

/**
 * Logins, so that a stolen refresh token is found out. Each renewal makes a new token; one of before that comes again ends the
 * login, with two exceptions: shortly after, the same new token is given (two requests at once), and while nobody has used the
 * new one, another is made in its place (its answer was lost), after which the lost one is none of the family's.
 */
export class LoginRepository {
  private readonly main: Kysely<Schema>

  constructor(private readonly database: Pick<Database, 'main' | 'now'>) {
    this.main = database.main
  }

  async begin(userId: string): Promise<LoginTurn> {
    const [family, turn] = [newId(), newId()]
    await this.main
      .insertInto('login_family')
      .values({
        id: family,
        user_id: userId,
        turn,
        previous_turn: null,
        renewed_at: this.database.now,
        created_at: timestamp(),
      })
      .execute()
    return { family, turn }
  }

  /** Renews a login by the token that `turn` names. */
  async renew({ family, turn }: LoginTurn): Promise<Renewal> {
    const known = await this.main
      .selectFrom('login_family')
      .select(['turn', 'previous_turn', sql<number>`${this.database.now} - renewed_at`.as('age')])
      .where('id', '=', family)
      .executeTakeFirst()
    if (known === undefined) return 'unknown'
    const isPrevious = turn === known.previous_turn
    if (isPrevious && known.age <= SAME_PHONE) return { turn: known.turn }
    if (turn !== known.turn && !isPrevious) {
      await this.end(family)
      return 'reused'
    }
    const next = newId()
    const renewed = await this.main
      .updateTable('login_family')
      .set({ turn: next, previous_turn: turn, renewed_at: this.database.now })
      .where('id', '=', family)
      .where('turn', '=', known.turn)
      .returning('id')
      .executeTakeFirst()
    // Somebody else was faster: what that one left is looked at.
    return renewed === undefined ? this.renew({ family, turn }) : { turn: next }
  }

  async end(family: string): Promise<void> {
    await this.main.deleteFrom('login_family').where('id', '=', family).execute()
  }

  async standing(userId: string, family: string): Promise<Standing> {
    const [found] = await familyOf(this.main, { userId, family })
    if (found === undefined) return 'nobody'
    return found.family === null ? 'ended' : 'good'
  }

  /** Forgets those that were not renewed for `age` milliseconds: their tokens have expired. */
  async dropOlderThan(age: number): Promise<void> {
    await this.main
      .deleteFrom('login_family')
      .where('renewed_at', '<', sql<number>`${this.database.now} - ${sql.lit(age)}`)
      .execute()
  }
}

const familyOf = statement<{ userId: string; family: string }, { family: string | null }>((database, value) =>
  database
    .selectFrom('user_account')
    .leftJoin('login_family', (join) =>
      join.onRef('login_family.user_id', '=', 'user_account.id').on('login_family.id', '=', value('family')),
    )
    .select('login_family.id as family')
    .where('user_account.id', '=', value('userId')),
)
