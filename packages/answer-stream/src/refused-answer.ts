import type { Logger } from '../../../miniprogram/platform/ports'
import { wxClock } from '../../../miniprogram/platform/wx-clock'
import { AnswerOutlet } from '../../../miniprogram/stream/answer-outlet'
import type { AnswerEvent, AnswerStream } from '../../../miniprogram/stream/answer-types'
import type { LearningError } from '../../../miniprogram/stream/learning-error'
import { randomId } from '../../../miniprogram/stream/random-id'
import { isRequestId } from './ask-input'

/** An answer that failed before it began: nothing was opened. It is told like one that a backend refuses, and has an id as any other. */
export function refusedAnswer(
  requestId: string | undefined,
  error: LearningError,
  onEvent: (event: AnswerEvent) => void,
  logger: Logger,
): AnswerStream {
  const outlet = new AnswerOutlet(onEvent, logger)
  outlet.tell({ type: 'state', state: 'failed' })
  outlet.reject(error)
  return {
    requestId: isRequestId(requestId) ? requestId : randomId(wxClock.date(), Math.random),
    state: 'failed',
    text: error.partial,
    result: outlet.result,
    stop: () => undefined,
  }
}
