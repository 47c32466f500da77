import type { Kysely } from 'kysely'
import type { DraftAppend, Finish } from '../answer/answer-store'
import type { DraftSchema, DraftTable } from './schema'
import { parseFinish } from './stored-answer'
import { writeTransaction } from './write-transaction'

/** What drafts of one answer add up to. */
export interface DraftText {
  content: string
  reasoning: string
  /** The last `seq` that is written down, or the one that was asked from. */
  lastSeq: number
  /** Known where the text is whole. */
  finish: Finish | undefined
}

/** Below the number of parameters that either database takes in one statement. */
const rowsPerInsert = 5000

/** The growing texts of answers that are not saved yet, appended piece by piece. */
export class DraftRepository {
  constructor(private readonly database: Kysely<DraftSchema>) {}

  /** All of them or none; a piece that is already there is left as it is. */
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
    await writeTransaction(this.database, async (transaction) => {
      for (let start = 0; start < rows.length; start += rowsPerInsert) {
        await this.insert(transaction, rows.slice(start, start + rowsPerInsert))
      }
    })
  }

  /** The text written after `afterSeq`, joined. */
  async read(questionId: string, afterSeq: number): Promise<DraftText> {
    const rows = await this.database
      .selectFrom('draft')
      .select(['seq', 'content', 'reasoning', 'finish'])
      .where('question_id', '=', questionId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .execute()
    return {
      content: rows.map((row) => row.content).join(''),
      reasoning: rows.map((row) => row.reasoning).join(''),
      lastSeq: rows.at(-1)?.seq ?? afterSeq,
      finish: parseFinish(rows.findLast(({ finish }) => finish !== null)?.finish ?? null),
    }
  }

  /** Forgets the drafts of these questions. */
  async drop(questionIds: readonly string[]): Promise<void> {
    if (questionIds.length === 0) return
    await this.database.deleteFrom('draft').where('question_id', 'in', questionIds).execute()
  }

  /** The questions that have drafts. */
  async questionIds(): Promise<string[]> {
    const rows = await this.database.selectFrom('draft').select('question_id').distinct().execute()
    return rows.map((row) => row.question_id)
  }

  private async insert(database: Kysely<DraftSchema>, rows: DraftTable[]): Promise<void> {
    await database
      .insertInto('draft')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['question_id', 'seq']).doNothing())
      .execute()
  }
}
