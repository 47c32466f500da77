import type {
  Mistake,
  MistakeChange,
  MistakePage,
  NewMistake,
  Report,
  ReviewRating,
} from '../../typings/mistakes'
import { call, query } from './calls'
import { readMistake, readMistakePage, readReport } from './mistake-bodies'
import { checkResponse, readResponse, readText } from './responses'

const MISTAKES = '/learning/mistakes'

/** Which mistakes to list; all of it may be left out. */
export interface MistakeQuery {
  subject?: string | undefined
  /** A whole name. */
  point?: string | undefined
  /** A part of what is written in it, taken as it stands. */
  search?: string | undefined
  /** Together: only the one that was taken from this exercise of a correction. An older server tells all. */
  question_id?: string | undefined
  no?: string | undefined
  /** Only what is due now, the earliest first. */
  due?: boolean | undefined
  /** From 1. */
  page?: number
  /** 1–100, default 20. */
  size?: number
}

/** A mistake that was added, or that was there already. */
export interface AddedMistake {
  mistake: Mistake
  /** False where the book had it. */
  isNew: boolean
}

/** The mistake book, the newest first. Rejects with `LearningError`, as all of these. */
export async function listMistakes({ due, ...filter }: MistakeQuery = {}): Promise<MistakePage> {
  const { subject, point, search, question_id, no, page, size } = filter
  const isDue = due === true ? 'true' : undefined
  const wanted = query({ subject, point, search, question_id, no, due: isDue, page, size })
  return readResponse(await call('GET', MISTAKES + wanted), readMistakePage)
}

/** Writes an exercise down; the same subject and text are one mistake, however often they are added. */
export function addMistake(mistake: NewMistake): Promise<AddedMistake> {
  return add(mistake)
}

/** Takes an exercise of a question's correction into the book. `NOT_FOUND` where that has none of this number. */
export function addCorrectedMistake(questionId: string, no: string): Promise<AddedMistake> {
  return add({ question_id: questionId, no })
}

/** Changes what is named and leaves the rest. `NOT_FOUND` where it is not this student's. */
export async function changeMistake(mistakeId: string, change: MistakeChange): Promise<Mistake> {
  return readResponse(await call('PATCH', addressOf(mistakeId), change), readMistake)
}

/** Throws it out of the book; added again it is a new one. */
export async function deleteMistake(mistakeId: string): Promise<void> {
  checkResponse(await call('DELETE', addressOf(mistakeId)))
}

/** Tells how a review went; gives the mistake with its next date. Each call is one more review. */
export async function reviewMistake(mistakeId: string, rating: ReviewRating): Promise<Mistake> {
  return readResponse(await call('POST', `${addressOf(mistakeId)}/review`, { rating }), readMistake)
}

/** A sheet to print, whole: exercises, and their solutions on a page of their own. */
export async function getMistakeSheet(format: 'md' | 'html', subject?: string): Promise<string> {
  return readText(await call('GET', `${MISTAKES}/export${query({ subject, format })}`))
}

/** What was done in the last `days` (1–366) calendar days, today among them. */
export async function getReport(days: number): Promise<Report> {
  return readResponse(await call('GET', `/learning/report${query({ days })}`), readReport)
}

async function add(body: object): Promise<AddedMistake> {
  const response = await call('POST', MISTAKES, body)
  return { mistake: readResponse(response, readMistake), isNew: response.status === 201 }
}

function addressOf(mistakeId: string): string {
  return `${MISTAKES}/${encodeURIComponent(mistakeId)}`
}
