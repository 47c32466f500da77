import { type Kysely, sql } from 'kysely'
import type { Database } from './database'
import type { Schema } from './schema'

/** Each after those that it refers to. What else there is a database makes for itself. */
export const MOVED_TABLES = [
  'user_account',
  'login_family',
  'file',
  'chat_session',
  'session_thread',
  'question',
  'question_image',
  'answer',
  'answer_extras',
  'feedback',
  'mistake',
  'mistake_point',
  'mistake_review',
  'job',
  'usage_day',
  'ask_count',
] as const satisfies readonly (keyof Schema)[]

/** One of these. */
export type MovedTable = (typeof MOVED_TABLES)[number]

/** Rows that are read and written at once. */
const TOGETHER = 200

/** There is somebody in the database already; `message` is one line. */
export class DatabaseNotEmpty extends Error {
  override readonly name = 'DatabaseNotEmpty'

  constructor() {
    super('the database of DATABASE_URL has users already: only into an empty one can data be moved')
  }
}

/**
 * Writes everything that the embedded database holds into an empty PostgreSQL, both with today's tables, in one transaction: all of
 * it is there or nothing. The embedded one stays as it is; nobody else may work on it meanwhile. Gives the rows of each table.
 * Rejects with {@link DatabaseNotEmpty}.
 */
export function moveRows(from: Database, to: Database): Promise<ReadonlyMap<MovedTable, number>> {
  return to.main.transaction().execute(async (transaction) => {
    if ((await countOf(transaction, 'user_account')) > 0) throw new DatabaseNotEmpty()
    const moved = new Map<MovedTable, number>()
    for (const table of MOVED_TABLES) {
      await moveTable(from.main, transaction, table)
      const count = await countOf(transaction, table)
      const expected = await countOf(from.main, table)
      if (count !== expected) throw new Error(`${table}: ${count} rows of ${expected} came over`)
      moved.set(table, count)
    }
    // Who did a job is gone: it is done anew.
    await transaction.updateTable('job').set({ claim: null, claimed_until: null }).execute()
    await moveDrafts(from, transaction)
    return moved
  })
}

async function moveTable(from: Kysely<Schema>, to: Kysely<Schema>, table: MovedTable): Promise<void> {
  let last = 0
  for (;;) {
    // In the order in which they were written: what a row refers to in its own table comes before it.
    const { rows } = await sql<{ row_number: number }>`
      select rowid as row_number, * from ${sql.table(table)} where rowid > ${last} order by rowid
      limit ${sql.lit(TOGETHER)}`.execute(from)
    const end = rows.at(-1)
    if (end === undefined) return
    last = end.row_number
    await sql`insert into ${sql.table(table)}
      select * from json_populate_recordset(null::${sql.table(table)}, ${asJson(rows)}::json)`.execute(to)
  }
}

/** PostgreSQL keeps no NUL in a text; one of long ago may have one. */
function asJson(rows: readonly object[]): string {
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '') : value,
  )
}

/** What was written of answers that are not saved yet stands with their questions then: whoever takes them up goes on from it. */
async function moveDrafts({ main, drafts }: Database, to: Kysely<Schema>): Promise<void> {
  for (const questionId of await drafts.questionIds()) {
    const question = await main
      .selectFrom('question')
      .select(['fence', 'last_seq'])
      .where('id', '=', questionId)
      .executeTakeFirst()
    if (question === undefined) continue
    const written = await drafts.read(questionId, question.last_seq, question.fence)
    await to
      .updateTable('question')
      .set({
        partial_content: sql<string>`partial_content || ${written.content}`,
        partial_reasoning: sql<string>`partial_reasoning || ${written.reasoning}`,
        last_seq: written.lastSeq,
        ...(written.finish && { partial_finish: JSON.stringify(written.finish) }),
      })
      .where('id', '=', questionId)
      .execute()
  }
}

async function countOf(database: Kysely<Schema>, table: MovedTable): Promise<number> {
  const { count } = await database
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
