import type { Kysely } from 'kysely'
import type { DraftAppend } from '../answer/answer-store'
import { type Drafts, type DraftText, joined } from './drafts'
import type { DraftRowSchema, DraftRowTable } from './schema'
import { parseFinish } from './stored-answer'

/** Below the number of parameters that the database takes in one statement. */
const rowsPerInsert = 5000

/** {@link Drafts} of servers that share a database: a row a piece, so that each finds those of one answer whoever wrote them. */
export class DraftRows implements Drafts {
  constructor(private readonly database: Kysely<DraftRowSchema>) {}

  async append(drafts: readonly DraftAppend[]): Promise<void> {
    if (drafts.length === 0) return
    const rows = drafts.map(({ questionId, seq, content, reasoning, finish }) => ({
      question_id: questionId,
      seq,
      content,
      reasoning,
      finish: finish === undefined ? null : JSON.stringify(finish),
    }))
    if (rows.length <= rowsPerInsert) return this.insert(this.database, rows)
    await this.database.transaction().execute(async (transaction) => {
      for (let start = 0; start < rows.length; start += rowsPerInsert) {
        await this.insert(transaction, rows.slice(start, start + rowsPerInsert))
      }
    })
  }

  async read(questionId: string, afterSeq: number): Promise<DraftText> {
    const rows = await this.database
      .selectFrom('draft')
      .select(['seq', 'content', 'reasoning', 'finish'])
      .where('question_id', '=', questionId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .execute()
    return joined(
      rows.map((row) => ({ ...row, finish: parseFinish(row.finish) })),
      afterSeq,
    )
  }

  async drop(questionIds: readonly string[]): Promise<void> {
    if (questionIds.length === 0) return
    await this.database.deleteFrom('draft').where('question_id', 'in', questionIds).execute()
  }

  async questionIds(): Promise<string[]> {
    const rows = await this.database.selectFrom('draft').select('question_id').distinct().execute()
    return rows.map((row) => row.question_id)
  }

  async ping(): Promise<void> {
    await this.database.selectFrom('draft').select('seq').limit(1).execute()
  }

  close(): Promise<void> {
    return this.database.destroy()
  }

  private async insert(database: Kysely<DraftRowSchema>, rows: DraftRowTable[]): Promise<void> {
    await database
      .insertInto('draft')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['question_id', 'seq']).doNothing())
      .execute()
  }
}
