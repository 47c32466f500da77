import type { FastifyInstance } from 'fastify'
import { badRequest, HttpError } from '../errors/http-error'
import { parseInput } from '../http/parse-input'
import { FairSlots } from '../limits/fair-slots'
import { limited, rateLimits } from '../limits/rate-limits'
import { messages } from '../messages/zh-CN'
import type { MistakeEntry } from '../store/mistake-entry'
import type { MistakeFilter, MistakeRepository } from '../store/mistake-repository'
import { exportQuery } from './mistake-input'
import { sheetAsHtml } from './sheet-html'
import { sheetAsMarkdown } from './sheet-markdown'

/** Exercises of one sheet: some school years'. */
const MOST_EXERCISES = 3000
/** Characters of one sheet; 3,000 exercises of 700 each. */
const MOST_CHARACTERS = 2_000_000
/** Exercises that are read at once. */
const READ_AT_ONCE = 100
/** Sheets at once: each is seconds of work where it is long. */
const AT_ONCE = 1

type Book = Pick<MistakeRepository, 'some' | 'count'>

/** `GET /api/v1/learning/mistakes/export`: a sheet to print. One at a time, the students in turn. */
export function registerSheet(scope: FastifyInstance, mistakes: Book): void {
  const slots = new FairSlots(AT_ONCE)
  scope.get(
    '/api/v1/learning/mistakes/export',
    limited(rateLimits.exports),
    async ({ userId, query }, reply) => {
      const { subject, format } = parseInput(exportQuery, query)
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort(badRequest()))
      const sheet = await slots.run({ of: userId, signal: gone.signal }, async () => {
        const entries = await printed(mistakes, userId, { subject: subject || undefined })
        return format === 'html' ? sheetAsHtml(entries, subject) : sheetAsMarkdown(entries, subject)
      })
      return reply.type(`text/${format === 'html' ? 'html' : 'markdown'}; charset=utf-8`).send(sheet)
    },
  )
}

/** What goes on the sheet; read in pieces, so that a book beyond its bound is never in memory whole. Rejects with a 413 there. */
async function printed(mistakes: Book, userId: string, filter: MistakeFilter): Promise<MistakeEntry[]> {
  const count = await mistakes.count(userId, filter)
  if (count > MOST_EXERCISES) throw tooLong(MOST_EXERCISES)
  const entries: MistakeEntry[] = []
  let characters = 0
  while (entries.length < count) {
    const piece = await mistakes.some(userId, filter, { from: entries.length, size: READ_AT_ONCE })
    if (piece.length === 0) break
    characters += piece.reduce((sum, entry) => sum + charactersOf(entry), 0)
    entries.push(...piece)
    if (characters > MOST_CHARACTERS) throw tooLong(entries.length)
  }
  return entries
}

function charactersOf({ text, student_answer, correct_answer, reason, note }: MistakeEntry): number {
  return [text, student_answer, correct_answer, reason, note].reduce(
    (sum, part) => sum + (part?.length ?? 0),
    0,
  )
}

function tooLong(most: number): HttpError {
  return new HttpError(413, 'BAD_REQUEST', messages.sheet.tooLong(most))
}
