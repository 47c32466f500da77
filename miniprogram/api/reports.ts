import type { AnswerReport } from '../../typings/protocol'
import { serverOrigin } from '../config'
import { programVersion } from '../platform/wx-account'
import { wxLogger } from '../platform/wx-logger'
import { wxRealtimeLog } from '../platform/wx-realtime-log'
import { LearningError } from '../stream/learning-error'
import { call } from './calls'
import { checkResponse } from './responses'

/** Reports in one call, and how many wait for a network. */
const MOST = 10

/** What is to be told to one server. */
interface Reports {
  readonly origin: string
  /** Those that the network did not take: they go out with the next one, or never. */
  waiting: AnswerReport[]
  /** False with an older server, which counts nothing. */
  isTaken: boolean
  underWay: boolean
}

/** Of this run of the program: nothing of it is worth keeping. What one server did not take is no other's, where a developer chooses that. */
let reports: Reports | undefined

function reportsNow(): Reports {
  const origin = serverOrigin()
  if (reports?.origin !== origin) reports = { origin, waiting: [], isTaken: true, underWay: false }
  return reports
}

/** Writes down how an answer was, in WeChat's realtime log only: it was asked at another server than the program's own. */
export function logReport(report: Omit<AnswerReport, 'version'>): AnswerReport {
  const whole = { ...report, version: programVersion() }
  wxRealtimeLog.info(report.request_id, '[answer]', whole)
  return whole
}

/** The same, and tells the server: one small call, which nothing waits for. Never throws. */
export function sendReport(report: Omit<AnswerReport, 'version'>): void {
  const whole = logReport(report)
  const of = reportsNow()
  if (!of.isTaken) return
  of.waiting = [...of.waiting, whole].slice(-MOST)
  if (!of.underWay) void deliver(of)
}

async function deliver(of: Reports): Promise<void> {
  of.underWay = true
  const reports = of.waiting
  of.waiting = []
  let isDelivered = false
  try {
    checkResponse(await call('POST', '/learning/reports', { reports }))
    isDelivered = true
  } catch (error) {
    wxLogger.debug('[report] not delivered', error)
    if (error instanceof LearningError && error.retryable)
      of.waiting = [...reports, ...of.waiting].slice(-MOST)
    else if (error instanceof LearningError && error.code === 'NOT_FOUND') of.isTaken = false
  } finally {
    of.underWay = false
  }
  if (isDelivered && of.waiting.length > 0 && of === reportsNow()) await deliver(of)
}
