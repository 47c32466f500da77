import { SimulatedTime, seededRandom } from './clock'
import { installGlobal } from './install-global'
import { violationsOf } from './invariants'
import { deltasOf, wordsOf } from './model'
import { Network } from './network'
import { ownProgram } from './own-program'
import { Phone } from './phone'
import { PhoneAnswer } from './phone-answer'
import type { Schedule } from './schedule'
import { ServerHost } from './server-host'
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

/** Runs the real client against the real answer service over a simulated network, phone and clock. */
export async function simulate(schedule: Schedule): Promise<Report> {
  const time = new SimulatedTime()
  const random = seededRandom(schedule.seed)
  const server = new ServerHost(time, schedule)
  const network = new Network(time, random, (wire) => server.accept(wire))
  const phone = new Phone(time, network, server, random, ownProgram)
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
    for (const fault of schedule.faults)
      time.after(fault.at, () => strike(fault, { time, network, phone, server }))
    await time.runUntil(() => {
      if (phone.wx.hasTwoOpen) violations.push('more than one open link of an answer')
      if (phone.wx.heldSockets > MOST_SOCKETS) violations.push('more sockets than WeChat has')
      return phone.asked.length === schedule.questions.length && phone.settled
    }, PATIENCE)
    const early = phone.asked.map(({ seen }) => seen?.outcome)
    await time.runUntil(() => false, AFTERMATH)
    if (phone.asked.some(({ seen }, index) => seen?.outcome !== early[index]))
      violations.push('the outcome changed after the end')
    violations.push(...violationsOf({ schedule, phone, server }))
    return {
      violations: [...new Set(violations)],
      endings: phone.asked.map(endingOf),
      serverRestarts: server.record.restarts,
      modelCalls: server.record.modelCalls.length,
    }
  } finally {
    restoreWx()
    restoreDate()
    for (const restore of restoreTimers) restore()
  }
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

function endingOf({ seen }: PhoneAnswer): string {
  const outcome = seen?.outcome
  if (outcome === undefined) return 'never'
  if ('answer' in outcome) return outcome.answer.finishReason
  const { error } = outcome
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)
}
