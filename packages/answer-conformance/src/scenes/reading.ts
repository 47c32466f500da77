import { type Frame, seqOf } from '../frame'
import type { LinkRecord } from './record'

/** What a client that keeps the protocol has after all that it was told (docs/protocol.md, "Numbers"). */
export class Reading {
  text = ''
  seq = 0
  accepted = false
  /** The server numbers nothing: an older one. */
  isOlder = false
  /** A finish reason or a code; nothing as long as the answer has not ended. */
  ending: string | undefined
  /** The code with which a client may end that has no other token. */
  refusal: string | undefined
  /** Of this link nothing more is taken. */
  private isLost = false

  /** `arrivedOnly`: without what the client may not have. */
  static of(links: readonly LinkRecord[], arrivedOnly = false): Reading {
    const reading = new Reading()
    for (const { told } of links) {
      reading.isLost = false
      for (const { frame, arrived } of told) if (arrived || !arrivedOnly) reading.take(frame)
    }
    return reading
  }

  private take(frame: Frame): void {
    if (this.isLost || this.ending !== undefined) return
    if (frame.type === 'error') this.fail(frame)
    else if (frame.type === 'accepted') this.accepted = true
    else if (!this.accepted) this.takeOlder(frame)
    else if (frame.type !== 'keepalive') this.takeNumbered(frame, seqOf(frame) ?? 0)
  }

  private takeNumbered(frame: Frame, seq: number): void {
    if (seq <= this.seq) return
    const mends = frame.type === 'content_finished' || frame.type === 'snapshot'
    this.isLost = seq > this.seq + 1 && !mends
    if (this.isLost) return
    this.seq = seq
    if (mends) this.text = String(frame.full_content)
    if (frame.type === 'content') this.text += String(frame.content)
    if (frame.type === 'done') this.ending = String(frame.finish_reason)
  }

  private takeOlder(frame: Frame): void {
    this.isOlder = true
    if (frame.type === 'content' || frame.type === 'content_finished') this.text = String(frame.full_content)
    if (frame.type === 'done') this.ending = 'stop'
  }

  private fail({ code, retryable }: Frame): void {
    this.isLost = (code === 'SHUTTING_DOWN' && retryable === true) || code === 'AUTH_EXPIRED'
    if (code === 'AUTH_EXPIRED') this.refusal = code
    if (!this.isLost) this.ending = typeof code === 'string' ? code : 'SERVER_ERROR'
  }
}
