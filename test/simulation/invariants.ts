import { LearningError } from '../../miniprogram/stream/learning-error'
import { CONTENT_TIMEOUT } from '../../miniprogram/stream/tiers'
import { defaultLimits } from '../../server/src/answer/limits'
import { isStoreAway } from './instance-faults'
import type { Phone } from './phone'
import type { PhoneAnswer, Seen } from './phone-answer'
import type { Fault, Question, Schedule } from './schedule'
import type { ServerRecord } from './server-process'

interface Evidence {
  schedule: Schedule
  phone: Phone
  server: { record: ServerRecord }
}

/** One answer, as the phone saw it. */
export interface SeenAnswer {
  schedule: Schedule
  question: Question
  answer: PhoneAnswer
  seen: Seen
}

/** One answer of those. */
interface OneAnswer extends SeenAnswer {
  server: { record: ServerRecord }
}

/** Errors with which an answer may end, by what may cause them. */
const EXPLAINED = new Map([
  [
    'GENERATION_INTERRUPTED',
    ({ ending }: Question, { canContinue }: Schedule) => ending === 'break_off' || !canContinue,
  ],
  ['MODEL_TIMEOUT', ({ ending }: Question) => ending === 'silence'],
  // One that goes on from all that it has to say breaks off before a word.
  ['MODEL_UNAVAILABLE', ({ ending }: Question) => ending === 'refuse' || ending === 'break_off'],
  [
    'SAVE_FAILED',
    (_: Question, schedule: Schedule) =>
      failedSaves(schedule.faults) > defaultLimits.saveRetryDelays.length ||
      storeAway(schedule) > savesAfter(failedSaves(schedule.faults)),
  ],
])

/** Milliseconds in which all attempts to save an answer are made, at least, where so many are refused at other times. */
function savesAfter(refused: number): number {
  const left = Math.max(0, defaultLimits.saveRetryDelays.length - refused)
  return defaultLimits.saveRetryDelays.slice(0, left).reduce((sum, delay) => sum + delay, 0) / 2
}

/** For how long, at most, a server did not reach its database, milliseconds. */
function storeAway({ instanceFaults = [] }: Schedule): number {
  return instanceFaults.filter(isStoreAway).reduce((sum, { duration }) => sum + duration, 0)
}

function failedSaves(faults: Schedule['faults']): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === 'save_fails' ? fault.times : 0), 0)
}

/** What is not as the product promises, in words. */
export function violationsOf(evidence: Evidence): string[] {
  const { schedule, phone, server } = evidence
  const { statistics, answers } = server.record.store
  return [
    ...ofEachAnswer(schedule, phone, (one) => answerViolations({ ...one, server })),
    ...server.record.violations,
    ...(statistics > [...answers.values()].filter(({ answerId }) => answerId !== null).length
      ? ['the statistics counted an answer twice']
      : []),
    ...(answers.size > phone.asked.length ? ['a question was written twice'] : []),
    ...leftovers(phone),
  ]
}

/** What is wrong with each answer, once each has settled, or was given up with its program. */
export function ofEachAnswer(
  schedule: Schedule,
  phone: Phone,
  violations: (one: SeenAnswer) => string[],
): string[] {
  return schedule.questions.flatMap((question, number) => {
    const answer = phone.asked[number]
    if (answer?.abandoned === true) return []
    if (answer?.seen?.outcome === undefined) return [`question ${number + 1} never settled`]
    return violations({ schedule, question, answer, seen: answer.seen })
  })
}

function answerViolations(one: OneAnswer): string[] {
  return [...pageViolations(one), ...storedViolations(one), ...endingViolations(one), ...modelViolations(one)]
}

/** What the page shows is what the model wrote, whole or marked as cut, and was not held open for ever. */
export function pageViolations({ answer, seen }: SeenAnswer): string[] {
  const { expected, stopped, signs } = answer
  const { outcome, shown, stream } = seen
  const found = [...answer.violations]
  if (signs.heldOpen) found.push(`held open for ${signs.longestSilence} ms without a sign of life`)
  if (outcome === undefined) return found
  const text = textOf(outcome)
  if (!stopped && shown !== text) found.push('the page shows another text than the result has')
  if (stopped && !text.startsWith(shown)) found.push('after a stop the page shows what the result has not')
  if (stream.text !== text) found.push('the stream has another text than the result')
  if (!expected.startsWith(text)) found.push('the text is not what the model wrote')
  if ('answer' in outcome && outcome.answer.finishReason === 'stop' && text !== expected)
    found.push('a cut answer was shown as a complete one')
  return found
}

/** The text equals the server's, or is a beginning of it. */
function storedViolations({ answer: { requestId }, seen: { outcome }, server }: OneAnswer): string[] {
  if (outcome === undefined) return []
  const found: string[] = []
  const text = textOf(outcome)
  const saved = [...server.record.store.answers.values()].find((stored) => stored.requestId === requestId)
  const isWhole = 'answer' in outcome && outcome.answer.finishReason === 'stop'
  // With the database away a text goes on for a while; what was never kept may be lost with its server.
  if (saved !== undefined && !saved.content.startsWith(text) && (isWhole || !server.record.mayOwe))
    found.push('the phone has text that the server has not')
  if ('answer' in outcome && isWhole) {
    if (saved?.content !== text || saved.answerId !== outcome.answer.answerId)
      found.push('a finished answer is not in the database as it was shown')
  }
  return found
}

/** How it failed, to be explained by what its backend did; where it did not, what is wrong with its end. */
export function failureOf({ question, answer, seen: { outcome } }: SeenAnswer): LearningError | string[] {
  if (outcome === undefined) return []
  if ('answer' in outcome) {
    const stopped = outcome.answer.finishReason === 'stopped'
    return stopped && question.stopAt === undefined ? ['stopped, and nobody stopped it'] : []
  }
  const { error } = outcome
  if (!(error instanceof LearningError)) return ['it failed with something that is no LearningError']
  return answer.stopped ? [`a stopped answer failed with ${error.code}`] : error
}

/** It ended as it may under this schedule. */
function endingViolations(one: OneAnswer): string[] {
  const error = failureOf(one)
  if (!(error instanceof LearningError)) return error
  const { schedule, question, answer } = one
  const allowed = EXPLAINED.get(error.code)?.(question, schedule)
  if (allowed === true) return []
  if (error.code.startsWith('WS_')) {
    // Before the first frame no watchdog runs: a link that dies then is only missed when the tier ends.
    const least = answer.signs.heard && error.code !== 'WS_CONNECT_ERROR' ? CONTENT_TIMEOUT : FOUR_ATTEMPTS
    return outage(schedule) >= least ? [] : [`${error.code} without an outage that explains it`]
  }
  if (error.code === 'STREAM_NOT_FOUND' || allowed === undefined) return [`it failed with ${error.code}`]
  return [`${error.code}, and the model did not do that`]
}

/** Milliseconds without a way through after which an answer that never began may be given up. */
export const FOUR_ATTEMPTS = 1000

/** Milliseconds until a dead link is noticed, another is open and a keepalive has come over it, at most. */
const RECOVERY = 25_000

/** Milliseconds within which another server has taken up the answers of one that died. */
const TAKEOVER = 15_000

/** Sockets that are tried in vain before the fallback has its turn. */
const SOCKETS_FIRST = 3

/** Milliseconds between two attempts, at most. */
const LONGEST_BACKOFF = 5000

/** What one message takes at most, in latencies of the network. */
const LONGEST_DELAY = 1.5

/** For how long, at most, this schedule leaves no way through, milliseconds. */
export function outage({ faults, savingTime, instanceFaults = [] }: Schedule): number {
  const ofServers = instanceFaults.map(({ duration }) => duration + TAKEOVER + RECOVERY)
  const sum = [...faults.map(outageOf), ...ofServers, ofAttempts(faults)].reduce(
    (before, each) => before + each,
    0,
  )
  return sum === 0 ? 0 : sum + savingTime
}

/**
 * Milliseconds that attempts in vain take, at most. Each waits for its back-off, and for its refusal over a network that may be slow. With
 * WebSocket blocked the fallback's turn comes after three sockets, and after three more where that attempt was lost as well.
 */
function ofAttempts(faults: readonly Fault[]): number {
  const latency = Math.max(0, ...faults.map((fault) => (fault.kind === 'slow' ? fault.latency : 0)))
  const refused = faults.reduce((sum, fault) => sum + (fault.kind === 'refuse' ? fault.attempts : 0), 0)
  const isBlocked = faults.some(({ kind }) => kind === 'no_websocket')
  const sockets = isBlocked ? SOCKETS_FIRST * (1 + faults.filter(losesAttempts).length) : 0
  return (refused + sockets) * (LONGEST_BACKOFF + LONGEST_DELAY * latency)
}

function losesAttempts({ kind }: Fault): boolean {
  return !['no_websocket', 'slow', 'doubled', 'date_jumps', 'save_fails'].includes(kind)
}

function outageOf(fault: Fault): number {
  switch (fault.kind) {
    case 'slow':
      return 4 * fault.latency
    case 'cut':
    case 'no_websocket':
      return 1000
    // What it refuses are attempts.
    case 'refuse':
    case 'doubled':
    case 'date_jumps':
    case 'save_fails':
      return 0
    case 'half_open':
    case 'other_network':
    case 'background':
      return RECOVERY
    case 'server_restarted':
      return fault.patience + fault.duration + RECOVERY
    default:
      return fault.duration + RECOVERY
  }
}

/**
 * Begun once. After a restart, or where the model itself gave up, it may be continued from what is written, never begun
 * again.
 */
function modelViolations({ server, schedule, question, answer }: OneAnswer): string[] {
  const { restarts } = server.record
  const modelCalls = server.record.modelCalls.filter((call) => call.question === answer.content)
  const found: string[] = []
  if (question.ending === 'finish' && modelCalls.length > 1 + restarts) {
    found.push('the model was asked more often than the server was started')
  }
  for (const { continueFrom, written } of modelCalls) {
    if (continueFrom !== written) found.push('the model was begun again although something was written')
    if (written !== '' && !schedule.canContinue) found.push('a model that cannot continue was asked to')
  }
  if (modelCalls.some(({ ended, abandoned }) => !ended && !abandoned))
    found.push('a model call was left running')
  return found
}

/** Listeners that the outbox has while a stop waits for the network, and timers in the first minute of that, awake or asleep: its own, and the clock's. */
const OUTBOX_LISTENERS = 2
const OUTBOX_TIMERS = 2

/** After the end nothing is left behind, but a stop that could not be told yet. */
export function leftovers(phone: Phone): string[] {
  const found: string[] = []
  const timers = phone.timers - (phone.stopWaits ? OUTBOX_TIMERS : 0)
  if (timers > 0) found.push(`${timers} timers are left`)
  if (phone.wx.links > 0) found.push(`${phone.wx.links} sockets are left`)
  const listening = phone.wx.listening - (phone.stopWaits ? OUTBOX_LISTENERS : 0)
  if (listening !== 0) found.push(`${listening} listeners are left`)
  return found
}

function textOf(outcome: NonNullable<Seen['outcome']>): string {
  if ('answer' in outcome) return outcome.answer.text
  return outcome.error instanceof LearningError ? outcome.error.partial : ''
}
