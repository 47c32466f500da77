import { LearningError } from '../../miniprogram/stream/learning-error'
import { SimulatedTime, seededRandom } from './clock'
import { installGlobal } from './install-global'
import { KINDS } from './kinds'
import { deltasOf, wordsOf } from './model'
import { Network } from './network'
import { Phone } from './phone'
import { PhoneAnswer, type Seen } from './phone-answer'
import { type Schedule, spansOf } from './schedule'
import { strike } from './strike'

/** What came of one schedule. */
export interface Report {
  /** What was broken, in words; none: it held. */
  violations: string[]
  /** How each answer ended for the student: a finish reason or an error code. */
  endings: string[]
  serverRestarts: number
  modelCalls: number
}

/** Sockets that WeChat opens at once; connecting ones count. */
const MOST_SOCKETS = 5
/** Milliseconds after the ask until when everything must have settled: the longest stay in the background, twice. */
const PATIENCE = 7 * 3600_000
/** Milliseconds after that, in which nothing may happen any more on the phone. */
const AFTERMATH = 20 * 60_000
/** The same where several servers say again and again that they live, once the last fault is over: a lease, and a takeover. */
const AFTERMATH_OF_SEVERAL = 20_000

/**
 * Runs the real client against a server over a simulated network, phone and clock: the real answer service, or one of another kind that
 * follows the schedule's script.
 */
export async function simulate(drawn: Schedule, kind: keyof typeof KINDS = 'tutor'): Promise<Report> {
  const time = new SimulatedTime()
  const begun = time.now()
  const random = seededRandom(drawn.seed)
  const schedule = { ...drawn, faults: drawn.faults.filter(KINDS[kind].suffers) }
  const {
    server,
    install,
    violations: broken,
    counts,
    watch,
    isIdle = () => true,
  } = KINDS[kind].start(time, schedule)
  const network = new Network(time, random, (wire) => server.accept(wire))
  const phone = new Phone(time, network, server, random, install)
  const violations: string[] = []
  const restoreWx = installGlobal(globalThis, 'wx', phone.wx.wx)
  // The phone is handed its date; what a server measures by that of its machine would be seen.
  const restoreDate = installGlobal(Date, 'now', () => time.now() + server.dateAhead)
  // What reads a model's chunks is handed no clock.
  const restoreTimers = [
    installGlobal(globalThis, 'setTimeout', (callback: () => void, delay: number) =>
      time.after(delay, callback),
    ),
    installGlobal(globalThis, 'clearTimeout', (cancel: () => void) => cancel()),
  ]
  try {
    phone.open()
    askAll(schedule, time, phone)
    watch?.(phone)
    for (const fault of schedule.faults)
      time.after(fault.at, () => strike(fault, { time, network, phone, server }))
    const settle = () =>
      time.runUntil(() => {
        if (phone.wx.hasTwoOpen) violations.push('more than one open link of an answer')
        if (phone.wx.heldSockets > MOST_SOCKETS) violations.push('more sockets than WeChat has')
        return phone.asked.length === schedule.questions.length && phone.settled
      }, PATIENCE)
    await settle()
    const early = phone.asked.map(({ seen }) => ({ seen, outcome: seen?.outcome }))
    const quiet =
      schedule.servers === undefined
        ? AFTERMATH
        : Math.max(0, begun + lastsUntil(schedule) - time.now()) + AFTERMATH_OF_SEVERAL
    await time.runUntil(() => false, quiet)
    // A later run of the program goes on with what had failed for want of a link, and may be in the background for longer than that.
    if (!phone.settled) {
      await settle()
      await time.runUntil(() => false, quiet)
    }
    await time.runUntil(isIdle, Math.max(0, AFTERMATH - quiet))
    if (phone.asked.some(({ seen }, index) => hasChanged(early[index], seen)))
      violations.push('the outcome changed after the end')
    violations.push(...broken(phone))
    return {
      violations: [...new Set(violations)],
      endings: phone.asked.map(endingOf),
      serverRestarts: counts().restarts,
      modelCalls: counts().modelCalls,
    }
  } finally {
    restoreWx()
    restoreDate()
    for (const restore of restoreTimers) restore()
  }
}

/** An answer that failed for want of a link may be gone on with by a later run of the program; any other end is the last. */
function hasChanged(
  early: { seen: Seen | undefined; outcome: Seen['outcome'] } | undefined,
  late: Seen | undefined,
): boolean {
  if (late?.outcome === early?.outcome) return false
  const { outcome } = early ?? {}
  const failed = outcome !== undefined && 'error' in outcome ? outcome.error : undefined
  return late === early?.seen || !(failed instanceof LearningError && failed.code.startsWith('WS_'))
}

/** The student asks each question at its time, in a conversation of its own, and may stop its answer. */
function askAll(schedule: Schedule, time: SimulatedTime, phone: Phone): void {
  for (const [number, { askedAt, stopAt }] of schedule.questions.entries()) {
    const ask = () => {
      const expected = deltasOf(schedule, number).join('')
      const answer = new PhoneAnswer(`request-${number + 1}`, wordsOf(number), expected, () => time.now())
      phone.ask(answer)
      if (stopAt !== undefined) time.after(stopAt, () => phone.stop(answer))
    }
    if (askedAt === 0) ask()
    else time.after(askedAt, ask)
  }
}

/** Milliseconds from the beginning until every fault is over: what one held up, as a stop in a stalled link, is on its way until then. */
function lastsUntil(schedule: Schedule): number {
  return Math.max(0, ...spansOf(schedule).map(({ until }) => until))
}

function endingOf({ seen, abandoned }: PhoneAnswer): string {
  if (abandoned) return 'lost with its program'
  const outcome = seen?.outcome
  if (outcome === undefined) return 'never'
  if ('answer' in outcome) return outcome.answer.finishReason
  const { error } = outcome
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)
}
