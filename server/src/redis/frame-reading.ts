import type { ErrorFrame, StoredFrame } from '../../../typings/protocol'
import type { AnswerError } from '../answer/answer-error'
import type { AnswerNames } from './names'
import { idOf, placeOf, positionOf } from './position'
import type { SharedFrames } from './redis-link'
import { parseFrame, parseTold, type ToldFrame } from './told-frames'

type Result = IteratorResult<StoredFrame | ErrorFrame, undefined>

const END: Result = { done: true, value: undefined }

/** Entries that are read at once. */
const MOST_ENTRIES = 128
/** Frames that wait for a slow reader; it reads the rest from the stream. */
const MOST_WAITING = 256

/** How far a reader is: what it has of which owner. */
interface Cursor {
  fence: number
  seq: number
}

/**
 * One reader's way through an answer that another server writes. It hears the frames as they are told, and reads from the stream what
 * came before, what it missed, and what it had no room for. When a new owner goes on with the answer, so does it.
 */
export class FrameReading implements AsyncIterableIterator<StoredFrame | ErrorFrame, undefined> {
  private readonly waiting: ToldFrame[] = []
  private heard: Cursor
  private given: Cursor
  /** Whether the stream may have more than was heard. */
  private behind = true
  private pumping: Promise<void> | undefined
  private reader: ((result: Result) => void) | undefined
  private parting: AnswerError | undefined
  private ended = false
  private lastAt: number
  private readonly unhear: () => void

  /** `now`: milliseconds. `over`: told once, at its end. */
  constructor(
    private readonly link: SharedFrames,
    private readonly names: AnswerNames,
    afterSeq: number,
    private readonly now: () => number,
    private readonly over: () => void,
  ) {
    this.heard = { fence: 0, seq: afterSeq }
    this.given = this.heard
    this.lastAt = now()
    this.unhear = link.hear(names.channel, (message) => this.hear(message))
    this.pump()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result> {
    return new Promise((resolve) => {
      this.reader = resolve
      this.deliver()
    })
  }

  return(): Promise<Result> {
    this.finish()
    this.reader?.(END)
    this.reader = undefined
    return Promise.resolve(END)
  }

  /** Ends it with this error, before any frame that is still to come. */
  part(error: AnswerError): void {
    this.parting = error
    this.deliver()
  }

  /** Milliseconds since it was told anything. */
  get silence(): number {
    return this.now() - this.lastAt
  }

  /** Looks into the stream, in case something was told that it did not hear. */
  look(): void {
    this.behind = true
    this.pump()
  }

  private hear(message: string): void {
    if (this.ended) return
    const { fence, frames } = parseTold(message)
    for (const frame of frames) if (!this.take(fence, frame)) this.behind = true
    this.deliver()
    if (this.behind) this.pump()
  }

  /** False where something before it is missing: of that the stream tells. */
  private take(fence: number, frame: ToldFrame): boolean {
    const { heard } = this
    if (fence < heard.fence) return true
    if (frame.type === 'error') {
      if (fence === heard.fence) this.wait(frame)
      return fence === heard.fence
    }
    if (fence > heard.fence) this.heard = { fence, seq: heard.seq }
    if (frame.seq <= heard.seq) return true
    if (frame.type !== 'snapshot' && frame.seq !== heard.seq + 1) return false
    this.heard = { fence, seq: frame.seq }
    this.wait(frame)
    return true
  }

  private wait(frame: ToldFrame): void {
    this.lastAt = this.now()
    this.waiting.push(frame)
    if (this.waiting.length <= MOST_WAITING) return
    this.waiting.length = 0
    this.heard = this.given
    this.behind = true
  }

  private deliver(): void {
    const { reader } = this
    if (reader === undefined) return
    if (this.ended) {
      this.reader = undefined
      reader(END)
      return
    }
    const frame = this.parting?.frame ?? this.waiting.shift()
    if (frame === undefined) {
      if (this.behind) this.pump()
      return
    }
    this.reader = undefined
    if ('seq' in frame) this.given = { fence: this.heard.fence, seq: frame.seq }
    if (frame.type === 'error' || frame.type === 'done') this.finish()
    reader({ done: false, value: frame })
  }

  private pump(): void {
    if (this.ended || this.pumping !== undefined || this.waiting.length > 0) return
    this.pumping = this.read()
      // Redis is away: it is looked again.
      .catch(() => undefined)
      .finally(() => {
        this.pumping = undefined
        this.deliver()
      })
  }

  private async read(): Promise<void> {
    this.behind = false
    await this.findOwner()
    const { fence, seq } = this.heard
    const entries = await this.link.entriesAfter(
      this.names.frames,
      idOf({ fence, place: placeOf(seq) }),
      MOST_ENTRIES,
    )
    const isAll = entries.length < MOST_ENTRIES
    entries.forEach(({ id, text }, index) => {
      const frame = parseFrame(text)
      // After one that is not the last the answer went on.
      const isPassed = frame.type === 'error' && !(isAll && index === entries.length - 1)
      if (!isPassed) this.take(positionOf(id).fence, frame)
    })
    if (!isAll && this.waiting.length > 0) this.behind = true
  }

  /** What earlier owners told is in the first frame of the one that has it now. */
  private async findOwner(): Promise<void> {
    const last = await this.link.lastEntry(this.names.frames)
    if (last === undefined) return
    const { fence } = positionOf(last.id)
    if (fence > this.heard.fence) this.heard = { fence, seq: this.heard.seq }
  }

  private finish(): void {
    if (this.ended) return
    this.ended = true
    this.unhear()
    this.over()
  }
}
