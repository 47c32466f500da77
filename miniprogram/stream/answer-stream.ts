import type { AskParams } from '../../typings/protocol'
import type { AnswerDeps } from './answer-deps'
import { AnswerDriver } from './answer-driver'
import type { AnswerEvent, AnswerOptions, AnswerStream } from './answer-types'
import { askProblem } from './ask-params'
import { newRequestId } from './request-id'
import { MAX_DURATION } from './tiers'

/**
 * Asks one question and follows its answer to the end, over however many links that takes. A question that cannot be sent
 * rejects with `VALIDATION_ERROR` or `AUTH_ERROR` and opens nothing.
 */
export function createAnswerStream(
  deps: AnswerDeps,
  params: AskParams,
  onEvent: (event: AnswerEvent) => void,
  options: AnswerOptions,
): AnswerStream {
  const { requestId, afterSeq, text, maxDuration } = options
  // Where nothing was held, the same ask attaches to the answer just as well, and also begins one that never arrived.
  const continued = requestId !== undefined && afterSeq !== undefined && afterSeq > 0
  const driver = new AnswerDriver(
    deps,
    {
      url: options.url,
      token: options.token,
      requestId: requestId ?? newRequestId(deps.clock.date(), deps.random),
      params,
      continued,
      held: continued && text !== undefined ? { seq: afterSeq, text } : { seq: 0, text: '' },
      maxDuration: maxDuration !== undefined && maxDuration > 0 ? maxDuration : MAX_DURATION,
    },
    onEvent,
  )
  driver.start(askProblem(params, options.token))
  return {
    requestId: driver.requestId,
    result: driver.result,
    get state() {
      return driver.state
    },
    get text() {
      return driver.text
    },
    stop: () => driver.stop(),
  }
}
