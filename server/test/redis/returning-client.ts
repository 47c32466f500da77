import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerFrame } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'

/** Milliseconds until it comes again, as a phone's first back-off. */
const BACK_OFF = 300

/**
 * A client as a phone has one: after each lost link it comes again with what it has, to whichever server it is led to, until its
 * answer has ended.
 */
export class ReturningClient {
  /** The text as a page would have it. */
  text = ''
  /** What it was told to be the whole text. */
  whole: string | undefined
  /** How often it was connected. */
  links = 0
  /** `done`, or the code of what ended it. */
  readonly ends: string[] = []
  /** Frames that came with something missing before them. */
  readonly gaps: ServerFrame[] = []
  answerId: string | undefined
  /** When it has ended. */
  readonly ended: Promise<void>
  private link: AskClient
  private lastSeq = 0
  private wasAccepted = false

  /** `address`: where it finds a server, each time it comes. */
  constructor(
    private readonly address: () => string,
    private readonly question: { token: string; request_id: string; params: { content: string } },
  ) {
    this.link = this.connect()
    this.ended = this.goOn()
  }

  /** Resolves when there is something to read, on whichever link, or it has ended. */
  async begun(): Promise<void> {
    for (;;) {
      const { link } = this
      const isThere = await link
        .until(() => link.text !== '')
        .then(
          () => true,
          () => false,
        )
      while (!isThere && this.link === link && this.ends.length === 0) await sleep(20)
      if (isThere || this.ends.length > 0) return
    }
  }

  private connect(): AskClient {
    this.links += 1
    const { token, request_id } = this.question
    const resume = { type: 'resume', token, request_id, after_seq: this.lastSeq }
    return new AskClient(this.address(), this.wasAccepted ? resume : this.question)
  }

  private async goOn(): Promise<void> {
    for (;;) {
      // One that leads to nobody ends with an error.
      await this.link.closed.catch(() => undefined)
      for (const frame of this.link.frames) this.take(frame)
      if (this.ends.length > 0) return
      await sleep(BACK_OFF)
      this.link = this.connect()
    }
  }

  private take(frame: ServerFrame): void {
    if (frame.type === 'accepted') this.wasAccepted = true
    if (frame.type === 'error' && frame.code !== 'SHUTTING_DOWN') this.ends.push(frame.code)
    if (!('seq' in frame) || frame.seq <= this.lastSeq) return
    if (frame.seq !== this.lastSeq + 1 && frame.type !== 'snapshot') this.gaps.push(frame)
    this.lastSeq = frame.seq
    if (frame.type === 'content') this.text += frame.content
    if (frame.type === 'snapshot') this.text = frame.full_content
    const isWhole =
      frame.type === 'content_finished' || (frame.type === 'snapshot' && frame.phase === 'processing')
    if (isWhole) this.whole = frame.full_content
    if (frame.type !== 'done') return
    this.ends.push('done')
    this.answerId = frame.answer_id
  }
}
