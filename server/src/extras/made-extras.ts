import type { Correction, CorrectionItem, PageBox, Subject } from '../../../typings/protocol'
import { correctionOf } from '../model/local-tutor/marking/correction'
import { inWholeCharacters } from '../text/whole-characters'

/** What was made after an answer. What is not known is null. */
export interface MadeExtras {
  title: string | null
  subject: Subject
  follow_ups: string[]
  /** Null unless the mode was `check`. */
  correction: Correction | null
}

/** An exercise as a model marks it; what it does not say is null. */
export interface MarkedItem extends Omit<CorrectionItem, 'no' | 'box'> {
  no: string | null
  /** As it came. */
  box: unknown
}

/** Characters of each text. docs/protocol.md, "What follows an answer"; a mistake holds no more of a correction. */
const MOST = { title: 20, followUp: 30, no: 20, text: 8000, field: 2000, point: 30 }
const MOST_FOLLOW_UPS = 3
const MOST_POINTS = 10

/** The first `most` characters (code points), without spaces around them. PostgreSQL keeps no NUL in a text. */
export function cut(text: string, most: number): string {
  return [...inWholeCharacters(text.replaceAll('\0', '')).trim()].slice(0, most).join('').trim()
}

/** A title as long as one may be; null where nothing is left of it. */
export function titleOf(text: string): string | null {
  return cut(text.replace(/\s+/g, ' '), MOST.title) || null
}

/** The first three that say something, as long as each may be. */
export function followUpsOf(texts: readonly string[]): string[] {
  return uniqueOf(texts, MOST.followUp).slice(0, MOST_FOLLOW_UPS)
}

/** The correction of these items on a number of pages: each text as long as it may be, what cannot be is null. */
export function correctionFrom(items: readonly MarkedItem[], pages: number): Correction {
  return correctionOf(
    items.map(({ no, page: told, box, ...item }) => {
      const page = told !== null && told >= 1 && told <= pages ? told : null
      return {
        ...item,
        page,
        label: cut(no ?? '', MOST.no) || undefined,
        text: cut(item.text, MOST.text),
        student_answer: known(item.student_answer),
        correct_answer: known(item.correct_answer),
        reason: known(item.reason),
        points: uniqueOf(item.points, MOST.point).slice(0, MOST_POINTS),
        box: page === null ? null : boxOf(box),
      }
    }),
  )
}

function known(text: string | null): string | null {
  return text === null ? null : cut(text, MOST.field) || null
}

function uniqueOf(texts: readonly string[], most: number): string[] {
  return [...new Set(texts.map((text) => cut(text, most)).filter((text) => text !== ''))]
}

/** Null where it leaves its page, or is no rectangle. */
function boxOf(value: unknown): PageBox | null {
  if (!Array.isArray(value) || value.length !== 4) return null
  const numbers = value.filter((part): part is number => typeof part === 'number' && Number.isFinite(part))
  const [x, y, width, height] = numbers
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null
  const isInside = x >= 0 && y >= 0 && width > 0 && height > 0 && reaches(x, width) && reaches(y, height)
  return isInside ? [x, y, width, height] : null
}

/** Sums of fractions such as 0.7 + 0.3 are a little more than 1. */
function reaches(from: number, length: number): boolean {
  return from + length <= 1 + 1e-9
}
