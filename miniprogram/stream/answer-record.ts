import type { FinishReason } from '../../typings/protocol'
import type { Answer, AnswerEvent } from './answer-types'
import type { DoneIn, ErrorIn, IncomingFrame, SnapshotIn } from './frames'

/** Kinds of frame that the record takes in: all but the two that only concern the link. */
export type RecordedFrame = Exclude<IncomingFrame, { type: 'error' | 'keepalive' }>

/** What a frame meant for the answer. */
export type Verdict =
  /** Seen before, or of no meaning here: nothing changed. */
  | 'dropped'
  /** A frame before it is missing: reconnect and resume. Nothing changed. */
  | 'gap'
  | 'taken'
  /** Taken, and there will be no more content. */
  | 'finished'
  /** There is more content after all. */
  | 'continued'
  | 'done'

/** What became of a frame, and what a listener should be told of it. */
export interface Outcome {
  verdict: Verdict
  event?: AnswerEvent
}

const DROPPED: Outcome = { verdict: 'dropped' }
const GAP: Outcome = { verdict: 'gap' }
const TAKEN: Outcome = { verdict: 'taken' }

/** What has been received of one answer, and the one place where frames are ordered. Each frame costs the same at any length. */
export class AnswerRecord {
  readonly requestId: string
  private isPutOff = false
  /** Where another link would go on: the last `seq` taken, or what the backend puts in its place. '': nothing was. */
  after: string
  text: string
  /** Set by `content_finished`, or by a snapshot in its place. */
  finishReason: FinishReason | undefined
  sessionId: string | undefined
  questionId: string | undefined
  /** Milliseconds, as the server that was met last says; `undefined` where it promised no keepalive. */
  keepaliveInterval: number | undefined

  constructor(requestId: string, held: { after: string; text: string }) {
    this.requestId = requestId
    this.after = held.after
    this.text = held.text
  }

  /** Whether the server was there and asked to come back later, since it is being restarted. */
  get putOff(): boolean {
    return this.isPutOff
  }

  /** It asked so; `keepaliveInterval` where it promises keepalives. */
  putOffBy({ keepaliveInterval }: Pick<ErrorIn, 'keepaliveInterval'>): void {
    this.isPutOff = true
    this.keepaliveInterval ??= keepaliveInterval
  }

  /** Takes a frame in, in order; the event is what a listener should be told. */
  take(frame: RecordedFrame): Outcome {
    if (frame.type === 'accepted') return this.takeAccepted(frame)
    const order = this.order(frame)
    if (order !== undefined) return order
    switch (frame.type) {
      case 'status':
        return { verdict: 'taken', event: statusEvent(frame) }
      case 'reasoning':
        return { verdict: 'taken', event: { type: 'reasoning', delta: frame.reasoning } }
      case 'content':
        return this.takeContent(frame)
      case 'content_finished':
        return this.finish(frame.finishReason, this.repair(frame.fullContent))
      case 'content_resumed':
        this.finishReason = undefined
        return { verdict: 'continued' }
      case 'position':
        this.after = frame.after
        return TAKEN
      case 'snapshot':
        return this.takeSnapshot(frame)
      case 'done':
        return { verdict: 'done' }
      case 'unknown':
        return TAKEN
    }
  }

  /** The answer as it stands, with what the last frame said of it. */
  answer(done: DoneIn | undefined): Answer {
    const questionId = done?.questionId ?? this.questionId
    const sessionId = done?.sessionId ?? this.sessionId
    return {
      text: this.text,
      finishReason: done?.finishReason ?? this.finishReason ?? 'stop',
      ...(questionId === undefined ? {} : { questionId }),
      ...(done?.answerId === undefined ? {} : { answerId: done.answerId }),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(done?.usage === undefined ? {} : { usage: done.usage }),
      ...(done?.extras === undefined ? {} : { extras: done.extras }),
    }
  }

  /** Duplicates and gaps; otherwise the frame's `seq` is now the last one. What is not numbered comes in order by itself. */
  private order(frame: Exclude<RecordedFrame, { type: 'accepted' }>): Outcome | undefined {
    if (!('seq' in frame) || frame.seq === undefined) return undefined
    const last = Number(this.after)
    if (frame.seq <= last) return DROPPED
    const closesGap =
      frame.type === 'snapshot' || (frame.type === 'content_finished' && frame.fullContent !== undefined)
    if (frame.seq > last + 1 && !closesGap) return GAP
    this.after = String(frame.seq)
    return undefined
  }

  private takeAccepted(frame: Extract<IncomingFrame, { type: 'accepted' }>): Outcome {
    this.sessionId = frame.sessionId ?? this.sessionId
    this.questionId = frame.questionId ?? this.questionId
    this.keepaliveInterval = frame.keepaliveInterval
    const ids = {
      ...(this.sessionId === undefined ? {} : { sessionId: this.sessionId }),
      ...(this.questionId === undefined ? {} : { questionId: this.questionId }),
    }
    return {
      verdict: 'taken',
      event: { type: 'accepted', requestId: this.requestId, resumed: frame.resumed, ...ids },
    }
  }

  private takeContent(frame: Extract<IncomingFrame, { type: 'content' }>): Outcome {
    if (this.finishReason !== undefined) return TAKEN
    this.text += frame.content
    // Only an older server repeats the text so far. Lengths are compared: the contents would cost the square of the length.
    const repaired = frame.fullContent
    if (repaired !== undefined && repaired.length !== this.text.length) {
      return { verdict: 'taken', event: this.replace(repaired) }
    }
    if (frame.content === '') return TAKEN
    const tokens = frame.tokens === undefined ? {} : { tokens: frame.tokens }
    return { verdict: 'taken', event: { type: 'content', delta: frame.content, text: this.text, ...tokens } }
  }

  private takeSnapshot(frame: SnapshotIn): Outcome {
    const reasoning = frame.reasoning === undefined ? {} : { reasoning: frame.reasoning }
    const event: AnswerEvent = { ...this.replace(frame.fullContent), ...reasoning }
    return frame.phase === 'processing' ? this.finish(frame.finishReason, event) : { verdict: 'taken', event }
  }

  private finish(reason: FinishReason | undefined, event: AnswerEvent | undefined): Outcome {
    this.finishReason = reason ?? this.finishReason ?? 'stop'
    return event === undefined ? { verdict: 'finished' } : { verdict: 'finished', event }
  }

  private repair(whole: string | undefined): AnswerEvent | undefined {
    return whole === undefined || whole === this.text ? undefined : this.replace(whole)
  }

  private replace(text: string): Extract<AnswerEvent, { type: 'replace' }> {
    this.text = text
    return { type: 'replace', text }
  }
}

function statusEvent({ stage, ahead }: Extract<RecordedFrame, { type: 'status' }>): AnswerEvent {
  return ahead === undefined ? { type: 'status', stage } : { type: 'status', stage, ahead }
}
