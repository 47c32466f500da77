import * as v from 'valibot'
import { characters, queryNumber } from '../http/parse-input'
import { subjectOf } from '../model/subjects'
import { MOST_OF_A_FIELD, MOST_OF_A_POINT, MOST_POINTS, MOST_TEXT } from '../store/add-mistakes'

/** The program's own word for a subject, where a student's names one of the ten. */
const toSubject = (word: string): string => subjectOf(word) ?? word

/** What is empty is not known. */
const field = v.pipe(
  characters(0, MOST_OF_A_FIELD),
  v.transform((text) => (text === '' ? null : text)),
)
const subject = v.pipe(
  field,
  v.transform((word) => (word === null ? null : toSubject(word))),
)
const points = v.pipe(v.array(characters(0, MOST_OF_A_POINT)), v.maxLength(MOST_POINTS))

const filters = {
  subject: v.optional(v.pipe(characters(0, MOST_OF_A_FIELD), v.transform(toSubject))),
  point: v.optional(characters(0, MOST_OF_A_FIELD)),
}

/** What nobody's exercise has is as if it was not said: the contract's list knows neither. */
const origin = v.fallback(v.optional(v.pipe(v.string(), v.excludes('\0'))), undefined)

/** Which mistakes are listed. */
export const listQuery = v.object({
  ...filters,
  /** Together: the one that was taken from this exercise of a correction. */
  question_id: origin,
  no: origin,
  /** Not trimmed: it is taken literally. */
  search: v.optional(v.pipe(v.string(), v.maxLength(MOST_OF_A_FIELD), v.excludes('\0'))),
  due: v.optional(v.picklist(['true', 'false']), 'false'),
  page: queryNumber(1, 1, 100_000),
  size: queryNumber(20, 1, 100),
})

/** Which mistakes go on a sheet. */
export const exportQuery = v.object({
  subject: filters.subject,
  format: v.optional(v.picklist(['md', 'html']), 'md'),
})

/** An exercise of a correction. */
export const correctedBody = v.object({ question_id: v.string(), no: v.string() })

/** One that is written down by hand. */
export const ownBody = v.object({
  text: characters(1, MOST_TEXT),
  subject: v.nullish(subject, null),
  student_answer: v.nullish(field, null),
  correct_answer: v.nullish(field, null),
  reason: v.nullish(field, null),
  points: v.nullish(points, []),
  note: v.nullish(field, null),
})

/** What may be changed; what is not there stays. */
export const changeBody = v.object({
  note: v.exactOptional(v.nullable(field)),
  subject: v.exactOptional(v.nullable(subject)),
  points: v.exactOptional(points),
  correct_answer: v.exactOptional(v.nullable(field)),
  mastered: v.exactOptional(v.boolean()),
})

/** The body of a review. */
export const reviewBody = v.object({ rating: v.picklist(['again', 'hard', 'good', 'easy']) })
