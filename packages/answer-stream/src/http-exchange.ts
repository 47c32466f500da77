import type { ResponseHead } from '../../../miniprogram/platform/ports'
import type {
  AttemptHandlers,
  AttemptPlan,
  Exchange,
  Question,
  Ways,
} from '../../../miniprogram/stream/backend'
import { CredentialedLink } from '../../../miniprogram/stream/credentialed-link'
import { EventLink, type ResponseEnd } from '../../../miniprogram/stream/event-link'
import type { ErrorIn, IncomingFrame } from '../../../miniprogram/stream/frames'
import {
  isRefusal,
  pauseAsked,
  refusalOf,
  refusalOfStatus,
  waiting,
} from '../../../miniprogram/stream/http-refusal'
import { clientError, type LearningError } from '../../../miniprogram/stream/learning-error'
import type { Link } from '../../../miniprogram/stream/link'
import { fieldsOf } from './json'

/**
 * Sent with every request of a backend; a function is asked before each one. Where it rejects the link counts as lost, and it is asked again
 * with the next attempt: the network may be away, or the login's server. `new LearningError('AUTH_ERROR', { retryable: false })` says that
 * nobody will be let in, and ends the answer.
 */
export type Headers = Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>)

/** One HTTP answer's events, turned into frames in the order in which they come. */
export interface EventProtocol {
  /** A new HTTP answer begins; `resumed`: it goes on where the last one ended. */
  attempt(resumed: boolean): void
  /** One event. `id` is its position, '' where the server gives none; `name` as well. */
  event(data: unknown, id: string, name: string): IncomingFrame[]
  /** The answer ended by the server's will: its last word, where that is one. */
  end(): IncomingFrame[]
  /**
   * What an event of a refusal says, where it has a code; `mayPass`: whether asking again may help, where it does not say. Missing where no
   * event has one.
   */
  refusal?(data: unknown, mayPass: boolean): ErrorIn | undefined
  /** It came as one JSON object, and not as events. Missing where that means nothing. */
  whole?(body: unknown): IncomingFrame[]
}

/** What tells one protocol over HTTP from another. */
export interface HttpDialect {
  url: string
  headers: Headers
  body(question: Question): unknown
  protocol(question: Question): EventProtocol
  /** The header that the request id goes in, where the body has no place for it. */
  idHeader?: string
  /** Events carry a position that another answer can go on after. */
  numbered: boolean
  idempotent: boolean
  stoppable: boolean
}

/** What a question over HTTP must have: words or pages. */
export function inputProblem(input: unknown): LearningError | undefined {
  const { content = '', image_urls: images = [] } = fieldsOf(input)
  if (typeof content !== 'string' || !Array.isArray(images)) return clientError('VALIDATION_ERROR')
  return content.trim() === '' && images.length === 0 ? clientError('VALIDATION_ERROR') : undefined
}

/** What went wrong upstream is told to nobody: it is not for a student. */
export function serverError(): ErrorIn {
  return {
    type: 'error',
    code: 'SERVER_ERROR',
    message: undefined,
    retryable: false,
    retryAfterMs: undefined,
  }
}

/** The headers of one request. */
export async function headersOf(headers: Headers): Promise<Record<string, string>> {
  return { ...(typeof headers === 'function' ? await headers() : headers) }
}

/** An answer over HTTP: each link is one POST whose answer is read as server-sent events. */
export class HttpExchange implements Exchange {
  private readonly protocol: EventProtocol
  private readonly dialect: HttpDialect
  private readonly question: Question
  private readonly ways: Ways
  /** Events since the last new position on the present link, and the most on any: what comes beyond those was never told. */
  private told = 0
  private begun = false
  private mostTold = 0
  private position: string

  constructor(dialect: HttpDialect, question: Question, ways: Ways) {
    this.dialect = dialect
    this.question = question
    this.ways = ways
    this.protocol = dialect.protocol(question)
    this.position = question.held.after
  }

  resumable(after: string): boolean {
    return this.dialect.numbered && after !== ''
  }

  get repeatable(): boolean {
    return this.dialect.idempotent
  }

  get stoppable(): boolean {
    return this.dialect.stoppable
  }

  get stopAnswered(): boolean {
    return this.dialect.stoppable
  }

  /** A server that is being restarted refuses a first request like any other: that is asked once. */
  waits(after: string): boolean {
    return this.resumable(after)
  }

  renew(): boolean {
    return false
  }

  progressed(): void {}

  attempt({ after }: AttemptPlan, handlers: AttemptHandlers): Link {
    const { headers } = this.dialect
    const isFirst = !this.begun && !this.question.isLeft
    this.begun = true
    return new CredentialedLink<Readonly<Record<string, string>>>({
      logger: this.ways.logger,
      isFirst,
      credential: () =>
        typeof headers === 'function' ? new Promise((resolve) => resolve(headers())) : headers,
      open: (given) => this.link(given, after, handlers),
      lost: (reason) => handlers.lost(reason),
      refused: (error) => handlers.refused(error),
    })
  }

  private link(
    headers: Readonly<Record<string, string>>,
    after: string | undefined,
    handlers: AttemptHandlers,
  ): Link {
    // An earlier run of the program may have held nothing: then its question goes out once more.
    const goesOn = after !== undefined && after !== ''
    this.protocol.attempt(goesOn)
    this.told = 0
    let over = false
    let answered = false
    const tell = (frames: readonly IncomingFrame[]) => {
      for (const frame of frames) if (!over) handlers.frame(frame)
    }
    const end = (frames: readonly IncomingFrame[], { status, headers: told }: ResponseHead) => {
      tell(frames)
      const detail = `the answer ended with HTTP ${status}`
      if (!over) handlers.lost({ kind: 'closed', answered, detail, retryAfterMs: pauseAsked(told) })
    }
    const isResume = after !== undefined
    const inner = new EventLink(
      this.ways.chunked,
      {
        url: this.dialect.url,
        headers: {
          'Content-Type': 'application/json',
          Accept: 'text/event-stream',
          ...this.idHeader,
          ...headers,
          ...(goesOn ? { 'Last-Event-ID': after } : {}),
        },
        body: JSON.stringify(this.dialect.body(this.question)),
        timeout: this.question.maxDuration,
        wholeWillDo: true,
      },
      {
        // Where the same may be asked again, or gone on with, only attempts that are used up end it: by what is said of those.
        opened: () => {
          answered = !this.dialect.idempotent && !goesOn
        },
        event: ({ data, id, name }, head) => {
          // A comment in a refusal is no sign that the answer lives.
          if (data === undefined) tell(isRefusal(head) ? [] : [{ type: 'keepalive' }])
          else if (isRefusal(head)) {
            // Whatever a refusal says as events, its status is what it is; and what comes behind is of no attempt any more.
            inner.giveUp()
            end(refusalFrames(head, this.toldIn(data, head), isResume), head)
          } else tell(this.read(data, id, name))
        },
        ended: (response) => {
          const isRefused = isRefusal(response)
          end(
            isRefused ? refusalFrames(response, refusalOf(response), isResume) : this.endFrames(response),
            response,
          )
        },
        lost: (reason) => handlers.lost({ ...reason, answered }),
      },
    )
    return {
      begin: () => {
        // The question is on its way with the request: an answer's head may be long in coming.
        handlers.opened()
        if (!over) inner.begin()
      },
      sendStop: () => false,
      giveUp: () => {
        over = true
        inner.giveUp()
      },
    }
  }

  /** A header has no place for what is not ASCII. */
  private get idHeader(): Record<string, string> {
    const { idHeader } = this.dialect
    return idHeader === undefined ? {} : { [idHeader]: encodeURIComponent(this.question.requestId) }
  }

  private endFrames({ text, isCut }: ResponseEnd): IncomingFrame[] {
    const isObject = text.startsWith('{')
    // No link was lost, and the same question would be answered at the same length.
    if (isObject && isCut && this.protocol.whole !== undefined) return [serverError()]
    const body = isObject ? parsed(text) : undefined
    return typeof body === 'object' && this.protocol.whole !== undefined
      ? this.protocol.whole(body)
      : this.protocol.end()
  }

  private toldIn(data: string, head: ResponseHead): ErrorIn | undefined {
    return this.protocol.refusal?.(parsed(data), refusalOfStatus(head).retryable)
  }

  private read(data: string, id: string, name: string): IncomingFrame[] {
    const isNew = this.count(id)
    const frames = this.protocol.event(parsed(data), id, name)
    if (frames.length > 0) return frames
    // What means nothing here still shows that the server lives; told once more it shows that of the link alone.
    return [isNew ? { type: 'keepalive' } : { type: 'unknown', seq: undefined }]
  }

  /** Counts an event; whether it was never told before. */
  private count(id: string): boolean {
    this.told += 1
    const isNew = this.told > this.mostTold
    if (isNew) this.mostTold = this.told
    if (id !== '' && id !== this.position) {
      this.position = id
      this.told = 0
      this.mostTold = 0
    }
    return isNew
  }
}

/** A word of the protocol's own; anything that is no JSON, such as `[DONE]`, stays text. Some servers name the field twice: `data: data: …`. */
function parsed(data: string): unknown {
  const text = data.startsWith('data:') ? data.replace(/^(?:data:\s*)+/, '').trim() : data
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/**
 * What a refusal stands for, of which its body may have `told` a code. While an answer is resumed a proxy may say that its server is away:
 * that is a lost link, and no refusal.
 */
function refusalFrames(head: ResponseHead, told: ErrorIn | undefined, isResume: boolean): ErrorIn[] {
  if (told !== undefined) return [waiting(told, head.headers)]
  return isResume && head.status >= 500 ? [] : [refusalOfStatus(head)]
}
