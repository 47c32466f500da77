import type { DoneFrame, FinishReason, SnapshotFrame, Stage, StoredFrame } from '../../../typings/protocol'
import { NOTHING_OPEN, type Standing, standingAfter } from './standing'

/** Where a log begins that goes on from an earlier one. */
export interface LogOrigin {
  content: string
  reasoning: string
  /** Everything up to this `seq` is in the texts, and no longer there as single frames. */
  lastSeq: number
  /** Given where no more text will come. */
  finishReason?: FinishReason
}

const KINDS = ['status', 'reasoning', 'content', 'content_finished', 'done'] as const
type Kind = (typeof KINDS)[number]

/** Numbers a frame takes: kind and length in one, end of its text, tokens + 1 (0: not told). */
const WORDS = 3
const KIND_BITS = 3

/**
 * All frames of one answer as flat text and offsets: a thirteenth of the memory of the frames themselves.
 * What is appended can be read only after `publish`, since it must be written down before it is sent.
 */
export class FrameLog {
  content: string
  reasoning: string
  lastSeq: number
  publishedSeq: number
  finishReason: FinishReason | undefined
  private done: Omit<DoneFrame, 'seq'> | undefined
  private marks = new Uint32Array(64 * WORDS)
  private count = 0
  /** What was under way before the first frame that is kept. */
  private before: Standing
  private readonly stages: { stage: Stage; ahead?: number }[] = []
  /** The newest deltas as frames, the last one first: live readers take them from here, and the long text need not be cut for them. */
  private newest: StoredFrame | undefined
  private second: StoredFrame | undefined
  private publishedContent: number
  private publishedReasoning: number
  private publishedFinish: boolean
  private restarted = false

  /** `maxFrames`: how many single frames are kept at most; older ones are given as a snapshot. */
  constructor(
    private readonly maxFrames: number,
    origin: LogOrigin = { content: '', reasoning: '', lastSeq: 0 },
  ) {
    this.content = origin.content
    this.reasoning = origin.reasoning
    this.lastSeq = origin.lastSeq
    this.publishedSeq = origin.lastSeq
    this.publishedContent = origin.content.length
    this.publishedReasoning = origin.reasoning.length
    this.finishReason = origin.finishReason
    this.publishedFinish = origin.finishReason !== undefined
    this.before = standingOf(origin)
  }

  /** Whether `done` is in it. */
  get isDone(): boolean {
    return this.done !== undefined
  }

  /** `ahead`: how many are before it, where it waits for its turn. */
  appendStatus(stage: Stage, ahead?: number): void {
    this.stages.push(ahead === undefined ? { stage } : { stage, ahead })
    this.mark('status', 0, this.stages.length)
  }

  appendReasoning(delta: string): void {
    this.reasoning += delta
    this.mark('reasoning', delta.length, this.reasoning.length)
    this.remember({ type: 'reasoning', seq: this.lastSeq, reasoning: delta })
  }

  appendContent(delta: string, tokens?: number): void {
    this.content += delta
    this.mark('content', delta.length, this.content.length, tokens)
    this.remember(contentFrame(this.lastSeq, delta, tokens))
  }

  appendFinished(reason: FinishReason): void {
    this.finishReason = reason
    this.mark('content_finished', 0, 0)
  }

  appendDone(done: Omit<DoneFrame, 'seq'>): void {
    this.done = done
    this.mark('done', 0, 0)
  }

  /** Everything appended so far may be read from now on. */
  publish(): void {
    this.publishedSeq = this.lastSeq
    this.publishedContent = this.content.length
    this.publishedReasoning = this.reasoning.length
    this.publishedFinish = this.finishReason !== undefined
  }

  /** The frame to send to a reader that has everything up to `cursor`; `undefined` when it has all. */
  frameAfter(cursor: number): StoredFrame | undefined {
    if (cursor >= this.publishedSeq) return undefined
    const seq = cursor + 1
    if (seq < this.firstSeq) return this.snapshot()
    if (this.newest?.seq === seq) return this.newest
    return this.second?.seq === seq ? this.second : this.read(seq)
  }

  /** What is under way after that frame; `undefined` where whoever reads on from there gets a snapshot first. */
  standingAt(seq: number): Standing | undefined {
    const frames = seq - this.firstSeq + 1
    return frames < 0 || seq > this.publishedSeq ? undefined : this.standingAfterFirst(frames)
  }

  /**
   * Forgets the single frames: a reader that has less than `seq` gets a snapshot with that `seq`, and a `done`
   * follows it. Only allowed while everything is published.
   */
  skipTo(seq: number): void {
    this.before = this.standingAfterFirst(this.count)
    this.count = 0
    this.newest = undefined
    this.second = undefined
    this.lastSeq = seq
    if (this.done) this.mark('done', 0, 0)
    this.publish()
  }

  /** Throws the text away for a model that can only begin anew; readers get an empty snapshot. */
  restart(): void {
    this.restarted = true
    this.content = ''
    this.reasoning = ''
    this.finishReason = undefined
    this.skipTo(this.lastSeq + 1)
    this.before = NOTHING_OPEN
  }

  /** The first `seq` that is still there as a single frame. */
  private get firstSeq(): number {
    return this.lastSeq - this.count + 1
  }

  private mark(kind: Kind, length: number, end: number, tokens?: number): void {
    if (this.count === this.maxFrames) this.forgetOldest()
    if ((this.count + 1) * WORDS > this.marks.length) {
      const grown = new Uint32Array(this.marks.length * 2)
      grown.set(this.marks)
      this.marks = grown
    }
    const packed = (length << KIND_BITS) | KINDS.indexOf(kind)
    this.marks.set([packed, end, tokens === undefined ? 0 : tokens + 1], this.count * WORDS)
    this.count += 1
    this.lastSeq += 1
  }

  private remember(frame: StoredFrame): void {
    this.second = this.newest
    this.newest = frame
  }

  private forgetOldest(): void {
    const forgotten = Math.ceil(this.maxFrames / 2)
    this.before = this.standingAfterFirst(forgotten)
    this.marks.copyWithin(0, forgotten * WORDS, this.count * WORDS)
    this.count -= forgotten
  }

  /** After so many of the frames that are kept. */
  private standingAfterFirst(frames: number): Standing {
    let standing = this.before
    for (let frame = 0; frame < frames; frame += 1) {
      const { kind, end } = this.markAt(frame)
      if (kind !== undefined) standing = standingAfter(standing, kind, this.stages[end - 1]?.stage)
    }
    return standing
  }

  private markAt(frame: number) {
    const at = frame * WORDS
    const [packed = 0, end = 0, told = 0] = this.marks.subarray(at, at + WORDS)
    return { kind: KINDS[packed & ((1 << KIND_BITS) - 1)], length: packed >>> KIND_BITS, end, told }
  }

  private read(seq: number): StoredFrame {
    const { kind, length, end, told } = this.markAt(seq - this.firstSeq)
    const start = end - length
    switch (kind) {
      case 'status':
        return { type: 'status', seq, ...(this.stages[end - 1] ?? { stage: 'thinking' }) }
      case 'reasoning':
        return { type: 'reasoning', seq, reasoning: this.reasoning.slice(start, end) }
      case 'content':
        return contentFrame(seq, this.content.slice(start, end), told === 0 ? undefined : told - 1)
      case 'done':
        if (this.done) return { ...this.done, seq }
        break
      default:
    }
    return {
      type: 'content_finished',
      seq,
      full_content: this.content,
      finish_reason: this.finishReason ?? 'stop',
    }
  }

  /** Everything published, as of the last frame before `done`. */
  private snapshot(): SnapshotFrame {
    const frame: SnapshotFrame = {
      type: 'snapshot',
      seq: this.done ? this.publishedSeq - 1 : this.publishedSeq,
      phase: this.publishedFinish ? 'processing' : 'content',
      full_content: this.content.slice(0, this.publishedContent),
    }
    // An empty reasoning is said where a reader may hold one that is thrown away.
    if (this.publishedReasoning > 0 || this.restarted)
      frame.reasoning = this.reasoning.slice(0, this.publishedReasoning)
    if (this.publishedFinish && this.finishReason !== undefined) frame.finish_reason = this.finishReason
    return frame
  }
}

function contentFrame(seq: number, content: string, tokens: number | undefined): StoredFrame {
  return tokens === undefined ? { type: 'content', seq, content } : { type: 'content', seq, content, tokens }
}

/** Nothing tells the stage of an earlier process, and it is told anew when the answer is taken up. */
function standingOf({ content, reasoning, finishReason }: LogOrigin): Standing {
  if (finishReason !== undefined) return NOTHING_OPEN
  return { stage: undefined, reasoning: content === '' && reasoning !== '', content: content !== '' }
}
