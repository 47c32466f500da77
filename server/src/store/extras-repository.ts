import type { Kysely } from 'kysely'
import type { AskParams, Extras } from '../../../typings/protocol'
import type { Circumstances } from '../answer/answer-store'
import { circumstancesOf } from './circumstances'
import type { Database } from './database'
import type { AnswerTable, QuestionTable, Schema } from './schema'
import { statement } from './statement'
import { parseParams } from './stored-answer'
import { extrasColumns, extrasOf } from './stored-extras'

/** A saved answer with what it answers. */
export interface AnswerWithQuestion {
  answerId: string
  questionId: string
  userId: string
  params: AskParams
  content: string
  circumstances: Circumstances
}

/** What follows answers. */
export class ExtrasRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Pick<Database, 'main'>) {
    this.main = database.main
  }

  /** Of this user's answer; `undefined` where they have no such answer. */
  async find(userId: string, answerId: string): Promise<Extras | undefined> {
    const row = await this.main
      .selectFrom('answer')
      .innerJoin('question', 'question.id', 'answer.question_id')
      .leftJoin('answer_extras', 'answer_extras.answer_id', 'answer.id')
      .select(extrasColumns)
      .where('answer.id', '=', answerId)
      .where('question.user_id', '=', userId)
      .executeTakeFirst()
    return row && extrasOf(row)
  }

  /** What extras are made of; `undefined` where the answer is gone, or has them already. */
  async material(answerId: string): Promise<AnswerWithQuestion | undefined> {
    const [row] = await selectMaterial(this.main, { answerId })
    if (row === undefined) return undefined
    const asked = { userId: row.user_id, questionId: row.id, params: parseParams(row.params) }
    const circumstances = await circumstancesOf(this.main, asked)
    return { ...asked, answerId, content: row.content, circumstances }
  }
}

const selectMaterial = statement<
  { answerId: string },
  Pick<AnswerTable, 'content'> & Pick<QuestionTable, 'id' | 'user_id' | 'params'>
>((database, value) =>
  database
    .selectFrom('answer')
    .innerJoin('question', 'question.id', 'answer.question_id')
    .innerJoin('answer_extras', 'answer_extras.answer_id', 'answer.id')
    .select(['answer.content', 'question.id', 'question.user_id', 'question.params'])
    .where('answer.id', '=', value('answerId'))
    .where('answer_extras.status', '=', 'pending'),
)
