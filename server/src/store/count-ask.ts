import { sql, type Transaction } from 'kysely'
import { TooManyAsked } from '../answer/answer-store'
import { dayOf, minuteOf } from './calendar'
import type { Schema } from './schema'
import { statement } from './statement'

/** How much one user may ask. */
export interface AskLimits {
  /** Questions a day of Asia/Shanghai; 0: no limit. A user may have another one. */
  daily: number
  /** Questions a minute. */
  minutely: number
  /** Answers that are written at the same time, over all servers of a shared database. */
  atOnce: number
}

/**
 * Counts a question that is being written, by one statement, so that the count holds over all servers. Rejects with
 * {@link TooManyAsked}, and the transaction with its count is rolled back.
 */
export async function countAsk(
  transaction: Transaction<Schema>,
  userId: string,
  time: string,
  limits: AskLimits,
): Promise<void> {
  const day = dayOf(time)
  const { minute, left } = minuteOf(time)
  const [counted] = await count(transaction, { userId, day, minute })
  if (counted === undefined) throw new Error('a question was not counted')
  const daily = counted.own_limit ?? limits.daily
  if (daily > 0 && counted.of_day > daily) throw new TooManyAsked('day', daily)
  if (counted.of_minute > limits.minutely) throw new TooManyAsked('minute', limits.minutely, left)
}

const count = statement<{ userId: string; day: string; minute: number }, Counted>((database, value) =>
  database
    .insertInto('ask_count')
    .values({
      user_id: value('userId'),
      day: value('day'),
      of_day: 1,
      minute: value('minute'),
      of_minute: 1,
    })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({
        day: sql<string>`excluded.day`,
        of_day: sql<number>`case when ask_count.day = excluded.day then ask_count.of_day else 0 end + 1`,
        minute: sql<number>`excluded.minute`,
        of_minute: sql<number>`case when ask_count.minute = excluded.minute then ask_count.of_minute else 0 end + 1`,
      }),
    )
    .returning((returned) => [
      'of_day',
      'of_minute',
      returned
        .selectFrom('user_account')
        .select('daily_answers')
        .whereRef('user_account.id', '=', 'ask_count.user_id')
        .as('own_limit'),
    ]),
)

interface Counted {
  of_day: number
  of_minute: number
  own_limit: number | null
}
