import type { Logger } from '../platform/ports'
import type { AnswerRecord, Outcome } from './answer-record'
import type { AnswerEvent } from './answer-types'
import type { DoneIn, ErrorIn, IncomingFrame } from './frames'

/** What a frame comes to. */
export interface IntakeHandlers {
  /** A frame that is not an error: the link is proven. False where the answer no longer takes content in. */
  met(): boolean
  /** The frame was put in its place. `ofTheAnswer`: it shows that the answer is alive, not only the link. `fresh`: it has a new `seq`. */
  alive(ofTheAnswer: boolean, fresh: boolean): void
  event(event: AnswerEvent): void
  /** A frame before this one is missing. */
  gap(): void
  finished(): void
  /** There is more content after all. */
  continued(): void
  done(frame: DoneIn): void
  error(frame: ErrorIn): void
}

/** Takes frames in, keeps the record, and tells what each one came to. */
export class FrameIntake {
  private readonly record: AnswerRecord
  private readonly logger: Logger
  private readonly handlers: IntakeHandlers

  constructor(record: AnswerRecord, logger: Logger, handlers: IntakeHandlers) {
    this.record = record
    this.logger = logger
    this.handlers = handlers
  }

  frame(frame: IncomingFrame): void {
    const { record, handlers } = this
    if (frame.type === 'error') {
      handlers.error(frame)
      return
    }
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
    const before = record.after
    const outcome = record.take(frame)
    this.logger.debug('[WebSocket] 收到数据块', frame.type, record.after)
    const fresh = record.after !== before || this.unnumberedText(outcome)
    handlers.alive(fresh, fresh)
    this.tell(outcome)
    if (outcome.verdict === 'done' && frame.type === 'done') handlers.done(frame)
  }

  private tell({ event, verdict }: Outcome): void {
    if (event !== undefined) this.handlers.event(event)
    if (verdict === 'gap') this.handlers.gap()
    else if (verdict === 'finished') this.handlers.finished()
    else if (verdict === 'continued') this.handlers.continued()
  }

  /** Of a server that numbers nothing only text shows that the answer goes on. */
  private unnumberedText({ event }: Outcome): boolean {
    return this.record.after === '' && (event?.type === 'content' || event?.type === 'reasoning')
  }
}
