import { type Kysely, type RawBuilder, sql, type UpdateObject } from 'kysely'
import type { Database } from './database'
import { newId, timestamp } from './identifiers'
import type { JobTable, Schema } from './schema'
import { statement } from './statement'
import { writeTransaction } from './write-transaction'

/** Work to be done later, apart from what asked for it. */
export interface NewJob {
  kind: string
  /** Anything that JSON can say. */
  payload: unknown
  /** Whose it is: it goes with the account. */
  userId?: string
  /** The trace that it is part of, where there is one. */
  traceparent?: string | null
  /** Where one of this name waits already, nothing is added; one that was given up begins anew. */
  name?: string
}

/** A job that this process has taken. */
export interface ClaimedJob {
  id: string
  kind: string
  payload: unknown
  /** Whose it is, where it is somebody's. */
  userId: string | undefined
  /** The trace that it is part of, where there is one. */
  traceparent: string | undefined
  /** Attempts that failed before this one. */
  failures: number
  /** Who took it; only that one may end it. */
  claim: string
}

/** What the end of a job writes, in one transaction with that end. */
export type WriteJob = (transaction: Kysely<Schema>) => Promise<void>

/** Adds a job in the transaction of what it follows from: both are there, or neither. */
export async function enqueue(transaction: Kysely<Schema>, job: NewJob): Promise<void> {
  await insertJob(transaction, {
    id: newId(),
    kind: job.kind,
    payload: JSON.stringify(job.payload),
    user_id: job.userId ?? null,
    name: job.name ?? null,
    traceparent: job.traceparent ?? null,
    created_at: timestamp(),
  })
}

type AddedJob = Pick<JobTable, 'id' | 'kind' | 'payload' | 'user_id' | 'name' | 'traceparent' | 'created_at'>

const insertJob = statement<AddedJob>((database, value) =>
  database
    .insertInto('job')
    .values({
      id: value('id'),
      kind: value('kind'),
      payload: value('payload'),
      user_id: value('user_id'),
      name: value('name'),
      traceparent: value('traceparent'),
      failures: 0,
      due_at: 0,
      claim: null,
      claimed_until: null,
      dead: 0,
      error: null,
      created_at: value('created_at'),
    })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((row) => ({
          payload: row.ref('excluded.payload'),
          created_at: row.ref('excluded.created_at'),
          failures: 0,
          due_at: 0,
          dead: 0,
          error: null,
        }))
        .where('job.dead', '=', 1),
    ),
)

/**
 * Jobs in the database: a job is taken for a time, by one of all servers, and comes back when that one dies. Its effect and
 * its end are one transaction, so that one which was done twice has an effect once.
 */
export class JobQueue {
  private readonly main: Kysely<Schema>
  /** What takes jobs, by their kinds: it follows every answer, and who takes jobs asks for the same kinds each time. */
  private readonly takings = new Map<string, ReturnType<typeof takeJobs>>()

  constructor(private readonly database: Pick<Database, 'main' | 'now' | 'shared'>) {
    this.main = database.main
  }

  async add(job: NewJob): Promise<void> {
    await enqueue(this.main, job)
  }

  /**
   * Takes up to `most` jobs of these kinds that are due, the longest waiting first, for `lease` milliseconds. Two servers never get the same one
   * (`FOR UPDATE SKIP LOCKED`; in the embedded database there is one writer).
   */
  async claim(kinds: readonly string[], most: number, lease: number): Promise<ClaimedJob[]> {
    const claim = newId()
    const rows = await this.taking(kinds)(this.main, { claim, most, lease })
    const jobs = rows.map(({ payload, user_id, traceparent, ...job }): ClaimedJob => {
      const of = { userId: user_id ?? undefined, traceparent: traceparent ?? undefined }
      return { ...job, ...of, payload: JSON.parse(payload), claim }
    })
    return jobs.sort((one, other) => (one.id < other.id ? -1 : 1))
  }

  private taking(kinds: readonly string[]): ReturnType<typeof takeJobs> {
    const name = JSON.stringify(kinds)
    const known = this.takings.get(name) ?? takeJobs(this.database, kinds)
    this.takings.set(name, known)
    return known
  }

  /** Keeps a job for `lease` milliseconds more. False where it is somebody else's by now, or gone. */
  async renew({ id, claim }: ClaimedJob, lease: number): Promise<boolean> {
    const kept = await this.main
      .updateTable('job')
      .set({ claimed_until: after(this.database.now, sql.lit(lease)) })
      .where('id', '=', id)
      .where('claim', '=', claim)
      .returning('id')
      .executeTakeFirst()
    return kept !== undefined
  }

  /**
   * Ends a job with what it writes. With `again` it is due once more after so many milliseconds. False, and nothing
   * is written, where it is somebody else's by now, or its account is gone.
   */
  async finish({ id, claim }: ClaimedJob, write?: WriteJob, again?: number): Promise<boolean> {
    return writeTransaction(this.main, async (transaction) => {
      const [ended] =
        again === undefined
          ? await deleteOwn(transaction, { id, claim })
          : await transaction
              .updateTable('job')
              .set({
                due_at: after(this.database.now, sql.lit(again)),
                failures: 0,
                error: null,
                ...unclaimed,
              })
              .where('id', '=', id)
              .where('claim', '=', claim)
              .returning('id')
              .execute()
      if (ended === undefined) return false
      await write?.(transaction)
      return true
    })
  }

  /** The attempt failed, and wrote this: tried again after `delay` milliseconds, or given up where there is none. */
  async fail(job: ClaimedJob, error: string, delay: number | undefined, write?: WriteJob): Promise<void> {
    const end = delay === undefined ? { dead: 1 } : { due_at: after(this.database.now, sql.lit(delay)) }
    await this.giveBack(job, { failures: sql<number>`failures + 1`, error, ...end }, write)
  }

  /** Gives a job back undone, as if it had never been taken, but for what it wrote. */
  async release(job: ClaimedJob, write?: WriteJob): Promise<void> {
    await this.giveBack(job, {}, write)
  }

  /** Where it is somebody else's by now, nothing is written. */
  private giveBack({ id, claim }: ClaimedJob, change: JobChange, write: WriteJob | undefined): Promise<void> {
    return writeTransaction(this.main, async (transaction) => {
      const returned = await transaction
        .updateTable('job')
        .set({ ...change, ...unclaimed })
        .where('id', '=', id)
        .where('claim', '=', claim)
        .returning('id')
        .executeTakeFirst()
      if (returned !== undefined) await write?.(transaction)
    })
  }

  /**
   * Takes jobs back from a server that died. One that shares its database with nobody knows at its start that whoever held
   * them is dead; between several a lease has to lapse.
   */
  async releaseOrphans(): Promise<void> {
    if (this.database.shared) return
    await this.main.updateTable('job').set(unclaimed).where('claim', 'is not', null).execute()
  }
}

const takeJobs = ({ now, shared }: Pick<Database, 'now' | 'shared'>, kinds: readonly string[]) =>
  statement<
    { claim: string; most: number; lease: number },
    Pick<JobTable, 'id' | 'kind' | 'payload' | 'user_id' | 'traceparent' | 'failures'>
  >((database, value) =>
    database
      .with('taken', (jobs) => {
        const due = jobs
          .selectFrom('job')
          .select('job.id')
          .where('job.dead', '=', 0)
          .where('job.due_at', '<=', now)
          .where('job.kind', 'in', kinds)
          .where((either) =>
            either.or([either('job.claimed_until', 'is', null), either('job.claimed_until', '<=', now)]),
          )
          .orderBy('job.due_at')
          .orderBy('job.id')
          .limit(value('most'))
        return shared ? due.forUpdate().skipLocked() : due
      })
      .updateTable('job')
      .set({ claim: value('claim'), claimed_until: after(now, value('lease')) })
      .where('job.id', 'in', (select) => select.selectFrom('taken').select('taken.id'))
      .returning(['job.id', 'job.kind', 'job.payload', 'job.user_id', 'job.traceparent', 'job.failures']),
  )

const deleteOwn = statement<Pick<ClaimedJob, 'id' | 'claim'>, Pick<JobTable, 'id'>>((database, value) =>
  database
    .deleteFrom('job')
    .where('id', '=', value('id'))
    .where('claim', '=', value('claim'))
    .returning('id'),
)

type JobChange = UpdateObject<Schema, 'job'>

const unclaimed = { claim: null, claimed_until: null } satisfies Partial<JobTable>

function after(now: Database['now'], delay: RawBuilder<number>) {
  return sql<number>`${now} + ${delay}`
}
