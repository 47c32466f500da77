import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import type { AnswerReport } from '../../../typings/protocol'
import { parseInput } from '../http/parse-input'
import { RESUME_CAUSES } from './phone-metrics'

/** Milliseconds: longer than any answer may take. */
const LONGEST = 24 * 60 * 60_000

const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST))
const times = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)), 0)
/** Nothing that a line of the log could be forged with. */
const word = (most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(/^[\w.+-]*$/))

const reportSchema = v.object({
  /** Ids of our own program are such words; what another client calls its requests is in no log. */
  request_id: v.pipe(word(128), v.minLength(1)),
  outcome: word(64),
  first_content_ms: v.nullable(milliseconds),
  longest_gap_ms: milliseconds,
  resumes: v.object(v.entriesFromList(RESUME_CAUSES, times)),
  version: v.fallback(word(32), ''),
})
const bodySchema = v.object({ reports: v.pipe(v.array(reportSchema), v.minLength(1), v.maxLength(10)) })

/** Bytes; ten reports have less than a third of it. */
const LARGEST = 16 * 1024

/**
 * `POST /api/v1/learning/reports {reports}`: how answers were on the phone that asks. The scope has made sure who asks; nothing
 * is kept of it but numbers, and a line of the log.
 */
export function registerPhoneReports(scope: FastifyInstance, count: (report: AnswerReport) => void): void {
  scope.post('/api/v1/learning/reports', { bodyLimit: LARGEST }, async (request, reply) => {
    const { reports } = parseInput(bodySchema, request.body)
    for (const report of reports) count(report)
    // One line a call: whoever sends many reports must not multiply what is logged.
    request.log.info({ reports }, 'how an answer was on a phone')
    return reply.code(204).send()
  })
}
