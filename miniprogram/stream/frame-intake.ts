import type { Logger } from '../platform/ports'
import type { AnswerRecord, Outcome } from './answer-record'
import type { AnswerEvent } from './answer-types'
import type { DoneIn, ErrorIn, IncomingFrame } from './frames'
import { parseFrame } from './frames'

/** What a message of the server comes to. */
export interface IntakeHandlers {
  /** A frame that is not an error: the link is proven. False where the answer no longer takes content in. */
  met(): boolean
  /** The frame was put in its place. `ofTheAnswer`: it shows that the answer is alive, not only the link. `fresh`: it has a new `seq`. */
  alive(ofTheAnswer: boolean, fresh: boolean): void
  event(event: AnswerEvent): void
  /** A frame before this one is missing. */
  gap(): void
  finished(): void
  done(frame: DoneIn): void
  error(frame: ErrorIn): void
}

/** Reads messages, keeps the record, and tells what each one came to. Nothing that a server sends makes it throw. */
export class FrameIntake {
  private readonly record: AnswerRecord
  private readonly logger: Logger
  private readonly handlers: IntakeHandlers

  constructor(record: AnswerRecord, logger: Logger, handlers: IntakeHandlers) {
    this.record = record
    this.logger = logger
    this.handlers = handlers
  }

  message(text: string): void {
    const frame = parseFrame(text)
    if (frame === undefined) this.logger.debug('[WebSocket] 收到无法识别的消息', text.length)
    else if (frame.type === 'error') this.handlers.error(frame)
    else this.frame(frame)
  }

  private frame(frame: Exclude<IncomingFrame, ErrorIn>): void {
    const { record, handlers } = this
    record.meet(frame)
    // Before the server has shown what it speaks, a frame of unknown type means nothing.
    if (record.dialect === 'unknown') return
    if (!handlers.met()) {
      // What was received when the student stopped is what stays; only the server's last word is still of use.
      if (frame.type === 'done') handlers.done(frame)
      return
    }
    if (frame.type === 'keepalive') {
      this.logger.debug('[WebSocket] 收到 keepalive 心跳，重置超时')
      handlers.alive(true, false)
      return
    }
    const before = record.lastSeq
    const outcome = record.take(frame)
    this.logger.debug('[WebSocket] 收到数据块', frame.type, record.lastSeq)
    const fresh = record.lastSeq > before
    handlers.alive(fresh, fresh)
    this.tell(outcome)
    if (outcome.verdict === 'done' && frame.type === 'done') handlers.done(frame)
  }

  private tell({ event, verdict }: Outcome): void {
    if (event !== undefined) this.handlers.event(event)
    if (verdict === 'gap') this.handlers.gap()
    else if (verdict === 'finished') this.handlers.finished()
  }
}
