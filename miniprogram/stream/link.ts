import type { ErrorIn } from './frames'

/** What a link tells its owner. After `lost`, or once it was given up, nothing more. */
export interface LinkHandlers {
  /** It is open and the first message was handed over. */
  opened(): void
  /** One frame, as text. */
  message(text: string): void
  lost(reason: LossReason): void
}

/**
 * `send`: the host could not send. `unsupported`: the host has no such kind of link, nothing was tried. `full`: the phone has no room for
 * another one now, nothing went out. `closed`: anything else.
 * `detail` is for the log. `answered`: the server had begun an answer on it, though no frame of one had come.
 * `refusal`: somebody on the way to the server, or the server, refused it without a code of the protocol's; that is what is said where no
 * attempt is left. `retryAfterMs`: milliseconds that whoever refused it asked to be left alone.
 */
export interface LossReason {
  kind: 'send' | 'unsupported' | 'full' | 'closed'
  detail: string
  answered?: boolean
  refusal?: ErrorIn
  retryAfterMs?: number | undefined
}

/** One way to the server, used once: frames come in, and at most a stop goes out. */
export interface Link {
  /** Opens it. Called once. */
  begin(): void
  /** Sends `stop`; false where this kind of link has no way up. */
  sendStop(): boolean
  /** Closes it, or has it closed as soon as it opens, and silences it. */
  giveUp(): void
}
