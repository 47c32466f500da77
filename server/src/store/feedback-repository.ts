import type { Kysely } from 'kysely'
import type { Database } from './database'
import { timestamp } from './identifiers'
import type { Schema } from './schema'

/** An answer, and the user who thinks something of it. */
export interface RatedAnswer {
  userId: string
  answerId: string
}

interface Opinion {
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
  async give(about: RatedAnswer, { rating, reason }: Opinion): Promise<boolean> {
    if (!(await this.owns(about))) return false
    const opinion = { rating, reason, updated_at: timestamp() }
    await this.main
      .insertInto('feedback')
      .values({ answer_id: about.answerId, ...opinion })
      .onConflict((conflict) => conflict.column('answer_id').doUpdateSet(opinion))
      .execute()
    return true
  }

  /** The answer is as if it had never been rated. False where this user has no such answer. */
  async takeBack(about: RatedAnswer): Promise<boolean> {
    if (!(await this.owns(about))) return false
    await this.main.deleteFrom('feedback').where('answer_id', '=', about.answerId).execute()
    return true
  }

  private async owns({ userId, answerId }: RatedAnswer): Promise<boolean> {
    const owned = await this.main
      .selectFrom('answer')
      .innerJoin('question', 'question.id', 'answer.question_id')
      .select('answer.id')
      .where('answer.id', '=', answerId)
      .where('question.user_id', '=', userId)
      .executeTakeFirst()
    return owned !== undefined
  }
}
