import type { AnswerDeps } from './answer-deps'
import { AnswerDriver } from './answer-driver'
import type { AnswerEvent, AnswerStream, StreamOptions } from './answer-types'
import type { AskInput, Backend } from './backend'
import { randomId } from './random-id'
import { MAX_DURATION } from './tiers'

/**
 * Asks one question and follows its answer to the end, over however many links that takes. A question that cannot be sent
 * rejects with `VALIDATION_ERROR` or `AUTH_ERROR` and opens nothing.
 */
export function createAnswerStream(
  deps: AnswerDeps,
  backend: Backend,
  input: AskInput,
  onEvent: (event: AnswerEvent) => void,
  options: StreamOptions = {},
): AnswerStream {
  const { requestId, after = '', text, maxDuration } = options
  // Where nothing was held, the same ask attaches to the answer just as well, and also begins one that never arrived.
  const continued = requestId !== undefined && after !== ''
  const driver = new AnswerDriver(
    deps,
    {
      backend,
      requestId: requestId ?? randomId(deps.clock.date(), deps.random),
      input,
      continued,
      isLeft: text !== undefined,
      held: continued && text !== undefined ? { after, text } : { after: '', text: '' },
      maxDuration: maxDuration !== undefined && maxDuration > 0 ? maxDuration : MAX_DURATION,
    },
    onEvent,
  )
  driver.start(backend.problem(input))
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
