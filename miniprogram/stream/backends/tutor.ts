import type { AskMessage, ResumeMessage } from '../../../typings/protocol'
import type { ChunkedRequestOptions, Http } from '../../platform/ports'
import type { TokenSource } from '../answer-types'
import { askProblem } from '../ask-params'
import type { AttemptHandlers, AttemptPlan, Backend, Exchange, Question, Ways } from '../backend'
import { CredentialedLink } from '../credentialed-link'
import { type ErrorIn, type IncomingFrame, parseFrame } from '../frames'
import { clientError } from '../learning-error'
import type { Link, LinkHandlers } from '../link'
import { SocketLink } from '../socket-link'
import { tellStop } from '../tell-stop'
import { CONNECT_TIMEOUT, KEEPALIVE_INTERVAL } from '../tiers'
import { bearer, isToken } from '../token'
import { traceparent } from '../traceparent'
import type { Transport } from '../transport'
import { fallbackLink } from './fallback-link'
import { fallbackRefusal, saysNothing } from './fallback-refusal'
import { olderFrame } from './older-server'

/** Where a tutor's server is, and how one is let in. */
export interface TutorSettings {
  /** The full `wss://…/api/v1/learning/ws/ask` address. The two below are beside one that ends so; for any other they have to be given. */
  url: string
  /**
   * Where a stop is told without a link (`https:`). Where there is none, `capabilities.stoppable` is false: only a link that is open takes a
   * stop, and none is kept until there is a network.
   */
  stopUrl?: string
  /** Where the same frames come over a chunked request (`https:`). Where there is none, a network that lets no WebSocket through has no answer. */
  chunkedUrl?: string
  token: TokenSource
  /** One an installation: a link takes the place of its older one, and other devices read along. Without it all count as one. */
  clientId?: () => string
  /** `<run>:<number>`: which of this client's links comes back now, so that no older one whose message comes late takes its place. */
  nextLink?: () => string
}

/** The tutor's own protocol (docs/protocol.md): everything resumes, nothing is asked twice. */
export function tutorBackend(settings: TutorSettings): Backend {
  const { url, token } = settings
  const stopUrl = settings.stopUrl ?? beside(url, 'stop')
  const chunkedUrl = settings.chunkedUrl ?? beside(url, 'ask-stream')
  return {
    kind: 'tutor',
    url,
    capabilities: { resumable: true, idempotent: true, stoppable: stopUrl !== undefined },
    problem: (input) => askProblem(input, token),
    begin: (question, ways) => new TutorExchange({ ...settings, stopUrl, chunkedUrl }, question, ways),
    tellStop: async (requestId, http) => stopUrl === undefined || stopTutor(http, stopUrl, token, requestId),
  }
}

/** A call's address beside the socket's, or `undefined` where that is not of the usual form. */
function beside(url: string, call: string): string | undefined {
  const parts = /^ws(s?:\/\/.+)\/ws\/ask(\?.*)?$/.exec(url)
  return parts === null ? undefined : `http${parts[1] ?? ''}/${call}${parts[2] ?? ''}`
}

/** A stop of the tutor's protocol by a plain call beside the answer's socket. */
async function stopTutor(http: Http, url: string, token: TokenSource, requestId: string): Promise<boolean> {
  return tellStop(http, {
    url,
    headers: async () => ({ Authorization: bearer(typeof token === 'string' ? token : await token()) }),
    renewable: typeof token === 'function',
    body: { request_id: requestId },
  })
}

/**
 * Milliseconds from the beginning of a socket after which BAD_REQUEST most likely means that no first message was heard: a server waits for that
 * for 10 s (docs/protocol.md), a network that stands still may hold it up for longer, and what was heard is answered within a second.
 * A little less: two clocks do not run alike.
 */
const UNHEARD = 9500

/** Which protocol the server speaks: known from its first frame. */
type Dialect = 'unknown' | 'current' | 'older'

/** With the addresses that it was derived to have, too. */
type Addressed = Omit<TutorSettings, 'stopUrl' | 'chunkedUrl'> & {
  stopUrl: string | undefined
  chunkedUrl: string | undefined
}

class TutorExchange implements Exchange {
  private dialect: Dialect = 'unknown'
  private token: string | undefined
  private renewals = 0
  private begun = false
  /** The question may have reached the server. */
  private mayBeKnown: boolean
  private readonly settings: Addressed
  private readonly question: Question
  private readonly ways: Ways

  constructor(settings: Addressed, question: Question, ways: Ways) {
    this.settings = settings
    this.question = question
    this.ways = ways
    this.mayBeKnown = question.isLeft
    if (typeof settings.token === 'string') this.token = settings.token
  }

  resumable(): boolean {
    return this.dialect === 'current'
  }

  /** After any frame of an older server there is no second ask: it could not tell that it is the same one. */
  get repeatable(): boolean {
    return this.dialect !== 'older'
  }

  get stoppable(): boolean {
    return this.dialect !== 'older' && this.settings.stopUrl !== undefined
  }

  /** A socket takes a stop up, and the last word comes down. */
  readonly stopAnswered = true

  waits(): boolean {
    return this.dialect !== 'older'
  }

  private get renewable(): boolean {
    return typeof this.settings.token === 'function' && this.renewals === 0 && this.dialect !== 'older'
  }

  renew(): boolean {
    if (!this.renewable) return false
    this.token = undefined
    this.renewals += 1
    return true
  }

  progressed(): void {
    this.renewals = 0
  }

  attempt(plan: AttemptPlan, handlers: AttemptHandlers): Link {
    const { logger, transports } = this.ways
    const chunkedUrl = this.ways.chunked.supported() ? this.settings.chunkedUrl : undefined
    const transport = transports.forAttempt(plan.count, chunkedUrl !== undefined)
    const isFirst = !this.begun && !this.question.isLeft
    this.begun = true
    const link: CredentialedLink<string> = new CredentialedLink({
      logger,
      isFirst,
      credential: () => this.credential(),
      open: (token) => {
        if (transport !== 'chunked' || chunkedUrl === undefined) return socket(token)
        logger.warn('[WebSocket] 无法建立连接，改用分块请求接收回答')
        return this.chunkedLink(this.chunkedRequest(chunkedUrl, token, plan), handlers, () =>
          link.replace(socket(token)),
        )
      },
      lost: (reason) => handlers.lost(reason),
      refused: (error) => handlers.refused(error),
    })
    const socket = (token: string) => this.socketLink(this.firstMessage(token, plan), handlers)
    return link
  }

  /** A refusal of a first message that was not heard in time is a lost link. */
  private socketLink(first: AskMessage | ResumeMessage, handlers: AttemptHandlers): Link {
    const { clock, sockets } = this.ways
    const begun = clock.now()
    let isHeard = false
    const frame = (given: IncomingFrame): void => {
      const isRefused = !isHeard && given.type === 'error' && given.code === 'BAD_REQUEST'
      isHeard ||= given.type !== 'unknown'
      if (isRefused && clock.now() - begun >= UNHEARD) {
        link.giveUp()
        handlers.lost({ kind: 'closed', detail: 'the first message was held up' })
      } else handlers.frame(given)
    }
    const request = {
      url: this.settings.url,
      timeout: CONNECT_TIMEOUT,
      firstMessage: JSON.stringify(first),
    }
    const opened = () => {
      this.mayBeKnown = true
      handlers.opened()
    }
    const told = { ...handlers, frame, opened }
    const link: Link = new SocketLink(sockets, request, this.linkHandlers('socket', told))
    return link
  }

  /** The same frames over a chunked request, as events. */
  private chunkedLink(
    request: ChunkedRequestOptions,
    handlers: AttemptHandlers,
    unsupported: () => void,
  ): Link {
    const { mayBeKnown } = this
    // A request that is lost, or given up, may have arrived too; one that is refused has not, where its status says so.
    this.mayBeKnown = true
    const told = this.linkHandlers('chunked', handlers)
    return fallbackLink(this.ways.chunked, request, {
      ...told,
      lost: (reason) => {
        // Nothing has left the phone.
        if (reason.kind === 'full') this.mayBeKnown = mayBeKnown
        told.lost(reason)
      },
      refused: (head, text) => {
        this.mayBeKnown = mayBeKnown || saysNothing(head.status)
        const refusal = fallbackRefusal(head, text, this.renewable, this.mayBeKnown)
        if ('error' in refusal) handlers.frame(currentRefusal(refusal.error))
        else handlers.lost(refusal.lost)
      },
      unsupported: () => {
        this.mayBeKnown = mayBeKnown
        unsupported()
      },
    })
  }

  private credential(): string | Promise<string> {
    const { token: source } = this.settings
    if (this.token !== undefined || typeof source === 'string') return this.token ?? ''
    // A source that throws is one that rejects, and one that gives its token at once is as good as one that promises it.
    return new Promise<unknown>((resolve) => resolve(source())).then((token) => {
      if (!isToken(token)) throw clientError('AUTH_ERROR')
      this.token = token
      return token
    })
  }

  private linkHandlers(transport: Transport, handlers: AttemptHandlers): LinkHandlers {
    return {
      opened: () => handlers.opened(),
      message: (text) => {
        const frame = this.read(text, transport)
        if (frame !== undefined) handlers.frame(frame)
      },
      lost: (reason) => handlers.lost(reason),
    }
  }

  /** Learns from the first frame which protocol the server speaks; a frame of unknown type tells nothing, and means nothing before. */
  private read(text: string, transport: Transport): IncomingFrame | undefined {
    const { logger, transports } = this.ways
    const frame = parseFrame(text)
    if (frame === undefined) logger.debug('[WebSocket] 收到无法识别的消息', text.length)
    if (frame === undefined) return frame
    if (frame.type === 'error') return currentRefusal(frame)
    if (frame.type === 'accepted') this.dialect = 'current'
    else if (this.dialect === 'unknown' && frame.type !== 'unknown') this.dialect = 'older'
    if (this.dialect === 'unknown') return undefined
    transports.worked(transport)
    return this.dialect === 'older' ? olderFrame(frame) : currentFrame(frame)
  }

  private firstMessage(token: string, { after }: AttemptPlan): AskMessage | ResumeMessage {
    if (after === undefined) return this.askMessage(token)
    const link = this.settings.nextLink?.()
    const whose = this.whose(token)
    return { type: 'resume', ...whose, ...(link === undefined ? {} : { link }), after_seq: lastSeq(after) }
  }

  private askMessage(token: string): AskMessage {
    const { requestId, input } = this.question
    const { history: _ofOtherBackends, ...params } = input
    return { type: 'ask', ...this.whose(token), params, traceparent: traceparent(requestId) }
  }

  private whose(token: string): Pick<ResumeMessage, 'token' | 'request_id' | 'client_id'> {
    const clientId = this.settings.clientId?.()
    const { requestId } = this.question
    return { token, request_id: requestId, ...(clientId === undefined ? {} : { client_id: clientId }) }
  }

  /** Its body is an ask each time; what it goes on after stands in its head. */
  private chunkedRequest(url: string, token: string, { after }: AttemptPlan): ChunkedRequestOptions {
    return {
      url,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'text/event-stream',
        Authorization: bearer(token),
        ...(after === undefined ? {} : { 'Last-Event-ID': String(lastSeq(after)) }),
      },
      body: JSON.stringify(this.askMessage(token)),
      timeout: this.question.maxDuration,
    }
  }
}

/** The last `seq` that was received; 0 where none was (''). */
function lastSeq(after: string): number {
  return Number(after)
}

/** A current server repeats no text; its keepalives are promised, also where it names no sensible interval. */
function currentFrame(frame: IncomingFrame): IncomingFrame {
  if (frame.type === 'content') return { ...frame, fullContent: undefined }
  if (frame.type !== 'accepted') return frame
  return { ...frame, keepaliveInterval: frame.keepaliveInterval || KEEPALIVE_INTERVAL }
}

/** A server that asks to come back later is a current one: what it says next may not be missed for longer than its keepalives. */
function currentRefusal(frame: ErrorIn): ErrorIn {
  return frame.code === 'SHUTTING_DOWN' ? { ...frame, keepaliveInterval: KEEPALIVE_INTERVAL } : frame
}
