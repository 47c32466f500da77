import type { ErrorFrame, StoredFrame } from '../../../typings/protocol'
import type { AnswerError } from '../answer/answer-error'

type Frame = StoredFrame | ErrorFrame
type Result = IteratorResult<Frame, undefined>

const END: Result = { done: true, value: undefined }

/** Frames of an answer that can be ended from outside, before any that is still to come. */
export class SeatedFrames implements AsyncIterableIterator<Frame, undefined> {
  private parting: AnswerError | undefined
  private reader: ((result: Result) => void) | undefined
  private ended = false

  /** `over`: told once, at its end. */
  constructor(
    private readonly frames: AsyncIterableIterator<Frame, undefined>,
    private readonly over: () => void,
  ) {}

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result> {
    if (this.ended) return Promise.resolve(END)
    if (this.parting) return Promise.resolve(this.last(this.parting))
    return new Promise((resolve, reject) => {
      this.reader = resolve
      this.frames.next().then((result) => this.arrived(resolve, result), reject)
    })
  }

  return(): Promise<Result> {
    this.finish()
    this.reader?.(END)
    this.reader = undefined
    return Promise.resolve(END)
  }

  part(error: AnswerError): void {
    if (this.ended || this.parting) return
    this.parting = error
    const { reader } = this
    this.reader = undefined
    reader?.(this.last(error))
  }

  /** What comes after the end is nobody's. */
  private arrived(reader: (result: Result) => void, result: Result): void {
    if (this.reader !== reader) return
    this.reader = undefined
    if (result.done === true || result.value.type === 'done' || result.value.type === 'error') this.finish()
    reader(result)
  }

  private last(error: AnswerError): Result {
    this.finish()
    return { done: false, value: error.frame }
  }

  private finish(): void {
    if (this.ended) return
    this.ended = true
    this.frames.return?.().catch(() => undefined)
    this.over()
  }
}
