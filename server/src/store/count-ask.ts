import { type Kysely, sql, type Transaction } from 'kysely'
import { TooManyAsked } from '../answer/answer-store'
import { dayOf, minuteOf } from './calendar'
import { timestamp } from './identifiers'
import type { AskCountTable, QuestionTable, Schema } from './schema'
import { statement } from './statement'

/** How much one user may ask. */
export interface AskLimits {
  /** Questions a day of Asia/Shanghai that did not end without any answer; 0: no limit. A user may have another one. */
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
  const [counted] = await count(transaction, { userId, day, minute, asked: 1 })
  if (counted === undefined) throw new Error('a question was not counted')
  refuseBeyond(counted, limits, left)
}

/** Counts what was as good as asked, and is not, as one of the minute and none of the day. */
export async function countUnasked(main: Kysely<Schema>, userId: string): Promise<void> {
  const now = timestamp()
  await count(main, { userId, day: dayOf(now), minute: minuteOf(now).minute, asked: 0 })
}

/** Rejects with {@link TooManyAsked} where one more question of this user would; nothing is counted or written. */
export async function refuseTooMany(main: Kysely<Schema>, userId: string, limits: AskLimits): Promise<void> {
  const now = timestamp()
  const { minute, left } = minuteOf(now)
  const [known] = await counts(main, { userId })
  if (known === undefined) return
  const of_day = (known.day === dayOf(now) ? known.of_day : 0) + 1
  const of_minute = (known.minute === minute ? known.of_minute : 0) + 1
  refuseBeyond({ ...known, of_day, of_minute }, limits, left)
}

function refuseBeyond({ of_day, of_minute, own_limit }: Counted, limits: AskLimits, left: number): void {
  const daily = own_limit ?? limits.daily
  if (daily > 0 && of_day > daily) throw new TooManyAsked('day', daily)
  if (of_minute > limits.minutely) throw new TooManyAsked('minute', limits.minutely, left)
}

/** A question that counts, and of which day. */
export type CountedQuestion = Pick<QuestionTable, 'id' | 'user_id' | 'counted_on'>

/**
 * Gives a question that ended without any answer back to the day that it was counted on, once. Its minute goes on counting it: that
 * limit is for who asks too fast.
 */
export async function giveBackAsk(
  transaction: Transaction<Schema>,
  { id, user_id, counted_on }: CountedQuestion,
): Promise<void> {
  if (counted_on === null) return
  await transaction.updateTable('question').set({ counted_on: null }).where('id', '=', id).execute()
  await transaction
    .updateTable('ask_count')
    .set((select) => ({ of_day: select('of_day', '-', 1) }))
    .where('user_id', '=', user_id)
    .where('day', '=', counted_on)
    .execute()
}

/** Counts a question that was given back, and is asked for again, as one of today. Rejects with {@link TooManyAsked}. */
export async function countAskAgain(
  transaction: Transaction<Schema>,
  { id, user_id, counted_on }: CountedQuestion,
  limits: AskLimits,
): Promise<void> {
  if (counted_on !== null) return
  const now = timestamp()
  await countAsk(transaction, user_id, now, limits)
  await transaction
    .updateTable('question')
    .set({ counted_on: dayOf(now) })
    .where('id', '=', id)
    .execute()
}

/** `asked`: questions of the day, 1 or 0. */
const count = statement<{ userId: string; day: string; minute: number; asked: number }, Counted>(
  (database, value) =>
    database
      .insertInto('ask_count')
      .values({
        user_id: value('userId'),
        day: value('day'),
        of_day: value('asked'),
        minute: value('minute'),
        of_minute: 1,
      })
      .onConflict((conflict) =>
        conflict.column('user_id').doUpdateSet({
          day: sql<string>`excluded.day`,
          of_day: sql<number>`case when ask_count.day = excluded.day then ask_count.of_day else 0 end + excluded.of_day`,
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

const counts = statement<{ userId: string }, Counted & Pick<AskCountTable, 'day' | 'minute'>>(
  (database, value) =>
    database
      .selectFrom('ask_count')
      .innerJoin('user_account', 'user_account.id', 'ask_count.user_id')
      .select(['day', 'of_day', 'minute', 'of_minute', 'daily_answers as own_limit'])
      .where('ask_count.user_id', '=', value('userId')),
)

interface Counted {
  of_day: number
  of_minute: number
  own_limit: number | null
}
