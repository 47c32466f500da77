import type { AskMessage, AskParams, ResumeMessage } from '../../typings/protocol'
import type { ChunkedRequestOptions, ChunkedRequests, Logger, SocketFactory } from '../platform/ports'
import type { TokenSource } from './answer-types'
import { isToken } from './ask-params'
import { ChunkedLink } from './chunked-link'
import { clientError, LearningError } from './learning-error'
import type { Link, LinkHandlers, LossReason } from './link'
import { SocketLink } from './socket-link'
import type { Transport, TransportChoice } from './transport'

/** Milliseconds until an attempt that has not opened is given up. */
export const CONNECT_TIMEOUT = 15000

/** The ways to a server, and what chooses between them. */
export interface ConnectionDeps {
  sockets: SocketFactory
  chunked: ChunkedRequests
  transports: TransportChoice
  logger: Logger
}

/** What every attempt of one answer has in common. */
export interface ConnectionSettings {
  url: string
  token: TokenSource
  requestId: string
  params: AskParams
  /** Milliseconds for one chunked answer. */
  maxDuration: number
}

/** What a connection tells. `message` comes only between `opened` and `lost`. */
export interface ConnectionHandlers {
  opened(): void
  message(text: string): void
  lost(reason: LossReason): void
  /** There is no token, and trying again would not bring one. */
  noToken(error: LearningError): void
}

/** Where the one attempt stands. `token`: waiting for it. `open`: the first message is out. `proven`: a frame has come back. */
interface Attempt {
  stage: 'token' | 'opening' | 'open' | 'proven'
  transport: Transport
  resumed: boolean
  link: Link | undefined
}

/** The one link of an answer: at most one at a time, each with the right first message over the right transport. */
export class Connection {
  private attempt: Attempt | undefined
  private token: string | undefined
  private renewals = 0
  private attemptsSinceFrame = 0
  private firstMessages = 0
  private readonly deps: ConnectionDeps
  private readonly settings: ConnectionSettings
  private readonly handlers: ConnectionHandlers

  constructor(deps: ConnectionDeps, settings: ConnectionSettings, handlers: ConnectionHandlers) {
    this.deps = deps
    this.settings = settings
    this.handlers = handlers
    if (typeof settings.token === 'string') this.token = settings.token
  }

  get stage(): Attempt['stage'] | 'none' {
    return this.attempt?.stage ?? 'none'
  }

  /** Whether the present link was opened with `resume`. */
  get resumed(): boolean {
    return this.attempt?.resumed ?? false
  }

  /** Attempts since a frame last came, or since {@link forgive}. */
  get attempts(): number {
    return this.attemptsSinceFrame
  }

  /** Whether the server may know of this answer. */
  get asked(): boolean {
    return this.firstMessages > 0
  }

  /** Gives the present link up and opens another: resuming after `afterSeq`, or asking where that is `undefined`. */
  connect(afterSeq: number | undefined): void {
    this.drop()
    this.attemptsSinceFrame += 1
    const transport = this.deps.transports.forAttempt(
      this.attemptsSinceFrame,
      this.chunkedUrl() !== undefined,
    )
    const attempt: Attempt = { stage: 'token', transport, resumed: afterSeq !== undefined, link: undefined }
    this.attempt = attempt
    const { token } = this.settings
    if (this.token !== undefined) this.begin(attempt, this.token, afterSeq)
    else if (typeof token === 'function') this.askToken(attempt, token, afterSeq)
  }

  /** Gives the present link up, if there is one. Nothing more is heard of it. */
  drop(): void {
    const { attempt } = this
    this.attempt = undefined
    attempt?.link?.giveUp()
  }

  /** A frame has come over the present link. */
  proven(): void {
    if (this.attempt === undefined || this.attempt.stage === 'proven') return
    this.attempt.stage = 'proven'
    this.attemptsSinceFrame = 0
    this.deps.transports.worked(this.attempt.transport)
  }

  /** The answer went on: a token that is refused from now on may be renewed again. */
  progressed(): void {
    this.renewals = 0
  }

  /** Failed attempts no longer count: what failed in the background says nothing of the network. */
  forgive(): void {
    this.attemptsSinceFrame = 0
  }

  /** Whether {@link renewToken} may help: there is a source to ask, and it was not asked in vain. */
  get renewable(): boolean {
    return typeof this.settings.token === 'function' && this.renewals === 0
  }

  /** The next attempt asks for the token again. The refused one is not a failed attempt. */
  renewToken(): void {
    this.token = undefined
    this.renewals += 1
    this.attemptsSinceFrame = Math.max(0, this.attemptsSinceFrame - 1)
  }

  /** Sends `stop` over the present link; false where it has no way up. */
  sendStop(): boolean {
    return this.attempt?.link?.sendStop() ?? false
  }

  private askToken(attempt: Attempt, source: () => Promise<string>, afterSeq: number | undefined): void {
    tokenFrom(source).then(
      (token) => {
        if (this.attempt !== attempt) return
        if (!isToken(token)) return this.handlers.noToken(clientError('AUTH_ERROR'))
        this.token = token
        this.begin(attempt, token, afterSeq)
      },
      (error: unknown) => {
        if (this.attempt === attempt) this.tokenFailed(error)
      },
    )
  }

  private tokenFailed(error: unknown): void {
    this.deps.logger.warn('[WebSocket] no token', error)
    if (!(error instanceof LearningError)) this.handlers.noToken(clientError('AUTH_ERROR'))
    else if (error.retryable) this.lost({ kind: 'closed', detail: `no token: ${error.code}` })
    else this.handlers.noToken(error)
  }

  private begin(attempt: Attempt, token: string, afterSeq: number | undefined): void {
    attempt.stage = 'opening'
    const link = this.linkOf(attempt, token, afterSeq)
    // Before `begin`: a host may refuse at once.
    attempt.link = link
    link.begin()
  }

  private linkOf(attempt: Attempt, token: string, afterSeq: number | undefined): Link {
    const handlers = this.linkHandlers(attempt, token, afterSeq)
    const chunkedUrl = this.chunkedUrl()
    if (attempt.transport === 'chunked' && chunkedUrl !== undefined) {
      this.deps.logger.warn('[WebSocket] 无法建立连接，改用分块请求接收回答')
      return new ChunkedLink(this.deps.chunked, this.chunkedRequest(chunkedUrl, token, afterSeq), handlers)
    }
    const first = afterSeq === undefined ? this.ask(token) : this.resume(token, afterSeq)
    const request = { url: this.settings.url, timeout: CONNECT_TIMEOUT, firstMessage: JSON.stringify(first) }
    return new SocketLink(this.deps.sockets, request, handlers)
  }

  /** A link that was given up says nothing more, so what is heard is of the present attempt. */
  private linkHandlers(attempt: Attempt, token: string, afterSeq: number | undefined): LinkHandlers {
    return {
      opened: () => {
        attempt.stage = 'open'
        this.firstMessages += 1
        this.handlers.opened()
      },
      message: (text) => this.handlers.message(text),
      lost: (reason) => {
        if (reason.kind === 'unsupported') this.beginAsSocket(attempt, token, afterSeq)
        else this.lost(reason)
      },
    }
  }

  /** The host turned out to have no chunked requests: the attempt was none yet, and goes on over a socket. */
  private beginAsSocket(attempt: Attempt, token: string, afterSeq: number | undefined): void {
    attempt.transport = 'socket'
    this.begin(attempt, token, afterSeq)
  }

  private lost(reason: LossReason): void {
    this.attempt = undefined
    this.handlers.lost(reason)
  }

  private ask(token: string): AskMessage {
    const { requestId, params } = this.settings
    return { type: 'ask', token, request_id: requestId, params }
  }

  private resume(token: string, afterSeq: number): ResumeMessage {
    return { type: 'resume', token, request_id: this.settings.requestId, after_seq: afterSeq }
  }

  private chunkedRequest(url: string, token: string, afterSeq: number | undefined): ChunkedRequestOptions {
    return {
      url,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'text/event-stream',
        Authorization: token.startsWith('Bearer ') ? token : `Bearer ${token}`,
        ...(afterSeq === undefined ? {} : { 'Last-Event-ID': String(afterSeq) }),
      },
      body: JSON.stringify(this.ask(token)),
      timeout: this.settings.maxDuration,
    }
  }

  /** The address of the chunked answer beside the WebSocket's, where there is one and the host can read it. */
  private chunkedUrl(): string | undefined {
    const parts = /^ws(s?:\/\/.+)\/ws\/ask(\?.*)?$/.exec(this.settings.url)
    if (parts === null || !this.deps.chunked.supported()) return undefined
    return `http${parts[1] ?? ''}/ask-stream${parts[2] ?? ''}`
  }
}

/** A source that throws is one that rejects, and one that gives its token at once is as good as one that promises it. */
function tokenFrom(source: () => Promise<string>): Promise<unknown> {
  return new Promise((resolve) => resolve(source()))
}
