import { type Kysely, sql } from 'kysely'
import type { DraftAppend } from '../answer/answer-store'
import { type Drafts, type DraftText, joined } from './drafts'
import type { DraftRowSchema } from './schema'
import { parseFinish } from './stored-answer'

/**
 * {@link Drafts} of servers that share a database: a row a piece, so that each finds those of one answer whoever wrote them. Who
 * no longer owns the question writes none; one that was on its way meanwhile is not read.
 */
export class DraftRows implements Drafts {
  constructor(private readonly database: Kysely<DraftRowSchema>) {}

  async append(drafts: readonly DraftAppend[]): Promise<readonly string[]> {
    if (drafts.length === 0) return []
    const column = <T>(of: (draft: DraftAppend) => T) => drafts.map(of)
    const finishes = column(({ finish }) => (finish === undefined ? null : JSON.stringify(finish)))
    const overtaken = await sql<{ question_id: string }>`
      with piece as (
        select * from unnest(
          ${column(({ questionId }) => questionId)}::text[], ${column(({ fence }) => fence)}::int[],
          ${column(({ seq }) => seq)}::int[], ${column(({ content }) => content)}::text[],
          ${column(({ reasoning }) => reasoning)}::text[], ${finishes}::text[]
        ) as given (question_id, fence, seq, content, reasoning, finish)
      ), own as (
        select question.id from question
          where (question.id, question.fence) in (select question_id, fence from piece)
      ), written as (
        insert into draft (question_id, fence, seq, content, reasoning, finish)
          select question_id, fence, seq, content, reasoning, finish from piece
            where question_id in (select id from own)
          on conflict (question_id, seq) do nothing
      )
      select distinct question_id from piece where question_id not in (select id from own)`.execute(
      this.database,
    )
    return overtaken.rows.map(({ question_id }) => question_id)
  }

  async read(questionId: string, afterSeq: number, fence: number): Promise<DraftText> {
    const rows = await this.database
      .selectFrom('draft')
      .select(['seq', 'content', 'reasoning', 'finish'])
      .where('question_id', '=', questionId)
      .where('seq', '>', afterSeq)
      // One of before there were fences is its owner's.
      .where((either) => either.or([either('fence', '=', fence), either('fence', 'is', null)]))
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

  release(questionId: string): Promise<void> {
    return this.drop([questionId])
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
}
