import { setTimeout as sleep } from 'node:timers/promises'
import type { DoneFrame, ErrorFrame } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'

/** Milliseconds between two attempts. */
const PAUSE = 300

/** A client that does as the mini-program does: until its answer has ended it comes back, with what it has. */
export class SteadyClient {
  text = ''
  lastSeq = 0
  done: DoneFrame | undefined
  error: ErrorFrame | undefined
  /** How often it had to come back. */
  returns = 0
  readonly ended: Promise<void>

  /** `where`: to whom it goes, each time anew. */
  constructor(
    private readonly where: () => string,
    private readonly token: string,
    private readonly requestId: string,
  ) {
    this.ended = this.run()
  }

  private async run(): Promise<void> {
    let accepted = false
    for (;;) {
      const { token, requestId: request_id, lastSeq: after_seq } = this
      const message = accepted
        ? { type: 'resume', token, request_id, after_seq }
        : { token, request_id, params: { content: '算一算' } }
      const client = new AskClient(this.where(), message)
      await client.closed.catch(() => undefined)
      accepted ||= client.accepted !== undefined
      this.take(client)
      if (this.done !== undefined || this.error !== undefined) return
      this.returns += 1
      await sleep(PAUSE)
    }
  }

  private take(client: AskClient): void {
    for (const frame of client.frames) {
      if (frame.type === 'error' && !(frame.code === 'SHUTTING_DOWN' && frame.retryable)) this.error = frame
      if (!('seq' in frame) || frame.seq <= this.lastSeq) continue
      this.lastSeq = frame.seq
      if (frame.type === 'content') this.text += frame.content
      if (frame.type === 'snapshot') this.text = frame.full_content
      if (frame.type === 'done') this.done = frame
    }
  }
}
