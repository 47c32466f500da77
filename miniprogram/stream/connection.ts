import type { AttemptHandlers, Exchange } from './backend'
import type { IncomingFrame } from './frames'
import type { LearningError } from './learning-error'
import type { Link, LossReason } from './link'

/** What a connection tells. `frame` comes only between `opened` and `lost`. */
export interface ConnectionHandlers {
  opened(): void
  frame(frame: IncomingFrame): void
  lost(reason: LossReason): void
  /** It cannot be asked, and trying again would not help. */
  refused(error: LearningError): void
}

/** Where the one attempt stands. `open`: the first message is out. `proven`: a frame has come back. */
interface Attempt {
  stage: 'opening' | 'open' | 'proven'
  returns: boolean
  link: Link | undefined
}

/** The one link of an answer: at most one at a time. */
export class Connection {
  private attempt: Attempt | undefined
  private attemptsSinceFrame = 0
  private firstMessages = 0
  private met = false
  private readonly exchange: Exchange
  private readonly handlers: ConnectionHandlers

  constructor(exchange: Exchange, handlers: ConnectionHandlers) {
    this.exchange = exchange
    this.handlers = handlers
  }

  get stage(): Attempt['stage'] | 'none' {
    return this.attempt?.stage ?? 'none'
  }

  /** Whether the present link comes back to an answer of which a frame had come: by a resume, or by the same ask once more. */
  get returns(): boolean {
    return this.attempt?.returns ?? false
  }

  /** Attempts since a frame last came, or since {@link forgive}. */
  get attempts(): number {
    return this.attemptsSinceFrame
  }

  /** Whether the server may know of this answer. */
  get asked(): boolean {
    return this.firstMessages > 0
  }

  /** Gives the present link up and opens another: resuming after this position, or asking where it is `undefined`. */
  connect(after: string | undefined): void {
    this.drop()
    this.attemptsSinceFrame += 1
    const attempt: Attempt = { stage: 'opening', returns: after !== undefined || this.met, link: undefined }
    this.attempt = attempt
    const plan = { after, count: this.attemptsSinceFrame }
    const link = this.exchange.attempt(plan, this.attemptHandlers(attempt))
    // Before `begin`: a host may refuse at once.
    attempt.link = link
    link.begin()
  }

  /** Gives the present link up, if there is one. Nothing more is heard of it. */
  drop(): void {
    const { attempt } = this
    this.attempt = undefined
    attempt?.link?.giveUp()
  }

  /** A frame has come over the present link. */
  proven(): void {
    if (this.attempt === undefined) return
    this.attempt.stage = 'proven'
    this.met = true
    this.attemptsSinceFrame = 0
  }

  /** Failed attempts no longer count: what failed in the background says nothing of the network. */
  forgive(): void {
    this.attemptsSinceFrame = 0
  }

  /** The present attempt was none: its credentials were too old, or the phone had no room for it. */
  uncount(): void {
    this.attemptsSinceFrame = Math.max(0, this.attemptsSinceFrame - 1)
  }

  /** Sends `stop` over the present link; false where it has no way up. */
  sendStop(): boolean {
    return this.attempt?.link?.sendStop() ?? false
  }

  /** Nothing of it has left the phone, also where its first message was handed over. */
  private unsent({ stage }: Attempt): void {
    this.uncount()
    if (stage === 'open') this.firstMessages -= 1
  }

  /** A link that was given up says nothing more, so what is heard is of the present attempt. */
  private attemptHandlers(attempt: Attempt): AttemptHandlers {
    return {
      opened: () => {
        attempt.stage = 'open'
        this.firstMessages += 1
        this.handlers.opened()
      },
      frame: (frame) => this.handlers.frame(frame),
      lost: (reason) => {
        this.attempt = undefined
        if (reason.kind === 'full') this.unsent(attempt)
        this.handlers.lost(reason)
      },
      refused: (error) => this.handlers.refused(error),
    }
  }
}
