import { createEmptyCard, FSRS, type Grade, Rating, State } from 'ts-fsrs'
import * as v from 'valibot'
import type { ReviewRating } from '../../../typings/mistakes'
import type { MistakeEntry } from '../store/mistake-entry'
import type { Rescheduled } from '../store/mistake-repository'

const DAY_MS = 24 * 60 * 60 * 1_000

/** FSRS with its own parameters and without chance: the same reviews lead to the same dates. */
const scheduler = new FSRS({ enable_fuzz: false })

const grades: Record<ReviewRating, Grade> = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
}

const date = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
)
const cardSchema = v.object({
  due: date,
  stability: v.number(),
  difficulty: v.number(),
  elapsed_days: v.number(),
  scheduled_days: v.number(),
  learning_steps: v.number(),
  reps: v.number(),
  lapses: v.number(),
  state: v.enum(State),
  last_review: v.exactOptional(date),
})

type Reviewed = Pick<MistakeEntry, 'card' | 'createdAt'>

/** When a mistake is due again after each rating that it might be given now. */
export function nextDates(mistake: Reviewed, now: Date): Record<ReviewRating, string> {
  const after = (rating: ReviewRating) => reviewed(mistake, rating, now).dueAt
  return { again: after('again'), hard: after('hard'), good: after('good'), easy: after('easy') }
}

/** What a rating that is given now makes of a mistake. The days since its last review are whole ones of 24 hours. */
export function reviewed({ card, createdAt }: Reviewed, rating: ReviewRating, now: Date): Rescheduled {
  const known = card === null ? createEmptyCard(new Date(createdAt)) : inWholeDays(card, now)
  const { card: next } = scheduler.next(known, now, grades[rating])
  return { card: JSON.stringify(next), dueAt: next.due.toISOString() }
}

/**
 * ts-fsrs counts the midnights of UTC between two reviews. In China that is 8 o'clock in the morning: what was rated
 * at 7:55 and once more at 8:05 would have been known for a day. So it is handed a last review that lies whole days back.
 */
function inWholeDays(card: string, now: Date) {
  const { last_review: last, ...known } = v.parse(cardSchema, JSON.parse(card))
  if (last === undefined) return known
  const days = Math.max(0, Math.floor((now.getTime() - last.getTime()) / DAY_MS))
  return { ...known, last_review: new Date(now.getTime() - days * DAY_MS) }
}
