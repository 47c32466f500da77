import type { ErrorFrame, StoredFrame } from '../../../typings/protocol'
import type { AnswerError } from './answer-error'
import type { LinkOrder } from './live-answers'

/** What a reader sees of an answer. */
export interface FrameSource {
  /** The next published frame after `cursor`. */
  frameAfter(cursor: number): StoredFrame | undefined
  /** What ended the answer without `done`; told after the last frame. */
  readonly failure: AnswerError | undefined
  /** The reader is gone. */
  detach(subscription: Subscription): void
}

type Result = IteratorResult<StoredFrame | ErrorFrame, undefined>

const END: Result = { done: true, value: undefined }

/**
 * One reader's way through an answer's frames. It keeps only a position and nothing is queued for it, so that a
 * slow reader costs no memory. It ends after `done` or an error.
 */
export class Subscription implements AsyncIterableIterator<StoredFrame | ErrorFrame, undefined> {
  private waiting: ((result: Result) => void) | undefined
  private parting: AnswerError | undefined
  private ended = false

  constructor(
    private readonly source: FrameSource,
    private cursor: number,
    /** Which of its client's links it is over. */
    readonly order: LinkOrder = {},
  ) {}

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result> {
    return new Promise((resolve) => {
      this.waiting = resolve
      this.wake()
    })
  }

  return(): Promise<Result> {
    this.finish()
    this.waiting?.(END)
    this.waiting = undefined
    return Promise.resolve(END)
  }

  /** The source has something new. */
  wake(): void {
    const waiting = this.waiting
    if (!waiting) return
    const result = this.take()
    if (!result) return
    this.waiting = undefined
    waiting(result)
  }

  /** Ends it with this error, before any frame that is still to come. */
  part(error: AnswerError): void {
    this.parting = error
    this.wake()
  }

  private take(): Result | undefined {
    if (this.ended) return END
    if (this.parting) return this.last(this.parting.frame)
    const frame = this.source.frameAfter(this.cursor)
    if (frame) {
      this.cursor = frame.seq
      return frame.type === 'done' ? this.last(frame) : { done: false, value: frame }
    }
    return this.source.failure ? this.last(this.source.failure.frame) : undefined
  }

  private last(frame: StoredFrame | ErrorFrame): Result {
    this.finish()
    return { done: false, value: frame }
  }

  private finish(): void {
    if (this.ended) return
    this.ended = true
    this.source.detach(this)
  }
}
