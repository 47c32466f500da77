import type { ErrorFrame, StoredFrame } from '../../../typings/protocol'

type Frame = StoredFrame | ErrorFrame
type Result = IteratorResult<Frame, undefined>

const END: Result = { done: true, value: undefined }

/** One reader's way through an answer of a sibling: each frame is asked for when the one before is taken. */
export class Reading implements AsyncIterableIterator<Frame, undefined> {
  private waiting: ((result: Result) => void) | undefined
  private parting: ErrorFrame | undefined
  private ended = false

  /** `say`: how the sibling is told. After `leave` nothing more is said. */
  constructor(private readonly say: (read: 'next' | 'leave') => void) {}

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result> {
    const parting = this.parting
    this.parting = undefined
    if (parting) return Promise.resolve({ done: false, value: parting })
    if (this.ended) return Promise.resolve(END)
    return new Promise((resolve) => {
      this.waiting = resolve
      this.say('next')
    })
  }

  return(): Promise<Result> {
    this.leave()
    this.answer(END)
    return Promise.resolve(END)
  }

  /** The sibling gives what was asked for. */
  take(frame: Frame): void {
    this.answer({ done: false, value: frame })
  }

  /** There is nothing more. */
  end(): void {
    this.leave()
    this.answer(END)
  }

  /** Ends it with this error, before any frame that is still to come. */
  part(error: ErrorFrame): void {
    if (this.ended) return
    this.leave()
    if (this.waiting) this.answer({ done: false, value: error })
    else this.parting = error
  }

  private leave(): void {
    if (!this.ended) this.say('leave')
    this.ended = true
  }

  private answer(result: Result): void {
    const { waiting } = this
    this.waiting = undefined
    waiting?.(result)
  }
}
