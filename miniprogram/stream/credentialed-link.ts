import type { Logger } from '../platform/ports'
import { clientError, LearningError } from './learning-error'
import type { Link, LossReason } from './link'

/** How a link gets what it needs to be let in, and what it then opens. */
export interface CredentialedParts<Credential> {
  /** Nothing of this question has gone out yet, in any run of the program: who cannot log in then is told at once, and asks again. */
  isFirst: boolean
  /** A value where it is known, else a promise of it, which rejects with a {@link LearningError} that is not `retryable` where it never will be. */
  credential(): Credential | Promise<Credential>
  open(credential: Credential): Link
  lost(reason: LossReason): void
  refused(error: LearningError): void
  logger: Logger
}

/** A link that may have to wait for its credentials before it opens. */
export class CredentialedLink<Credential> implements Link {
  private inner: Link | undefined
  private over = false
  private readonly parts: CredentialedParts<Credential>

  constructor(parts: CredentialedParts<Credential>) {
    this.parts = parts
  }

  begin(): void {
    const credential = this.parts.credential()
    // At once where nothing is waited for: a host counts what is opened in one go.
    if (!(credential instanceof Promise)) {
      this.open(credential)
      return
    }
    credential.then(
      (given) => {
        if (!this.over) this.open(given)
      },
      (error: unknown) => {
        if (!this.over) this.failed(error)
      },
    )
  }

  /** What it is opened with may ask what was handed in, such as an installation's name: where that throws, no link can be had by it. */
  private open(credential: Credential): void {
    let link: Link
    try {
      link = this.parts.open(credential)
    } catch (error) {
      this.failed(error)
      return
    }
    this.replace(link)
  }

  /** Goes on over another link: the host turned out not to have the first one's kind. */
  replace(link: Link): void {
    // Before `begin`: a host may refuse at once.
    this.inner = link
    link.begin()
  }

  sendStop(): boolean {
    return this.inner?.sendStop() ?? false
  }

  giveUp(): void {
    this.over = true
    this.inner?.giveUp()
  }

  /**
   * Only a login that says no for good ends an answer that may be under way; whatever else keeps a credential away may pass, as a network
   * does.
   */
  private failed(error: unknown): void {
    this.over = true
    this.parts.logger.warn('[WebSocket] no token', error)
    const isLearningError = error instanceof LearningError
    if (isLearningError ? !error.retryable : this.parts.isFirst)
      this.parts.refused(isLearningError ? error : clientError('AUTH_ERROR'))
    else this.parts.lost({ kind: 'closed', detail: 'no token' })
  }
}
