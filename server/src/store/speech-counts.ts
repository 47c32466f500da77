import { type Kysely, sql } from 'kysely'
import { TooManyAsked } from '../answer/answer-store'
import { dayOf } from './calendar'
import type { Database } from './database'
import { timestamp } from './identifiers'
import type { Schema } from './schema'
import { statement } from './statement'

/** Takes one that was counted back, for what came to nothing. */
export type GiveBack = () => Promise<void>

/** How often a user has had speech made of text, or text of speech, on this day of Asia/Shanghai: beside the questions, in the same row. */
export class SpeechCounts {
  private readonly main: Kysely<Schema>

  /** `most`: of one user and day; 0: no limit, and nothing is counted. */
  constructor(
    database: Pick<Database, 'main'>,
    private readonly most: number,
  ) {
    this.main = database.main
  }

  /**
   * Counts one more, by one statement, so that the count holds over all servers. Rejects with {@link TooManyAsked} beyond the limit, and what
   * is refused is not counted.
   */
  async count(userId: string): Promise<GiveBack> {
    const { main, most } = this
    if (most === 0) return async () => undefined
    const day = dayOf(timestamp())
    const counted = await count(main, { userId, day, most })
    if (counted.length === 0) throw new TooManyAsked('day', most)
    return async () => {
      await giveBack(main, { userId, day })
    }
  }
}

const count = statement<{ userId: string; day: string; most: number }, { user_id: string }>(
  (database, value) =>
    database
      .insertInto('ask_count')
      .values({
        user_id: value('userId'),
        day: value('day'),
        of_day: 0,
        minute: 0,
        of_minute: 0,
        speech_day: value('day'),
        speech_of_day: 1,
      })
      .onConflict((conflict) =>
        conflict
          .column('user_id')
          .doUpdateSet({
            speech_day: sql<string>`excluded.speech_day`,
            speech_of_day: sql<number>`case when ask_count.speech_day = excluded.speech_day then ask_count.speech_of_day else 0 end + 1`,
          })
          .where(
            sql<boolean>`case when ask_count.speech_day = excluded.speech_day then ask_count.speech_of_day else 0 end < ${value('most')}`,
          ),
      )
      .returning('user_id'),
)

/** One that was counted on a day that is over is none of today's. */
const giveBack = statement<{ userId: string; day: string }>((database, value) =>
  database
    .updateTable('ask_count')
    .set((select) => ({ speech_of_day: select('speech_of_day', '-', 1) }))
    .where('user_id', '=', value('userId'))
    .where('speech_day', '=', value('day'))
    .where('speech_of_day', '>', 0),
)
