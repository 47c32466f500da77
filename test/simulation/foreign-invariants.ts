import { LearningError } from '../../miniprogram/stream/learning-error'
import { CONTENT_TIMEOUT } from '../../miniprogram/stream/tiers'
import {
  FOUR_ATTEMPTS,
  failureOf,
  leftovers,
  ofEachAnswer,
  outage,
  pageViolations,
  type SeenAnswer,
} from './invariants'
import type { Phone } from './phone'
import type { Fault, Schedule } from './schedule'
import type { ScriptedRecord } from './scripted-host'

/** What a backend says that it can do, as docs/backends.md has it. */
export interface Claims {
  /** An answer of which a word is there goes on over another link, and in another run of the program. */
  resumes: boolean
  /** So does one before its first word: the question goes out again, and costs once. */
  repeats: boolean
  toldOfStops: boolean
  /** How often a question may reach the server, at most. */
  asks: number
}

interface Evidence {
  schedule: Schedule
  phone: Phone
  record: ScriptedRecord
  claims: Claims
}

/** What is not as a backend claims, in words. */
export function foreignViolationsOf(evidence: Evidence): string[] {
  const { schedule, phone, record, claims } = evidence
  const asks = [...record.begun.values()]
  return [
    ...ofEachAnswer(schedule, phone, (one) => [
      ...pageViolations(one),
      ...endingViolations(one, claims),
      ...stopViolations(one, evidence),
    ]),
    ...record.violations,
    ...(asks.some((times) => times > claims.asks) ? ['a question was asked a second time'] : []),
    ...(claims.repeats && phone.asked.some(({ abandoned }) => abandoned)
      ? ['an answer was not found again']
      : []),
    ...leftovers(phone),
  ]
}

/** Errors by which a server tells, each in its words, that its model did so. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  GENERATION_INTERRUPTED: ['break_off'],
  MODEL_UNAVAILABLE: ['refuse'],
  SERVER_ERROR: ['refuse', 'break_off'],
  // An endpoint that goes without a word.
  WS_CLOSED: ['break_off'],
}

/** It ended as it may under this schedule, by such a backend. */
function endingViolations(one: SeenAnswer, claims: Claims): string[] {
  const error = failureOf(one)
  if (!(error instanceof LearningError)) return error
  const { schedule, question } = one
  const { code } = error
  if (TOLD[code]?.includes(question.ending)) return []
  if (code === 'WS_MESSAGE_TIMEOUT' && question.ending === 'silence') return []
  if (!code.startsWith('WS_')) return [`it failed with ${code}`]
  return isExplained(code, schedule, claims, error.partial)
    ? []
    : [`${code} without a fault that explains it`]
}

/** A lost link ends only what cannot go on over another one; one that is dead and looks open is not noticed by everybody. */
function isExplained(code: string, schedule: Schedule, claims: Claims, text: string): boolean {
  const goesOn = text === '' ? claims.repeats : claims.resumes
  if (!goesOn) return schedule.faults.some(harms)
  if (code === 'WS_CLOSED') return false
  const least = code === 'WS_CONNECT_ERROR' ? FOUR_ATTEMPTS : CONTENT_TIMEOUT
  return outage(schedule) >= least || (code.endsWith('_TIMEOUT') && schedule.faults.some(kills))
}

/** It can end a link, or keep one from being opened. */
function harms({ kind }: Fault): boolean {
  return kind !== 'date_jumps' && kind !== 'save_fails' && kind !== 'slow' && kind !== 'flapping'
}

/** It leaves a link that is dead and looks open. */
function kills({ kind }: Fault): boolean {
  return ['half_open', 'other_network', 'no_network', 'short_lived'].includes(kind)
}

/** A stop reaches a server that can be told, at the latest when there is a network again. */
function stopViolations({ answer }: SeenAnswer, { record, phone, claims, schedule }: Evidence): string[] {
  const { requestId, stopped, content } = answer
  if (!claims.toldOfStops || !stopped || phone.stopWaits || !record.begun.has(content)) return []
  const isKnown = record.stops.has(requestId) || record.over.has(requestId)
  return isKnown || schedule.faults.length > 0 ? [] : ['the server was not told of a stop']
}
