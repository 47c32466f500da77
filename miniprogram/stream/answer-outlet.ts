import type { Logger } from '../platform/ports'
import { unharmed } from '../platform/unharmed'
import type { Answer, AnswerEvent } from './answer-types'
import type { LearningError } from './learning-error'

/** What the outside hears of an answer: events, and one result. */
export class AnswerOutlet {
  /** Settles once; what comes after the first `resolve` or `reject` is void. */
  readonly result: Promise<Answer>
  private settle: { resolve(answer: Answer): void; reject(error: LearningError): void } | undefined
  private readonly listener: (event: AnswerEvent) => void
  private readonly logger: Logger

  constructor(listener: (event: AnswerEvent) => void, logger: Logger) {
    this.listener = listener
    this.logger = logger
    this.result = new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
    })
    // A caller that only listens to events leaves the result alone: that is no unhandled rejection.
    this.result.catch(() => undefined)
  }

  /** A listener that throws does not break the stream. */
  tell(event: AnswerEvent): void {
    unharmed(
      () => this.listener(event),
      (error) => this.logger.error('[WebSocket] a listener threw', error),
    )
  }

  resolve(answer: Answer): void {
    this.settle?.resolve(answer)
  }

  reject(error: LearningError): void {
    this.settle?.reject(error)
  }
}
