import * as v from 'valibot'
import type { Correction, CorrectionCounts, Extras, Subject, Verdict } from '../../../typings/protocol'
import type { AnswerExtrasTable } from './schema'

/** How an exercise may have been done. docs/protocol.md, "What follows an answer". */
export const verdicts = ['right', 'wrong', 'unanswered', 'unclear'] as const satisfies readonly Verdict[]

/** Extras joined to their answer: every column is null where there are none. */
export interface JoinedExtras {
  extras_status: AnswerExtrasTable['status'] | null
  extras_title: string | null
  extras_subject: Subject | null
  extras_follow_ups: string | null
  extras_correction: string | null
}

/** Of `answer_extras`, as {@link JoinedExtras} has them. */
export const extrasColumns = [
  'answer_extras.status as extras_status',
  'answer_extras.title as extras_title',
  'answer_extras.subject as extras_subject',
  'answer_extras.follow_ups as extras_follow_ups',
  'answer_extras.correction as extras_correction',
] as const

const counts = { right: v.number(), wrong: v.number(), unanswered: v.number(), unclear: v.number() }
const text = v.nullable(v.string())
const correctionSchema = v.object({
  ...counts,
  items: v.array(
    v.object({
      page: v.nullable(v.number()),
      no: v.string(),
      text: v.string(),
      student_answer: text,
      verdict: v.picklist(verdicts),
      correct_answer: text,
      reason: text,
      points: v.array(v.string()),
      box: v.nullable(v.strictTuple([v.number(), v.number(), v.number(), v.number()])),
    }),
  ),
})
const countsSchema = v.object(counts)
const textsSchema = v.array(v.string())

/** The extras of a saved answer. Throws where the row holds anything else. */
export function extrasOf(row: JoinedExtras): Extras {
  const { extras_status: status, extras_title: title, extras_subject: subject, extras_follow_ups } = row
  if (status !== 'ready') return withoutExtras(status ?? 'none')
  const follow_ups = extras_follow_ups === null ? [] : v.parse(textsSchema, JSON.parse(extras_follow_ups))
  return { status, title, subject, follow_ups, correction: parseCorrection(row.extras_correction) }
}

/** Nothing but the status. */
export function withoutExtras(status: Exclude<Extras['status'], 'ready'>): Extras {
  return { status, title: null, subject: null, follow_ups: [], correction: null }
}

/** A correction as it was stored. Throws where the row holds anything else. */
export function parseCorrection(json: string | null): Correction | null {
  return json === null ? null : v.parse(correctionSchema, JSON.parse(json))
}

/** The counts of a correction as they were stored. Throws where the row holds anything else. */
export function parseCounts(json: string | null): CorrectionCounts | null {
  return json === null ? null : v.parse(countsSchema, JSON.parse(json))
}
