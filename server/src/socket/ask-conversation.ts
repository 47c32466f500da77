import { AnswerError, shuttingDown, toAnswerError } from '../answer/answer-error'
import type { AnswerService } from '../answer/answer-service'
import type { Attachment } from '../answer/attachment'
import type { AnswerReader } from '../answer/live-answers'
import type { Authenticate } from '../auth/authenticate'
import { AuthError } from '../errors/auth-error'
import { TooManyCalls } from '../errors/too-many-calls'
import type { CallLimits } from './call-limits'
import { MAX_MESSAGE_LENGTH, type ParsedMessage, parseClientMessage } from './client-message'
import { type DeliveryEnd, type DeliveryParts, deliver, type FrameLink } from './deliver'
import { OPENING } from './turns'

/** What a conversation about one answer needs. */
export interface AskParts extends DeliveryParts {
  service: Pick<AnswerService, 'ask' | 'resume' | 'stop'>
  authenticate: Authenticate
  /** Milliseconds within which the first message must come. Default 10 s. */
  firstMessagePatience?: number
  limits: CallLimits
}

/** A socket, as far as a conversation uses it. */
export interface SocketLink extends FrameLink {
  close(code: number): void
  /** The same, without waiting for the other side: a stranger who says nothing must not be kept. */
  dismiss(code: number): void
  /** Cuts it without a word, since nothing more gets through. */
  cut(): void
}

/** A first message that asks for an answer. */
export type Opening = Extract<ParsedMessage, { type: 'ask' | 'resume' }>
type Invalid = Extract<ParsedMessage, { type: 'invalid' }>

const INVALID: Invalid = { type: 'invalid' }

const FIRST_MESSAGE_PATIENCE = 10_000
/** Messages of a newer client that are ignored before the first one that is known. */
const MOST_BEFORE_OPENING = 8
/** Characters of a message behind the first: only a stop means anything there. */
const LONGEST_STOP = 4096

/** Close codes; clients do not decide by them, since devices report them unreliably. */
const NORMAL = 1000
const AFTER_ERROR = 1011

/** One socket's talk about one answer: a first message opens it, `stop` may follow, everything else is ignored. */
export class AskConversation {
  private opened = false
  /** Whether it is known who asks. */
  private known = false
  private closed = false
  private stopWanted = false
  private messages = 0
  private characters = 0
  private attachment: Attachment | undefined
  private cancelPatience: () => void
  private readonly openedAt: number

  /** `loggedIn` is called once it is known who asks, or the socket has ended. */
  constructor(
    private readonly link: SocketLink,
    private readonly parts: AskParts,
    private readonly loggedIn: () => void = () => undefined,
  ) {
    this.openedAt = parts.clock.now()
    const patience = parts.firstMessagePatience ?? FIRST_MESSAGE_PATIENCE
    this.cancelPatience = parts.clock.after(patience, () => {
      // What came while this process stood still is read before.
      this.cancelPatience = parts.clock.after(0, () => this.refuse(new AnswerError('BAD_REQUEST')))
    })
  }

  /** A text frame came in. */
  receive(text: string): void {
    if (this.closed || (this.opened && text.length > LONGEST_STOP)) return
    const message = this.opened || this.mayBeRead(text) ? parseClientMessage(text) : INVALID
    if (message.type === 'unknown') return
    if (message.type === 'stop') this.stop()
    else if (!this.opened) this.open(message)
  }

  /** All that a stranger says before the first message is no longer than that may be. */
  private mayBeRead(text: string): boolean {
    this.messages += 1
    this.characters += text.length
    return this.messages <= 1 + MOST_BEFORE_OPENING && this.characters <= MAX_MESSAGE_LENGTH
  }

  /** The socket is closed, by whomever. The answer goes on. */
  end(): void {
    this.closed = true
    this.loggedIn()
    this.cancelPatience()
    this.attachment?.frames.return?.().catch(() => undefined)
  }

  /** The server goes down; who has an answer is told by that. */
  shutDown(): void {
    if (!this.opened) this.refuse(shuttingDown())
  }

  private open(message: Opening | Invalid): void {
    this.opened = true
    this.cancelPatience()
    this.talk(message).catch((error: unknown) => this.refuse(toAnswerError(error)))
  }

  private stop(): void {
    this.stopWanted = true
    this.attachment?.stop()
  }

  private async talk(message: Opening | Invalid): Promise<void> {
    if (message.type === 'invalid') return this.refuseInvalid(message)
    await this.parts.turns.take(OPENING)
    const userId = await authenticatedUser(message.token, this.parts)
    this.known = true
    this.loggedIn()
    const attachment = await openFor(userId, message, this.parts, {
      openedAt: this.openedAt,
      isGone: () => this.closed,
    })
    this.attachment = attachment
    if (this.stopWanted) attachment.stop()
    if (this.closed) this.end()
    else this.finish(await deliver(attachment, this.link, this.parts))
  }

  /** A wrong token is told first: it may be the only thing that a new login cures. */
  private async refuseInvalid({ token }: Invalid): Promise<void> {
    if (token !== undefined) await authenticatedUser(token, this.parts)
    this.refuse(new AnswerError('BAD_REQUEST'))
  }

  private finish(end: DeliveryEnd): void {
    if (this.closed) return
    if (end === 'slow') this.link.cut()
    else this.link.close(end === 'done' ? NORMAL : AFTER_ERROR)
  }

  private refuse(error: AnswerError): void {
    if (this.closed) return
    this.parts.metrics.errorTold(error.code)
    this.link.send(error.frame)
    if (this.known) this.link.close(AFTER_ERROR)
    else this.link.dismiss(AFTER_ERROR)
    this.end()
  }
}

/** Opens the way to the answer for a link, where this user has not called too often. Rejects with {@link AnswerError}. */
export async function openFor(
  userId: string,
  opening: Opening,
  { service, limits }: Pick<AskParts, 'service' | 'limits'>,
  link: { openedAt: number; isGone: () => boolean },
): Promise<Attachment> {
  countCall(userId, limits)
  const { clientId = '' } = opening
  const name = opening.type === 'resume' ? opening.linkName : undefined
  const reader: AnswerReader = {
    kind: 'client',
    id: clientId,
    ...link,
    ...(name === undefined ? {} : { name }),
  }
  return opening.type === 'ask'
    ? service.ask(userId, opening, reader)
    : service.resume(userId, opening.requestId, opening.afterSeq, reader)
}

/** One more call of this user. Throws {@link AnswerError} where there were too many. */
export function countCall(userId: string, { calls }: CallLimits): void {
  try {
    calls.count(userId)
  } catch (error) {
    throw toAnswerError(error)
  }
}

/** The user behind a token. Rejects with {@link AnswerError}. */
export async function authenticatedUser(
  token: string,
  { authenticate, logger }: Pick<AskParts, 'authenticate' | 'logger'>,
): Promise<string> {
  try {
    const { userId } = await authenticate(token)
    return userId
  } catch (error) {
    if (error instanceof AuthError) throw new AnswerError(error.code, { cause: error })
    if (error instanceof TooManyCalls) throw toAnswerError(error)
    logger.error({ err: error }, 'checking a token failed')
    throw toAnswerError(error)
  }
}
