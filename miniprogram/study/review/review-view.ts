import { type Subject, subjectOf } from '../../api/subject'
import {
  comesUpAt,
  type KnownMistake,
  type PageBox,
  RATINGS,
  type ReviewRating,
} from '../../mistakes/mistake'
import { dayOf, whenWords } from '../book/when'
import { reviewMessages as words } from '../messages/review.zh-CN'
import { subjects } from '../messages/subjects.zh-CN'
import type { Review, Reviewed } from './review'

const ICONS: Record<ReviewRating, string> = {
  again: 'refresh',
  hard: 'minus',
  good: 'check',
  easy: 'check-double',
}

/** A rating that can be given, and when the exercise comes up then. */
export interface RatingView {
  rating: ReviewRating
  icon: string
  name: string
  when: string
}

/** The exercise that is reviewed. */
export interface CardView {
  subject: Subject
  sign: string
  /** Names its subject, which stands beside it as a sign. */
  heading: string
  /** Its point and which meeting this is. */
  facts: string
  text: string
  picture: string
  box: PageBox | []
  reason: string
  right: string
  last: string
  /** What the student wrote for themselves. */
  note: string
  ratings: RatingView[]
}

/** How the review went. */
export interface EndView {
  title: string
  next: string
  counts: { name: string; count: string }[]
}

/** What the page shows of a review. */
export interface ReviewView {
  /** One of each exercise: whether it is done or being done. */
  bars: boolean[]
  /** The number of the present one. */
  at: number
  progress: string
  of: string
  isOpen: boolean
  card: CardView | null
  end: EndView | null
  /** What can be taken back, in words; else empty. */
  undo: string
}

/** Before there is anything to review. */
export const NO_REVIEW: ReviewView = {
  bars: [],
  at: 0,
  progress: '',
  of: '',
  isOpen: false,
  card: null,
  end: null,
  undo: '',
}

/** `now` in milliseconds since the epoch; `known`: all mistakes, to tell what comes next. */
export function reviewView(
  review: Review,
  known: readonly KnownMistake[],
  now: number,
  address: (url: string) => string,
): ReviewView {
  const { mistakes, done, present, isOpen, undoable } = review
  const at = Math.min(done.length + 1, mistakes.length)
  return {
    bars: mistakes.map((_, index) => index < at),
    at,
    progress: words.progress(at, mistakes.length),
    of: words.of(mistakes.length),
    isOpen,
    card: present === undefined ? null : cardView(present, now, address),
    end: present === undefined ? endView(done, known, now) : null,
    undo: undoable === undefined ? '' : undoWords(undoable, now),
  }
}

function cardView(mistake: KnownMistake, now: number, address: (url: string) => string): CardView {
  const subject = subjectOf(mistake.subject)
  return {
    subject,
    sign: subjects[subject].sign,
    heading: words.exercise(subjects[subject].name),
    facts: [...mistake.points.slice(0, 1), words.time(mistake.reviews + 1)].join('　'),
    text: mistake.text,
    picture: mistake.page_url === null ? '' : address(mistake.page_url),
    box: mistake.box ?? [],
    reason: mistake.reason ?? '',
    right: mistake.correct_answer ?? '',
    last: mistake.student_answer ?? '',
    note: mistake.note ?? '',
    ratings: RATINGS.map((rating) => ({
      rating,
      icon: ICONS[rating],
      name: words.ratings[rating],
      when: whenWords(comesUpAt(mistake, rating, now), now),
    })),
  }
}

function undoWords({ mistake, rating, at }: Reviewed, now: number): string {
  return words.rated(words.ratings[rating], whenWords(comesUpAt(mistake, rating, at), now))
}

function endView(done: readonly Reviewed[], known: readonly KnownMistake[], now: number): EndView {
  return {
    title: words.end(done.length),
    next: nextWords(done, known, now),
    counts: RATINGS.flatMap((rating) => {
      const count = done.filter((each) => each.rating === rating).length
      return count === 0 ? [] : [{ name: words.ratings[rating], count: words.count(count) }]
    }),
  }
}

/** The day on which something comes up next, and how much; empty where all that comes up does so now. */
function nextWords(done: readonly Reviewed[], known: readonly KnownMistake[], now: number): string {
  const rated = new Map(done.map((each) => [each.mistake.id, each]))
  const times = known.flatMap((mistake) => timeOf(mistake, rated.get(mistake.id)))
  if (times.length === 0) return words.nothingNext
  const ahead = times.filter((time) => time > now)
  if (ahead.length === 0) return ''
  const first = Math.min(...ahead)
  return words.next(whenWords(first, now), ahead.filter((time) => dayOf(time) === dayOf(first)).length)
}

/** When a mistake comes up: as the server says where it has the rating, else as it said that it would. Nothing for a mastered one. */
function timeOf({ due_at, mastered, reviews }: KnownMistake, rated: Reviewed | undefined): number[] {
  if (mastered) return []
  if (rated !== undefined && reviews <= rated.mistake.reviews)
    return [comesUpAt(rated.mistake, rated.rating, rated.at)]
  return due_at === null ? [] : [Date.parse(due_at)]
}
