/** Types of the mistake book and of what is told from it, written once for both sides (docs/protocol.md explains them). */

/** The subjects that answers and mistakes are sorted by. */
export type Subject =
  | 'math'
  | 'chinese'
  | 'english'
  | 'physics'
  | 'chemistry'
  | 'biology'
  | 'history'
  | 'geography'
  | 'politics'
  | 'other'

/** How well a student remembered, from not at all to without effort. */
export type ReviewRating = 'again' | 'hard' | 'good' | 'easy'

/** In fractions of the page, its origin at the top left: x, y, width, height. */
export type PageBox = readonly [x: number, y: number, width: number, height: number]

/** An exercise in the mistake book. Times are ISO 8601 in UTC; what is not known is null. */
export interface Mistake {
  id: string
  /** One of {@link Subject}, or what was said where that names none of them. */
  subject: string | null
  text: string
  student_answer: string | null
  correct_answer: string | null
  reason: string | null
  points: string[]
  note: string | null
  /** Signed and expiring; stays when the question is deleted. */
  page_url: string | null
  box: PageBox | null
  /** The question whose correction it comes from, as long as that is there. */
  question_id: string | null
  /** Its number in that correction. */
  no: string | null
  created_at: string
  /** Null for a mastered one, which is never due. */
  due_at: string | null
  reviews: number
  mastered: boolean
  /** The `due_at` that each rating would give now. */
  next: Record<ReviewRating, string>
}

/** One page of the mistake book. */
export interface MistakePage {
  items: Mistake[]
  /** Of the filter. */
  total: number
  /** Of the whole book. */
  due: number
  page: number
  size: number
}

/** What is known of a mistake that is written down by hand. */
export interface NewMistake {
  text: string
  subject?: string | null
  student_answer?: string | null
  correct_answer?: string | null
  reason?: string | null
  points?: string[]
  note?: string | null
}

/** What may be changed of a mistake. */
export interface MistakeChange {
  note?: string | null
  subject?: string | null
  points?: string[]
  correct_answer?: string | null
  mastered?: boolean
}

/** What was done in the last `days` calendar days, today among them. */
export interface Report {
  days: number
  questions: number
  /** Days with a question or a review. */
  active_days: number
  mistakes: number
  reviews: number
  /** Most first. */
  by_subject: { subject: Subject; questions: number; mistakes: number }[]
  /** Most that are not mastered first, 10 at the most. */
  weak_points: { point: string; mistakes: number; mastered: number }[]
}
