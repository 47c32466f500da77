import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ReviewRating } from '../../../typings/mistakes'
import { addMistakes, type NewMistakeRow, pointRows } from './add-mistakes'
import type { Database } from './database'
import { newId, timestamp } from './identifiers'
import { like, literalPattern } from './literal-pattern'
import { lockUser } from './lock-user'
import { entriesOf, type MistakeEntry } from './mistake-entry'
import { holderOf, sameByHand } from './mistake-keys'
import type { Schema } from './schema'
import { dropUnusedFiles } from './unused-files'
import { writeTransaction } from './write-transaction'

/** Which mistakes. */
export interface MistakeFilter {
  subject?: string | undefined
  /** A whole name. */
  point?: string | undefined
  /** A part of a text, a note or a point, taken literally. */
  search?: string | undefined
  /** Where it was taken from: an exercise of this question's correction. */
  marked?: { questionId: string; no: string } | undefined
}

/** Which page of a mistake book is read. */
export interface MistakeQuery extends MistakeFilter {
  /** Only those that are due now, the earliest first. */
  due: boolean
  /** From 1. */
  page: number
  size: number
}

/** What is changed; what is not named stays. */
export interface MistakeChanges {
  note?: string | null | undefined
  subject?: string | null | undefined
  points?: readonly string[] | undefined
  correct_answer?: string | null | undefined
  mastered?: boolean | undefined
}

/** What a review leaves behind. */
export interface Rescheduled {
  card: string
  dueAt: string
}

const SEARCHED = ['text', 'student_answer', 'correct_answer', 'reason', 'note'] as const

/** A student's mistake book. Whatever is not this user's is as good as missing. */
export class MistakeRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Pick<Database, 'main'>) {
    this.main = database.main
  }

  /** The newest first, or what is due, the earliest first. `total` is of the filter, `due` of the whole book. */
  async list(
    userId: string,
    query: MistakeQuery,
  ): Promise<{ items: MistakeEntry[]; total: number; due: number }> {
    const now = timestamp()
    const filtered = this.matching(userId, query)
    const matching = query.due ? filtered.where(isDue(now)) : filtered
    const rows = await (query.due
      ? matching.orderBy('mistake.due_at').orderBy('mistake.id')
      : matching.orderBy('mistake.created_at', 'desc').orderBy('mistake.id', 'desc')
    )
      .selectAll('mistake')
      .limit(query.size)
      .offset((query.page - 1) * query.size)
      .execute()
    return {
      items: await entriesOf(this.main, rows),
      total: await countOf(matching),
      due: await countOf(this.ofUser(userId).where(isDue(now))),
    }
  }

  /** All of the filter, the oldest first. */
  async all(userId: string, filter: MistakeFilter): Promise<MistakeEntry[]> {
    return entriesOf(this.main, await this.oldestFirst(userId, filter).execute())
  }

  /** The same up to `size` of them, behind the first `from`. */
  async some(
    userId: string,
    filter: MistakeFilter,
    { from, size }: { from: number; size: number },
  ): Promise<MistakeEntry[]> {
    return entriesOf(this.main, await this.oldestFirst(userId, filter).limit(size).offset(from).execute())
  }

  /** How many there are of the filter. */
  count(userId: string, filter: MistakeFilter): Promise<number> {
    return countOf(this.matching(userId, filter))
  }

  async find(userId: string, id: string): Promise<MistakeEntry | undefined> {
    return entryBy(this.main, userId, 'id', id)
  }

  /** The exercise of this key of `sameByHand`, where it is in the book already. */
  async findByHand(userId: string, sameAs: string): Promise<MistakeEntry | undefined> {
    return writeTransaction(this.main, async (transaction) => {
      await lockUser(transaction, userId)
      const id = await holderOf(transaction, userId, sameAs)
      return id === undefined ? undefined : entryBy(transaction, userId, 'id', id)
    })
  }

  /** Writes a mistake down, or finds the same one that is there. */
  async add(mistake: NewMistakeRow): Promise<{ entry: MistakeEntry; isNew: boolean }> {
    const { userId, sameAs } = mistake
    const { entry, isNew } = await writeTransaction(this.main, async (transaction) => {
      if (mistake.no === null) {
        await lockUser(transaction, userId)
        await holderOf(transaction, userId, sameAs)
      }
      const added = await addMistakes(transaction, [mistake])
      const entry = await entryBy(transaction, userId, 'same_as', sameAs)
      return { entry, isNew: added.length > 0 }
    })
    // The same one was there, and was deleted before it could be read.
    return entry === undefined ? this.add(mistake) : { entry, isNew }
  }

  /** The changed mistake; `undefined` where this user has none with this id. */
  async change(userId: string, id: string, changes: MistakeChanges): Promise<MistakeEntry | undefined> {
    const { points, mastered, subject, note, correct_answer } = changes
    await writeTransaction(this.main, async (transaction) => {
      await lockUser(transaction, userId)
      const row = await transaction
        .selectFrom('mistake')
        .select(['text', 'no'])
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      if (row === undefined) return
      const set = {
        ...(note === undefined ? {} : { note }),
        ...(correct_answer === undefined ? {} : { correct_answer }),
        ...(mastered === undefined ? {} : { mastered: mastered ? 1 : 0 }),
        ...(subject === undefined ? {} : { subject }),
        ...(subject === undefined || row.no !== null
          ? {}
          : { same_as: await keyOf(transaction, { userId, id, sameAs: sameByHand(subject, row.text) }) }),
      }
      if (Object.keys(set).length > 0) {
        await transaction.updateTable('mistake').set(set).where('id', '=', id).execute()
      }
      if (points !== undefined) await replacePoints(transaction, id, points)
    })
    return this.find(userId, id)
  }

  /** The ids of the pages that nothing needs any more; `undefined` where this user has no such mistake. */
  async remove(userId: string, id: string): Promise<string[] | undefined> {
    return writeTransaction(this.main, async (transaction) => {
      const removed = await transaction
        .deleteFrom('mistake')
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .returning('file_id')
        .executeTakeFirst()
      if (removed === undefined) return undefined
      return dropUnusedFiles(transaction, { ids: removed.file_id === null ? [] : [removed.file_id] })
    })
  }

  /**
   * Writes a review down, with what `schedule` makes of the mistake as it is; gives the mistake as this review leaves it. Those at
   * once are done one after the other. `undefined` where this user has no such mistake.
   */
  async review(
    userId: string,
    id: string,
    rating: ReviewRating,
    schedule: (entry: MistakeEntry) => Rescheduled,
  ): Promise<MistakeEntry | undefined> {
    return writeTransaction(this.main, async (transaction) => {
      await lockUser(transaction, userId)
      const entry = await entryBy(transaction, userId, 'id', id)
      if (entry === undefined) return undefined
      const reviewed = { ...entry, ...schedule(entry), reviews: entry.reviews + 1 }
      await writeReview(transaction, userId, rating, reviewed)
      return reviewed
    })
  }

  private ofUser(userId: string) {
    return this.main.selectFrom('mistake').where('mistake.user_id', '=', userId)
  }

  private oldestFirst(userId: string, filter: MistakeFilter) {
    return this.matching(userId, filter)
      .orderBy('mistake.created_at')
      .orderBy('mistake.id')
      .selectAll('mistake')
  }

  private matching(userId: string, { subject, point, search, marked }: MistakeFilter) {
    let found = this.ofUser(userId)
    if (marked !== undefined)
      found = found.where('mistake.question_id', '=', marked.questionId).where('mistake.no', '=', marked.no)
    if (subject !== undefined) found = found.where('mistake.subject', '=', subject)
    if (point !== undefined) found = found.where(hasPoint(sql<SqlBool>`mistake_point.point = ${point}`))
    if (search === undefined) return found
    const pattern = literalPattern(search)
    return found.where(({ or }) =>
      or([
        ...SEARCHED.map((column) => like(sql.ref(`mistake.${column}`), pattern)),
        hasPoint(like(sql.ref('mistake_point.point'), pattern)),
      ]),
    )
  }
}

/** One mistake of this user's, by its id or by what makes it the same as another. */
async function entryBy(
  database: Kysely<Schema>,
  userId: string,
  column: 'id' | 'same_as',
  value: string,
): Promise<MistakeEntry | undefined> {
  const rows = await database
    .selectFrom('mistake')
    .selectAll()
    .where('user_id', '=', userId)
    .where(column, '=', value)
    .execute()
  return (await entriesOf(database, rows))[0]
}

const isDue = (now: string) => sql<SqlBool>`(mistake.mastered = 0 and mistake.due_at <= ${now})`

const hasPoint = (condition: RawBuilder<SqlBool>) =>
  sql<SqlBool>`exists (select 1 from mistake_point where mistake_point.mistake_id = mistake.id and ${condition})`

async function countOf(matching: ReturnType<MistakeRepository['ofUser']>): Promise<number> {
  const { count } = await matching
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

async function replacePoints(
  transaction: Kysely<Schema>,
  id: string,
  points: readonly string[],
): Promise<void> {
  await transaction.deleteFrom('mistake_point').where('mistake_id', '=', id).execute()
  const rows = pointRows(id, points)
  if (rows.length > 0) await transaction.insertInto('mistake_point').values(rows).execute()
}

/** The key of a changed mistake; where another one is already this exercise, one that nothing is the same as. */
async function keyOf(
  transaction: Kysely<Schema>,
  { userId, id, sameAs }: { userId: string; id: string; sameAs: string },
): Promise<string> {
  const holder = await holderOf(transaction, userId, sameAs)
  return holder === undefined || holder === id ? sameAs : id
}

async function writeReview(
  transaction: Kysely<Schema>,
  userId: string,
  rating: ReviewRating,
  { id, card, dueAt, reviews }: MistakeEntry,
): Promise<void> {
  await transaction
    .updateTable('mistake')
    .set({ card, due_at: dueAt, reviews })
    .where('id', '=', id)
    .execute()
  await transaction
    .insertInto('mistake_review')
    .values({
      id: newId(),
      user_id: userId,
      mistake_id: id,
      rating,
      created_at: timestamp(),
      due_at: dueAt,
    })
    .execute()
}
