import { type Expression, type Kysely, sql } from 'kysely'
import type { Database } from './database'
import type { Schema } from './schema'

/** Milliseconds for which a server that says nothing counts as alive. */
const LEASE = 12_000
/** Milliseconds between two signs of life, and until the next attempt where one failed. */
export const LEASE_RENEWAL = 1500
/** Milliseconds until a sign of life that failed is tried again. */
export const LEASE_RETRY = 400
/** Milliseconds, from the last sign of life that came through, after which a server has let go of its answers. */
export const LEASE_HELD = LEASE - 2000

/**
 * A server's word in a shared database that it lives: until it is silent for too long, no other server takes its running
 * answers for orphans. A database that one process has for itself needs none. Time is the database's own: the machines of
 * two servers may have dates that lie hours apart.
 */
export class OwnerLease {
  private readonly main: Kysely<Schema>
  private readonly now: Expression<number>

  constructor({ main, now }: Pick<Database, 'main' | 'now'>) {
    this.main = main
    this.now = now
  }

  /** A server begins to live; those that do not are forgotten. Gives the database's time. */
  async begin(owner: string): Promise<number> {
    const seen_at = this.now
    const begun = await this.main
      .insertInto('server_run')
      .values({ id: owner, seen_at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at }))
      .returning('seen_at')
      .executeTakeFirstOrThrow()
    await this.main.deleteFrom('server_run').where('seen_at', '<=', lapsed(this.now)).execute()
    return begun.seen_at
  }

  /** This server lives on. Gives the database's time; `undefined` where it was silent for too long: others may have what it had. */
  async renew(owner: string): Promise<number | undefined> {
    const renewed = await this.main
      .updateTable('server_run')
      .set({ seen_at: this.now })
      .where('id', '=', owner)
      .where('seen_at', '>', lapsed(this.now))
      .returning('seen_at')
      .executeTakeFirst()
    return renewed?.seen_at
  }

  /** This server is over: what it left unfinished may be taken up at once. */
  async end(owner: string): Promise<void> {
    await this.main.deleteFrom('server_run').where('id', '=', owner).execute()
  }
}

/** The servers that live, as a subquery. */
export function livingServers({ main, now }: Pick<Database, 'main' | 'now'>) {
  return main.selectFrom('server_run').select('server_run.id').where('server_run.seen_at', '>', lapsed(now))
}

function lapsed(now: Expression<number>) {
  return sql<number>`${now} - ${sql.lit(LEASE)}`
}
