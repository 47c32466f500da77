import type { Kysely } from 'kysely'
import type { Database } from './database'
import { timestamp } from './identifiers'
import type { Schema } from './schema'

export interface Feedback {
  answerId: string
  rating: 'up' | 'down'
  reason: string | null
}

/** What students think of their answers: one opinion an answer, the last one counts. */
export class FeedbackRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Database) {
    this.main = database.main
  }

  /** False where this user has no such answer. */
  async give(userId: string, { answerId, rating, reason }: Feedback): Promise<boolean> {
    const owned = await this.main
      .selectFrom('answer')
      .innerJoin('question', 'question.id', 'answer.question_id')
      .select('answer.id')
      .where('answer.id', '=', answerId)
      .where('question.user_id', '=', userId)
      .executeTakeFirst()
    if (owned === undefined) return false
    const opinion = { rating, reason, updated_at: timestamp() }
    await this.main
      .insertInto('feedback')
      .values({ answer_id: answerId, ...opinion })
      .onConflict((conflict) => conflict.column('answer_id').doUpdateSet(opinion))
      .execute()
    return true
  }
}
