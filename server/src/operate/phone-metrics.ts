import { Counter, Histogram, type Registry } from 'prom-client'
import type { AnswerReport, ResumeCause } from '../../../typings/protocol'
import { errorMessages } from '../messages/zh-CN'

/** Why a phone opened another link; other causes are not counted. */
export const RESUME_CAUSES = [
  'closed',
  'unopened',
  'silent',
  'gap',
  'put_off',
  'token',
  'network',
  'shown',
] as const satisfies readonly ResumeCause[]

/** Codes that only a client gives. */
const CLIENT_CODES = [
  'VALIDATION_ERROR',
  'NETWORK_ERROR',
  'WS_CONNECT_ERROR',
  'WS_SEND_ERROR',
  'WS_MESSAGE_TIMEOUT',
  'WS_PROCESSING_TIMEOUT',
  'WS_DEADLINE',
  'WS_CLOSED',
  'SERVER_ERROR',
]
const OUTCOMES: ReadonlySet<string> = new Set([
  'done',
  'stopped',
  ...Object.keys(errorMessages),
  ...CLIENT_CODES,
])

/** What is no known word. */
const OTHER = 'other'
/** How the program of a phone compares with the server's. */
const VERSIONS = ['older', 'same', 'newer', 'unknown'] as const

const contentSeconds = [0.5, 1, 2, 5, 10, 20, 40, 60, 90, 120, 300]
const gapSeconds = [0.1, 0.5, 1, 2, 5, 7.5, 10, 15, 30, 60, 90, 120]

/**
 * What phones report of answers, counted. No label is a client's own text: what is none of the known words is `other`, and of a
 * version it is only told how it compares with the server's.
 */
export function phoneMetrics(registry: Registry, serverVersion: string): (report: AnswerReport) => void {
  const registers = [registry]
  const answers = new Counter({
    name: 'tutor_phone_answers_total',
    help: 'Answers as phones saw them end, by the program beside this server: older, same, newer, unknown',
    labelNames: ['outcome', 'version'] as const,
    registers,
  })
  const firstContent = new Histogram({
    name: 'tutor_phone_first_content_seconds',
    help: 'Time from the asking to the first text on the phone',
    buckets: contentSeconds,
    registers,
  })
  const gaps = new Histogram({
    name: 'tutor_phone_longest_gap_seconds',
    help: 'The longest silence of an answer on the phone',
    buckets: gapSeconds,
    registers,
  })
  const resumes = new Counter({
    name: 'tutor_phone_resumes_total',
    help: 'Further links to an answer by why the phone opened them',
    labelNames: ['cause'] as const,
    registers,
  })
  // There before it happens, as an alert reads it.
  for (const outcome of [...OUTCOMES, OTHER])
    for (const version of VERSIONS) answers.inc({ outcome, version }, 0)
  return ({ outcome, version, first_content_ms, longest_gap_ms, resumes: causes }) => {
    const known = OUTCOMES.has(outcome) ? outcome : OTHER
    answers.inc({ outcome: known, version: beside(serverVersion, version) })
    if (first_content_ms !== null) firstContent.observe(first_content_ms / 1000)
    gaps.observe(longest_gap_ms / 1000)
    for (const cause of RESUME_CAUSES) {
      const count = causes[cause] ?? 0
      if (count > 0) resumes.inc({ cause }, count)
    }
  }
}

function beside(own: string, version: string): (typeof VERSIONS)[number] {
  const [mine, theirs] = [numbersOf(own), numbersOf(version)]
  if (mine === undefined || theirs === undefined) return 'unknown'
  const differing = [0, 1, 2].find((place) => mine[place] !== theirs[place])
  if (differing === undefined) return 'same'
  return (theirs[differing] ?? 0) < (mine[differing] ?? 0) ? 'older' : 'newer'
}

function numbersOf(version: string): number[] | undefined {
  const found = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version)
  return found === null ? undefined : found.slice(1).map(Number)
}
