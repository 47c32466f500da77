import { type Kysely, sql } from 'kysely'
import type { Database } from './database'
import type { Schema } from './schema'

/** A job that was given up. */
export interface DeadJob {
  id: string
  kind: string
  payload: string
  userId: string | null
  failures: number
  error: string | null
  createdAt: string
}

/** How many jobs of a kind there are. */
export interface JobCount {
  kind: string
  waiting: number
  dead: number
  /** Milliseconds since the oldest one that waits was due; 0 where none is. */
  age: number
}

/** What who operates a server sees of its jobs, and does about those that were given up. */
export class JobOverview {
  private readonly main: Kysely<Schema>

  constructor(private readonly database: Pick<Database, 'main' | 'now'>) {
    this.main = database.main
  }

  /** By kind. */
  async counts(): Promise<JobCount[]> {
    const { now } = this.database
    const rows = await this.main
      .selectFrom('job')
      .select(({ fn }) => [
        'kind',
        fn.countAll<number>().as('all'),
        fn.sum<number>('dead').as('dead'),
        sql<string | null>`min(case when dead = 0 and due_at = 0 then created_at end)`.as('asked'),
        sql<number | null>`min(case when dead = 0 and due_at > 0 then due_at end)`.as('due'),
        sql<number>`${now}`.as('now'),
      ])
      .groupBy('kind')
      .orderBy('kind')
      .execute()
    return rows.map(({ kind, all, dead, asked, due, now: present }) => {
      const since = [asked === null ? null : Date.parse(asked), due]
      const ages = since.map((time) => (time === null ? 0 : present - time))
      return { kind, waiting: all - dead, dead, age: Math.max(0, ...ages) }
    })
  }

  /** Those that were given up, the oldest first. */
  async dead(): Promise<DeadJob[]> {
    const rows = await this.main
      .selectFrom('job')
      .select(['id', 'kind', 'payload', 'user_id', 'failures', 'error', 'created_at'])
      .where('dead', '=', 1)
      .orderBy('id')
      .execute()
    return rows.map(({ user_id: userId, created_at: createdAt, ...job }) => ({ ...job, userId, createdAt }))
  }

  /** Brings one that was given up back, to be done at once. False where there is none. */
  async revive(id: string): Promise<boolean> {
    const revived = await this.main
      .updateTable('job')
      .set({ dead: 0, failures: 0, due_at: 0 })
      .where('id', '=', id)
      .where('dead', '=', 1)
      .returning('id')
      .executeTakeFirst()
    return revived !== undefined
  }

  /** Forgets one that was given up. False where there is none. */
  async drop(id: string): Promise<boolean> {
    const dropped = await this.main
      .deleteFrom('job')
      .where('id', '=', id)
      .where('dead', '=', 1)
      .returning('id')
      .executeTakeFirst()
    return dropped !== undefined
  }
}
