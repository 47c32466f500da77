import type { Mistake, MistakeChange, MistakePage, NewMistake, ReviewRating } from '../../typings/mistakes'

export type {
  Mistake,
  MistakeChange,
  MistakePage,
  NewMistake,
  PageBox,
  ReviewRating,
} from '../../typings/mistakes'

/** How an exercise went when it was reviewed, the worst first. */
export const RATINGS: readonly ReviewRating[] = ['again', 'hard', 'good', 'easy']

/** Which mistakes to list; all of it may be left out. */
export interface MistakeQuery {
  /** Only what is to be reviewed now, the earliest first. */
  due?: boolean
  /** A part of what is written in it. */
  search?: string
  /** Together: only the one that was taken from this exercise of a correction. An older server tells all. */
  question_id?: string
  no?: string
  /** From 1. */
  page?: number
  /** 1–100. */
  size?: number
}

/** The calls that the mistake book and the review need. `program.ts` binds them to the server, tests to a fake. */
export interface MistakesPort {
  list(query: MistakeQuery): Promise<MistakePage>
  /** `isNew`: false where the book had the same exercise. */
  add(mistake: NewMistake): Promise<{ mistake: Mistake; isNew: boolean }>
  /** The same of an exercise of a question's correction. */
  take(questionId: string, no: string): Promise<{ mistake: Mistake; isNew: boolean }>
  change(id: string, change: MistakeChange): Promise<Mistake>
  remove(id: string): Promise<void>
  review(id: string, rating: ReviewRating): Promise<Mistake>
  /** A sheet to print, as a file's text. */
  sheet(format: 'html' | 'md'): Promise<string>
  /** Where an `<image>` finds a file of the server's. */
  address(url: string): string
}

/** A mistake as the phone knows it. */
export interface KnownMistake extends Mistake {
  /** When the server told it, in milliseconds since the epoch: from then on the dates of `next` count. */
  readonly known_at: number
}

/** When it comes up again, in milliseconds since the epoch, where it is rated so at `at`: the distance that the server told. */
export function comesUpAt({ next, known_at }: KnownMistake, rating: ReviewRating, at: number): number {
  return Date.parse(next[rating]) + at - known_at
}

/** Whether it is to be reviewed at `now`, in milliseconds since the epoch. */
export function isDue({ mastered, due_at }: Mistake, now: number): boolean {
  return !mastered && due_at !== null && Date.parse(due_at) <= now
}
