import type { DoneFrame, Stage, StoredFrame } from '../../../typings/protocol'
import { AnswerError } from './answer-error'
import { type AnswerPhase, phaseAfter } from './answer-phase'
import type { DraftAppend, Finish, StoredAnswer } from './answer-store'
import type { DraftJournal, DraftSource } from './draft-journal'
import { FrameLog } from './frame-log'
import { hasExtras } from './has-extras'
import { type AnswerReader, NAMELESS, orderOf, wasBefore } from './live-answers'
import { MOST_READERS, tooManyReaders } from './readers'
import { NOTHING_OPEN, type Standing } from './standing'
import { type FrameSource, Subscription } from './subscription'

type Waiting =
  | { type: 'status'; stage: Stage; ahead?: number }
  | { type: 'reasoning'; delta: string }
  | { type: 'content'; delta: string; tokens: number | undefined }
  | { type: 'finished'; finish: Finish }

const QUEUED: Stage = 'queued'

/**
 * One answer in memory: its frames, who reads them, and where it stands. It is written by its generation and
 * does not know whether anybody reads.
 */
export class Answer implements DraftSource, FrameSource {
  readonly userId: string
  readonly requestId: string
  readonly sessionId: string
  readonly questionId: string
  /** Names the owner in all that is written of it. */
  fence: number
  readonly params: StoredAnswer['params']
  readonly traceparent: string | undefined
  readonly log: FrameLog
  /** Known once the text is whole. */
  finish: Finish | undefined
  private standsAt: AnswerPhase = { name: 'writing' }
  private waiting: Waiting[] = []
  /** By client; a view is its own. */
  private readonly readers = new Map<string | Subscription, Subscription>()
  private lastStage: Stage | undefined
  /** When each kind of delta began. */
  private begunAt: { content?: number; reasoning?: number } = {}
  private skip: number | undefined
  private followers: (() => void)[] = []
  private letGoOf = false
  /** With what its readers were sent away for good. */
  private dismissal: AnswerError | undefined

  constructor(
    stored: Omit<StoredAnswer, 'answerId' | 'status' | 'errorCode'>,
    private readonly journal: DraftJournal,
    maxFrames: number,
  ) {
    this.userId = stored.userId
    this.requestId = stored.requestId
    this.sessionId = stored.sessionId
    this.questionId = stored.questionId
    this.fence = stored.fence
    this.params = stored.params
    this.traceparent = stored.traceparent ?? undefined
    const { content, reasoning, lastSeq, finishReason, usage, model } = stored
    if (finishReason !== null && usage !== null) {
      this.finish = { reason: finishReason, usage, ...(model ? { model } : {}) }
    }
    const origin = { content, reasoning, lastSeq }
    this.log = new FrameLog(maxFrames, finishReason === null ? origin : { ...origin, finishReason })
  }

  /** The question in whose place it stands: its own, or the one that is answered anew. */
  get placeId(): string {
    return this.params.again ?? this.questionId
  }

  /** A hint for the interface; the same one twice in a row is sent once. */
  status(stage: Stage): void {
    if (stage === this.lastStage) return
    this.lastStage = stage
    this.waiting.push({ type: 'status', stage })
    this.journal.hurry(this)
  }

  /** It waits for its turn, with so many before it. */
  queued(ahead: number): void {
    const last = this.waiting.at(-1)
    if (last?.type === 'status' && last.stage === QUEUED) last.ahead = ahead
    else this.waiting.push({ type: 'status', stage: QUEUED, ahead })
    this.lastStage = QUEUED
    this.journal.hurry(this)
  }

  /** More of the text; the first delta goes at once, later ones are joined. */
  content(delta: string, tokens: number | undefined): void {
    const last = this.waiting.at(-1)
    if (last?.type === 'content') {
      last.delta += delta
      last.tokens = tokens ?? last.tokens
    } else this.waiting.push({ type: 'content', delta, tokens })
    this.announce('content')
  }

  /** More of the model's reasoning, joined like the text. */
  reasoning(delta: string): void {
    const last = this.waiting.at(-1)
    if (last?.type === 'reasoning') last.delta += delta
    else this.waiting.push({ type: 'reasoning', delta })
    this.announce('reasoning')
  }

  /** No more text will come. Resolves when that is sent. */
  finishContent(finish: Finish): Promise<void> {
    this.finish = finish
    this.waiting.push({ type: 'finished', finish })
    return this.flush()
  }

  /** Resolves when everything so far is written down and sent. */
  flush(): Promise<void> {
    return this.journal.flush(this)
  }

  get phase(): AnswerPhase['name'] {
    return this.standsAt.name
  }

  /** With what it ended, as long as nobody goes on with it. */
  get failure(): AnswerError | undefined {
    return 'error' in this.standsAt ? this.standsAt.error : undefined
  }

  /** Whether the database knows how it ended: only then may memory forget it. */
  get isSettled(): boolean {
    return this.phase === 'done' || (this.standsAt.name === 'failed' && this.standsAt.written)
  }

  /** Its text is whole, and the database is asked to take it. */
  startSaving(): void {
    this.enter({ name: 'saving' })
    this.status('saving')
  }

  /** It is saved: the last frame. */
  complete({ answer_id, ...end }: Pick<DoneFrame, 'answer_id' | 'finish_reason' | 'usage'>): void {
    this.log.appendDone({
      type: 'done',
      question_id: this.placeId,
      answer_id,
      session_id: this.sessionId,
      ...end,
      extras: hasExtras(end.finish_reason, this.log.content) ? 'pending' : 'none',
    })
    this.enter({ name: 'done' })
    this.publish()
  }

  /** It ended without `done`; the text stays. */
  fail(how: Extract<AnswerPhase, { error: AnswerError }>): void {
    this.enter(how)
    if (!this.isLetGo) this.wakeReaders()
  }

  /** Whether its model had reasoned and written nothing: a new call reasons anew, and nobody must see both. */
  get hasOnlyReasoned(): boolean {
    return this.finish === undefined && this.log.content === '' && this.log.reasoning !== ''
  }

  /** It is taken up again after a failure. */
  reopen(): void {
    this.enter({ name: this.finish === undefined ? 'writing' : 'saving' })
    this.lastStage = undefined
    this.begunAt = {}
  }

  /**
   * A new reader who has everything up to `afterSeq`; an older link of the same client is told `SUPERSEDED`. Throws that where it is itself
   * the older one, `OVERLOADED` where there are too many readers, and disturbs none; and what the others were sent away with, since a
   * reader who was on its way meanwhile would wait here for what nobody writes.
   */
  attach(afterSeq: number, reader: AnswerReader = NAMELESS): Subscription {
    if (this.dismissal !== undefined) throw this.dismissal
    const older = reader.kind === 'client' ? this.readers.get(reader.id) : undefined
    if (older === undefined && this.readers.size >= MOST_READERS) {
      throw tooManyReaders()
    }
    const order = orderOf(reader)
    if (older !== undefined && wasBefore(order, older.order)) throw new AnswerError('SUPERSEDED')
    older?.part(new AnswerError('SUPERSEDED'))
    const subscription = new Subscription(this, this.positionAfter(afterSeq, reader), order)
    this.readers.set(reader.kind === 'client' ? reader.id : subscription, subscription)
    return subscription
  }

  /** Whether it is somebody else's now. */
  get isLetGo(): boolean {
    return this.letGoOf
  }

  /** `listener` hears of everything new, as a reader does that takes nobody's place. Gives what ends that. */
  follow(listener: () => void): () => void {
    this.followers.push(listener)
    return () => {
      this.followers = this.followers.filter((each) => each !== listener)
    }
  }

  /** A reader elsewhere has everything up to here. */
  reach(afterSeq: number): void {
    if (afterSeq > this.log.publishedSeq) this.skipPast(afterSeq)
  }

  /** What is under way at that point, nothing where that is the end; `undefined` where whoever reads on gets a snapshot first. */
  standingAt(seq: number): Standing | undefined {
    return this.isOverAt(seq) ? NOTHING_OPEN : this.log.standingAt(seq)
  }

  /** Sends its readers away with this error, and whoever still comes; the answer itself goes on. */
  dismiss(error: AnswerError): void {
    this.dismissal ??= error
    for (const reader of [...this.readers.values()]) reader.part(error)
  }

  detach(subscription: Subscription): void {
    for (const [key, reader] of this.readers) if (reader === subscription) this.readers.delete(key)
  }

  frameAfter(cursor: number): StoredFrame | undefined {
    return this.log.frameAfter(cursor)
  }

  seal(): DraftAppend | undefined {
    if (this.isLetGo) return undefined
    const { log, questionId, fence } = this
    const before = log.lastSeq
    if (this.skip !== undefined) log.skipTo(this.skip)
    this.skip = undefined
    const draft: DraftAppend = { questionId, fence, content: '', reasoning: '', seq: 0 }
    for (const output of this.waiting) {
      this.append(output)
      if (output.type === 'content') draft.content += output.delta
      if (output.type === 'reasoning') draft.reasoning += output.delta
    }
    this.waiting = []
    draft.seq = log.lastSeq
    if (this.finish) draft.finish = this.finish
    return log.lastSeq === before ? undefined : draft
  }

  publish(): void {
    if (this.isLetGo) return
    this.log.publish()
    this.wakeReaders()
  }

  /** It was taken up again: its new owner names itself, and its frames are told apart from those that others have seen. */
  own(fence: number, leap: number): void {
    this.fence = fence
    if (leap > 0) this.log.skipTo(this.log.lastSeq + leap)
  }

  /** It is somebody else's now: nothing of what this process still has of it is written or sent any more. */
  letGo(error: AnswerError): void {
    this.letGoOf = true
    this.dismiss(error)
  }

  private enter(next: AnswerPhase): void {
    this.standsAt = phaseAfter(this.standsAt, next)
  }

  private wakeReaders(): void {
    for (const reader of this.readers.values()) reader.wake()
    for (const wake of this.followers) wake()
  }

  private isOverAt(seq: number): boolean {
    return seq >= this.log.publishedSeq && (this.log.isDone || this.failure !== undefined)
  }

  /** A view is told the end again where it was, with its own number. */
  private positionAfter(seq: number, { kind }: AnswerReader): number {
    const { isDone, publishedSeq } = this.log
    if (kind === 'view' && this.isOverAt(seq)) return isDone ? publishedSeq - 1 : publishedSeq
    if (seq > publishedSeq || (isDone && seq === publishedSeq)) this.skipPast(seq)
    return seq
  }

  private append(output: Waiting): void {
    const { log } = this
    if (output.type === 'status') log.appendStatus(output.stage, output.ahead)
    else if (output.type === 'reasoning') log.appendReasoning(output.delta)
    else if (output.type === 'content') log.appendContent(output.delta, output.tokens)
    else log.appendFinished(output.finish.reason)
  }

  private announce(kind: 'content' | 'reasoning'): void {
    const begunAt = this.begunAt[kind]
    if (begunAt !== undefined) {
      this.journal.join(this, begunAt)
      return
    }
    this.begunAt[kind] = this.journal.now()
    this.journal.hurry(this)
  }

  /**
   * A reader is ahead of the log: it saw frames that were lost with an earlier process, or has `done` already
   * and asks again. Numbers go on beyond what it has, and it gets the whole state.
   */
  private skipPast(afterSeq: number): void {
    if (this.log.publishedSeq === this.log.lastSeq) {
      this.log.skipTo(afterSeq + 1)
    } else {
      this.skip = Math.max(this.skip ?? 0, afterSeq + 1)
      this.journal.hurry(this)
    }
  }
}
