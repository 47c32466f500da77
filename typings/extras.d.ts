/**
 * What kinds of answers there are, and what follows one: types of both sides (docs/protocol.md explains them).
 * Types only: nothing of this file reaches a phone.
 */
import type { PageBox, Subject } from './mistakes'

export type { PageBox, Subject } from './mistakes'

/**
 * `solve`: worked out step by step. `hint`: only the next hint. `check`: the student's own work, marked. `similar`: a new
 * exercise like one of the mistake book, its solution behind a line `## 解答`.
 */
export type Mode = 'solve' | 'hint' | 'check' | 'similar'

/** How one exercise of a student's work was done. */
export type Verdict = 'right' | 'wrong' | 'unanswered' | 'unclear'

/** One exercise that was marked. What is not known is null. */
export interface CorrectionItem {
  /** From 1; null where there was no page. */
  page: number | null
  /** What the page calls it, 1–20 characters; unique in its correction. */
  no: string
  text: string
  student_answer: string | null
  verdict: Verdict
  correct_answer: string | null
  reason: string | null
  /** What it is about, such as 分数加法. */
  points: string[]
  box: PageBox | null
}

/** How many exercises of a correction there are of each verdict. */
export type CorrectionCounts = Record<Verdict, number>

/** A student's work, marked exercise by exercise. */
export interface Correction extends CorrectionCounts {
  items: CorrectionItem[]
}

/** Whether there will be extras, as `done` tells it. */
export type ExtrasComing = 'none' | 'pending'

/** `none`: there will never be any. `failed`: they could not be made. */
export type ExtrasStatus = ExtrasComing | 'ready' | 'failed'

/** What was made after an answer. Without `ready` there is nothing but the status: null and []. */
export interface Extras {
  status: ExtrasStatus
  /** Up to 20 characters. */
  title: string | null
  subject: Subject | null
  /** Up to 3 questions that a student may ask next, each of up to 30 characters. */
  follow_ups: string[]
  /** Null unless the mode was `check`. */
  correction: Correction | null
}
