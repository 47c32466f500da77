import type { Kysely } from 'kysely'
import * as v from 'valibot'
import type { PageBox } from '../../../typings/mistakes'
import type { Exercise } from './add-mistakes'
import type { MistakeTable, Schema } from './schema'

/** A mistake as it is stored. */
export interface MistakeEntry extends Exercise {
  id: string
  note: string | null
  /** The page that it stands on. */
  fileId: string | null
  box: PageBox | null
  questionId: string | null
  no: string | null
  createdAt: string
  /** By its reviews, also of a mastered one. */
  dueAt: string
  reviews: number
  mastered: boolean
  /** What the schedule of reviews remembers; null before the first one. */
  card: string | null
}

const boxSchema = v.strictTuple([v.number(), v.number(), v.number(), v.number()])

/** Rows with their points. Throws where one holds what none can. */
export async function entriesOf(
  database: Kysely<Schema>,
  rows: readonly MistakeTable[],
): Promise<MistakeEntry[]> {
  const points = await pointsOf(
    database,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    text: row.text,
    student_answer: row.student_answer,
    correct_answer: row.correct_answer,
    reason: row.reason,
    points: points.get(row.id) ?? [],
    note: row.note,
    fileId: row.file_id,
    box: row.box === null ? null : v.parse(boxSchema, JSON.parse(row.box)),
    questionId: row.question_id,
    no: row.no,
    createdAt: row.created_at,
    dueAt: row.due_at,
    reviews: row.reviews,
    mastered: row.mastered !== 0,
    card: row.card,
  }))
}

/** By mistake, in their order. */
async function pointsOf(database: Kysely<Schema>, ids: readonly string[]): Promise<Map<string, string[]>> {
  const points = new Map<string, string[]>()
  if (ids.length === 0) return points
  const rows = await database
    .selectFrom('mistake_point')
    .select(['mistake_id', 'point'])
    .where('mistake_id', 'in', ids)
    .orderBy('mistake_id')
    .orderBy('position')
    .execute()
  for (const { mistake_id, point } of rows) points.set(mistake_id, [...(points.get(mistake_id) ?? []), point])
  return points
}
