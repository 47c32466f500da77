import type { Kysely } from 'kysely'
import { mistakesOf, type NewMistakeRow } from './add-mistakes'
import type { Database } from './database'
import { isId } from './identifiers'
import type { Schema } from './schema'
import { parseCorrection } from './stored-extras'

/** Students' own work that was marked. */
export class CorrectionRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Pick<Database, 'main'>) {
    this.main = database.main
  }

  /** The exercise of a question's newest correction that has this number, as a mistake; `undefined` where there is none. */
  async mistakeOf(userId: string, questionId: string, no: string): Promise<NewMistakeRow | undefined> {
    if (!isId(questionId)) return undefined
    const row = await this.main
      .selectFrom('question')
      .innerJoin('answer', 'answer.question_id', 'question.id')
      .innerJoin('answer_extras', 'answer_extras.answer_id', 'answer.id')
      .select(['answer_extras.subject', 'answer_extras.correction'])
      .where('question.user_id', '=', userId)
      .where(({ or, eb }) => or([eb('question.id', '=', questionId), eb('question.again', '=', questionId)]))
      .where('answer_extras.status', '=', 'ready')
      .where('answer_extras.correction', 'is not', null)
      .orderBy('answer.id', 'desc')
      .limit(1)
      .executeTakeFirst()
    const item = row && parseCorrection(row.correction)?.items.find((each) => each.no === no)
    if (row === undefined || item === undefined) return undefined
    const { verdict, ...exercise } = item
    const [mistake] = await mistakesOf(this.main, { userId, questionId, subject: row.subject }, [exercise])
    return mistake
  }
}
