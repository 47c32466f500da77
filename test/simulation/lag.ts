import type { SimulatedTime } from './clock'
import type { Phone } from './phone'
import type { PhoneAnswer } from './phone-answer'
import { type Schedule, spansOf } from './schedule'
import type { ServerRecord } from './server-process'

/** Milliseconds within which a student sees what was written, wherever they read it, while nothing goes wrong. */
const LONGEST_LAG = 8000
/** Milliseconds after which nothing is left of a fault: a dead link is noticed, a server's answers are taken up. */
const TRACES = 20_000

interface Watched {
  time: SimulatedTime
  schedule: Schedule
  phone: Phone
  record: ServerRecord
}

/** Looks again and again whether what is in the database is shown soon, and whether what was stopped is not written on. */
export function watchLag({ time, schedule, phone, record }: Watched): void {
  const begun = time.now()
  const spans = spansOf(schedule).map(({ from, until }) => ({
    from: begun + from,
    until: begun + until + TRACES,
  }))
  const isCalm = (from: number, until: number) =>
    spans.every((span) => until < span.from || from > span.until)
  const written = ({ requestId }: PhoneAnswer) =>
    [...record.store.answers.values()].find((stored) => stored.requestId === requestId)?.content.length ?? 0
  const isWritten = ({ content }: PhoneAnswer) =>
    record.modelCalls.some((call) => call.question === content && !call.ended && !call.abandoned)
  let before = new Map<PhoneAnswer, number>()
  let stoppedBefore: PhoneAnswer[] = []
  const look = () => {
    const now = time.now()
    const isQuiet = isCalm(now - LONGEST_LAG, now)
    // A link that dies before its first frame is missed only later: an older server may be silent for as long.
    const open = phone.asked.filter(({ settled, stopped, seen }) => !settled && !stopped && seen?.shown)
    const isShown = (answer: PhoneAnswer) => (answer.seen?.shown.length ?? 0) >= (before.get(answer) ?? 0)
    if (isQuiet && !open.every(isShown)) record.violations.push('what was written was not shown')
    // One that nobody could be told waits on the phone: the answer had no owner then.
    if (isQuiet && !phone.stopWaits && stoppedBefore.some(isWritten))
      record.violations.push('what was stopped was written on')
    before = new Map(open.map((answer) => [answer, written(answer)]))
    stoppedBefore = phone.asked.filter(({ stopped }) => stopped)
    const isOver = phone.settled && phone.asked.length === schedule.questions.length
    if (!isOver || phone.asked.some(isWritten)) time.after(LONGEST_LAG, look)
  }
  time.after(LONGEST_LAG, look)
}
