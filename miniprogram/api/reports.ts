import type { AnswerReport } from '../../typings/protocol'
import { programVersion } from '../platform/wx-account'
import { wxLogger } from '../platform/wx-logger'
import { wxRealtimeLog } from '../platform/wx-realtime-log'
import { LearningError } from '../stream/learning-error'
import { call } from './calls'
import { checkResponse } from './responses'

/** Reports in one call, and how many wait for a network. */
const MOST = 10

/** Those that the network did not take: they go out with the next one, or never. */
let waiting: AnswerReport[] = []
/** False with an older server, which counts nothing. */
let isTaken = true
let underWay = false

/** Writes down how an answer was, in WeChat's realtime log only: it was asked at another server than the program's own. */
export function logReport(report: Omit<AnswerReport, 'version'>): AnswerReport {
  const whole = { ...report, version: programVersion() }
  wxRealtimeLog.info(report.request_id, '[answer]', whole)
  return whole
}

/** The same, and tells the server: one small call, which nothing waits for. Never throws. */
export function sendReport(report: Omit<AnswerReport, 'version'>): void {
  const whole = logReport(report)
  if (!isTaken) return
  waiting = [...waiting, whole].slice(-MOST)
  if (!underWay) void deliver()
}

async function deliver(): Promise<void> {
  underWay = true
  const reports = waiting
  waiting = []
  let isDelivered = false
  try {
    checkResponse(await call('POST', '/learning/reports', { reports }))
    isDelivered = true
  } catch (error) {
    wxLogger.debug('[report] not delivered', error)
    if (error instanceof LearningError && error.retryable) waiting = [...reports, ...waiting].slice(-MOST)
    else if (error instanceof LearningError && error.code === 'NOT_FOUND') isTaken = false
  } finally {
    underWay = false
  }
  if (isDelivered && waiting.length > 0) await deliver()
}
