import type { AskParams } from '../../typings/protocol'
import type { ChunkedRequests, Clock, Http, Logger, SocketFactory } from '../platform/ports'
import type { IncomingFrame } from './frames'
import type { LearningError } from './learning-error'
import type { Link, LossReason } from './link'
import type { TransportChoice } from './transport'

/** One message of a conversation that the server does not keep itself. */
export interface HistoryMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** What is asked. A backend takes what its server understands, and leaves the rest out. */
export interface AskInput extends AskParams {
  /** The question. May be empty where there are pages; for a tutor also with an `about`, a `mistake_id` or `again`. */
  content: string
  /** Its pages, in their order. A tutor takes up to 10 addresses of this user's own uploads, others what their server takes: `https:` or `data:`. */
  image_urls?: string[]
  /** What was said before, oldest first, for a server that keeps no sessions. */
  history?: readonly HistoryMessage[]
}

/** What a kind of server can do. What it cannot is refused or marked, never pretended. */
export interface BackendCapabilities {
  /** A lost link goes on after what was received; `if-numbered`: where the server numbers its events. */
  readonly resumable: boolean | 'if-numbered'
  /** The same request id again is the same answer: asking twice costs once. */
  readonly idempotent: boolean
  /** The server can be told that an answer is to end, whether there is a link or not. */
  readonly stoppable: boolean
}

/** One question, and what is held of its answer already. */
export interface Question {
  requestId: string
  input: AskInput
  /** What an earlier run of the program held; `after` is '' where it held nothing. */
  held: { after: string; text: string }
  /** An earlier run of the program asked it. */
  isLeft: boolean
  /** Milliseconds that one HTTP answer may take. */
  maxDuration: number
}

/** The ways to a server that the host has, and what they are used with. */
export interface Ways {
  clock: Clock
  sockets: SocketFactory
  chunked: ChunkedRequests
  transports: TransportChoice
  logger: Logger
}

/** A kind of server: how it is asked, resumed and stopped, and how what it sends becomes frames. */
export interface Backend {
  /** Names the protocol, such as `tutor`: stored answers are kept apart by it and by {@link url}. */
  readonly kind: string
  readonly url: string
  readonly capabilities: BackendCapabilities
  /** Why this input cannot be sent at all, or `undefined`; `input` is what a caller gave, whatever its types say. */
  problem(input: unknown): LearningError | undefined
  /** Begins the exchange of one answer. Nothing goes out before its first attempt. */
  begin(question: Question, ways: Ways): Exchange
  /** Tells the server to stop, outside of any link. True when it has been told, or cannot be told ever. Never rejects. */
  tellStop(requestId: string, http: Http): Promise<boolean>
}

/** One attempt at a link. */
export interface AttemptPlan {
  /** Resume after this position; `undefined`: ask. */
  after: string | undefined
  /** Attempts since a frame last came, this one included. */
  count: number
}

/** What an attempt tells. After `lost` or `refused`, or once its link was given up, nothing more. */
export interface AttemptHandlers {
  /** The question, or the wish to resume, was handed over. */
  opened(): void
  frame(frame: IncomingFrame): void
  lost(reason: LossReason): void
  /** It cannot be asked, and trying again would not help. */
  refused(error: LearningError): void
}

/** How one answer is talked about with its server, over however many links. It holds what the protocol must remember. */
export interface Exchange {
  /** The link of one attempt; nothing happens before its `begin`. */
  attempt(plan: AttemptPlan, handlers: AttemptHandlers): Link
  /** Whether a new link can go on after this position. */
  resumable(after: string): boolean
  /** Whether the question may go out a second time: it is known for the same one, or the server takes no note of it. */
  readonly repeatable: boolean
  /** Whether the server would know this answer again by its request id, when it is told to stop. */
  readonly stoppable: boolean
  /** Whether the server's word on a stop can come back over an open link: it was told there, or is told beside it. */
  readonly stopAnswered: boolean
  /** Whether a server that is being restarted is waited for, instead of ending the answer. */
  waits(after: string): boolean
  /** The credentials were too old. True where another attempt may bring new ones. */
  renew(): boolean
  /** The answer went on: credentials that are refused from now on may be renewed again. */
  progressed(): void
}
