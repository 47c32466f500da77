import { type Kysely, sql } from 'kysely'
import type { Database } from './database'
import type { Schema } from './schema'
import { statement } from './statement'

/** What was taken of a model: by an answer, or by what is made after one. */
export interface Used {
  /** 1 for an answer, 0 for what belongs to one that is counted already. */
  answers: 0 | 1
  /** Of Asia/Shanghai, such as `2026-11-28`. */
  day: string
  /** Empty where it is not known. */
  model: string
  prompt_tokens: number
  completion_tokens: number
}

/** Answers and tokens, summed. */
export interface UsageSum {
  answers: number
  promptTokens: number
  completionTokens: number
}

/** By day, model and, where it is asked by user, user. */
export interface UsageLine extends UsageSum {
  day: string
  model: string
}

/** Adds what was used to its user's day, in the transaction that saves what it was used for. A user who is gone has no days. */
export async function countUsage(transaction: Kysely<Schema>, userId: string, used: Used): Promise<void> {
  await addUsage(transaction, { ...used, userId })
}

const addUsage = statement<Used & { userId: string }>((database, value) =>
  database
    .insertInto('usage_day')
    .columns(['user_id', 'day', 'model', 'answers', 'prompt_tokens', 'completion_tokens'])
    .expression(
      database
        .selectFrom('user_account')
        .select([
          'id',
          value('day').as('day'),
          value('model').as('model'),
          sql<number>`cast(${value('answers')} as bigint)`.as('answers'),
          sql<number>`cast(${value('prompt_tokens')} as bigint)`.as('prompt_tokens'),
          sql<number>`cast(${value('completion_tokens')} as bigint)`.as('completion_tokens'),
        ])
        .where('id', '=', value('userId')),
    )
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'day', 'model']).doUpdateSet({
        answers: sql<number>`usage_day.answers + excluded.answers`,
        prompt_tokens: sql<number>`usage_day.prompt_tokens + excluded.prompt_tokens`,
        completion_tokens: sql<number>`usage_day.completion_tokens + excluded.completion_tokens`,
      }),
    ),
)

const sums = [
  sql<number>`sum(answers)`.as('answers'),
  sql<number>`sum(prompt_tokens)`.as('promptTokens'),
  sql<number>`sum(completion_tokens)`.as('completionTokens'),
] as const

/** What was used, for who pays for it. */
export class UsageRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Pick<Database, 'main'>) {
    this.main = database.main
  }

  /** From this day on, the newest day first; of all users unless one is named. */
  async lines(since: string, userId?: string): Promise<UsageLine[]> {
    const all = this.main.selectFrom('usage_day').where('day', '>=', since)
    return (userId === undefined ? all : all.where('user_id', '=', userId))
      .select(['day', 'model', ...sums])
      .groupBy(['day', 'model'])
      .orderBy('day', 'desc')
      .orderBy('model')
      .execute()
  }

  /** The users who used most since this day, by tokens. */
  async users(since: string, most: number): Promise<(UsageSum & { userId: string; name: string })[]> {
    return this.main
      .selectFrom('usage_day')
      .innerJoin('user_account', 'user_account.id', 'usage_day.user_id')
      .where('day', '>=', since)
      .select(['user_account.id as userId', 'user_account.name', ...sums])
      .groupBy(['user_account.id', 'user_account.name'])
      .orderBy(sql`sum(prompt_tokens) + sum(completion_tokens)`, 'desc')
      .limit(most)
      .execute()
  }
}
