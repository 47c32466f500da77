import type { Kysely } from 'kysely'
import type { PageBox } from '../../../typings/mistakes'
import { newId, timestamp } from './identifiers'
import { sameInCorrection } from './mistake-keys'
import type { Schema } from './schema'

/** Characters of an exercise. docs/protocol.md, "Plain calls". */
export const MOST_TEXT = 8000
/** Characters of everything else that is known of it. */
export const MOST_OF_A_FIELD = 2000
/** Points of an exercise. */
export const MOST_POINTS = 10
/** Characters of one. */
export const MOST_OF_A_POINT = 30

/** What a mistake holds of its exercise; what is not known is null. */
export interface Exercise {
  subject: string | null
  text: string
  student_answer: string | null
  correct_answer: string | null
  reason: string | null
  points: readonly string[]
}

/** An exercise of a correction, as far as the mistake book wants to know it. */
export interface CorrectedItem extends Omit<Exercise, 'subject'> {
  no: string
  /** From 1; null where there was no page. */
  page: number | null
  box: PageBox | null
}

/** Where a correction comes from. */
export interface CorrectionOrigin {
  userId: string
  questionId: string
  /** Of all its exercises; null where it is not known. */
  subject: string | null
}

/** A mistake before it has an id. */
export interface NewMistakeRow extends Exercise {
  userId: string
  sameAs: string
  questionId: string | null
  no: string | null
  note: string | null
  fileId: string | null
  box: PageBox | null
}

/**
 * Puts what is wrong in a correction into the mistake book, inside of the transaction that ends its job. What is there
 * already stays as it is, so that a job which runs twice changes nothing; a question that is gone has no mistakes.
 */
export async function addWrongItems(
  transaction: Kysely<Schema>,
  origin: CorrectionOrigin,
  items: readonly (CorrectedItem & { verdict: string })[],
): Promise<void> {
  const wrong = items.filter(({ verdict }) => verdict === 'wrong')
  await addMistakes(transaction, await mistakesOf(transaction, origin, wrong))
}

/**
 * Exercises of a correction as mistakes; none where this user has no such question. One whose text could not be read is none: there is
 * nothing to do again.
 */
export async function mistakesOf(
  database: Kysely<Schema>,
  { userId, questionId, subject }: CorrectionOrigin,
  items: readonly CorrectedItem[],
): Promise<NewMistakeRow[]> {
  const question = await database
    .selectFrom('question')
    .select(['id', 'again'])
    .where('id', '=', questionId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (question === undefined) return []
  // One that is answered anew is the same question, under the id that everybody knows it by.
  const root = question.again ?? question.id
  const pages = await database
    .selectFrom('question_image')
    .select('file_id')
    .where('question_id', '=', questionId)
    .orderBy('position')
    .execute()
  const read = items.filter(({ text }) => text.trim() !== '')
  return read.map(({ no, page, box, ...exercise }) => ({
    ...exercise,
    userId,
    sameAs: sameInCorrection(root, no),
    questionId: root,
    no,
    subject,
    note: null,
    fileId: page === null ? null : (pages[page - 1]?.file_id ?? null),
    box,
  }))
}

/** Writes mistakes down, each once; gives the ids of those that were not there. */
export async function addMistakes(
  transaction: Kysely<Schema>,
  mistakes: readonly NewMistakeRow[],
): Promise<string[]> {
  if (mistakes.length === 0) return []
  const now = timestamp()
  const rows = mistakes.map((mistake) => ({ id: newId(), ...mistake }))
  const added = await transaction
    .insertInto('mistake')
    .values(rows.map((row) => columnsOf(row, now)))
    .onConflict((conflict) => conflict.columns(['user_id', 'same_as']).doNothing())
    .returning('id')
    .execute()
  const ids = new Set(added.map(({ id }) => id))
  const points = rows.filter(({ id }) => ids.has(id)).flatMap(({ id, points }) => pointRows(id, points))
  if (points.length > 0) await transaction.insertInto('mistake_point').values(points).execute()
  return [...ids]
}

/** The points of a mistake as rows: each once, in their order. */
export function pointRows(mistakeId: string, points: readonly string[]) {
  const names = points.map((point) => first(point.trim(), MOST_OF_A_POINT)).filter((point) => point !== '')
  return [...new Set(names)]
    .slice(0, MOST_POINTS)
    .map((point, position) => ({ mistake_id: mistakeId, position, point }))
}

function columnsOf({ id, userId, sameAs, ...mistake }: NewMistakeRow & { id: string }, now: string) {
  return {
    id,
    user_id: userId,
    same_as: sameAs,
    question_id: mistake.questionId,
    no: mistake.no,
    subject: mistake.subject,
    text: first(mistake.text, MOST_TEXT),
    student_answer: kept(mistake.student_answer),
    correct_answer: kept(mistake.correct_answer),
    reason: kept(mistake.reason),
    note: kept(mistake.note),
    file_id: mistake.fileId,
    box: mistake.box === null ? null : JSON.stringify(mistake.box),
    created_at: now,
    due_at: now,
    mastered: 0,
    reviews: 0,
    card: null,
  }
}

const kept = (text: string | null): string | null => (text === null ? null : first(text, MOST_OF_A_FIELD))

/** The first characters of a text: a correction may say more than a mistake holds. PostgreSQL keeps no NUL in a text. */
function first(text: string, most: number): string {
  return [...text.replaceAll('\0', '')].slice(0, most).join('')
}
