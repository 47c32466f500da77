import type { ExtrasComing, FinishReason, Stage, Usage } from '../../typings/protocol'
import type { AnswerState } from './states'

/** A finished or stopped answer. Ids are missing with an older server that sends none, and after a stop that nobody confirmed. */
export interface Answer {
  text: string
  questionId?: string
  answerId?: string
  sessionId?: string
  /** `stopped` after a `stop()`, else the model's reason. */
  finishReason: FinishReason
  usage?: Usage
  /** Whether a title, questions to go on with and the like follow, which are asked for apart. An older server does not tell. */
  extras?: ExtrasComing
}

/** What an answer tells while it comes. A keepalive is never told. */
export type AnswerEvent =
  | { type: 'state'; state: AnswerState }
  /** The server took the question; ids for the page. Comes again after each reconnect. */
  | { type: 'accepted'; requestId: string; sessionId?: string; questionId?: string; resumed: boolean }
  /** `ahead`: with the stage `queued`, how many questions are before this one. */
  | { type: 'status'; stage: Stage; ahead?: number }
  | { type: 'reasoning'; delta: string }
  /** `text`: all content so far, this delta included. `tokens`: completion tokens so far, where the model tells. */
  | { type: 'content'; delta: string; text: string; tokens?: number }
  /** A snapshot or a repair: all of the text anew, and of the reasoning where `reasoning` is there. */
  | { type: 'replace'; text: string; reasoning?: string }
  | { type: 'done'; answer: Answer }

/**
 * Asked for a token before the first connection, and again after `AUTH_EXPIRED`. Where it rejects before anything was asked, that is
 * `AUTH_ERROR`. Later the link counts as lost, and it is asked again with the next attempt: the network may be away, or the login's server. A
 * `LearningError` that it rejects with says by `retryable` which of the two it is. What is no token ends the answer.
 */
export type TokenSource = string | (() => Promise<string>)

/** How one answer is followed. */
export interface StreamOptions {
  /**
   * Id of this answer, up to 128 characters; made at random where it is left out. A tutor's server, and an AG-UI agent that is `idempotent`
   * (its `runId`), know by it that they are asked the same again, and ask the model once. Another agent is sent it and may run twice. A
   * chat-completions endpoint is sent it as `X-Client-Request-Id`, and asks its model each time.
   */
  requestId?: string
  /** Where an earlier run of the program stood in this answer: opaque, the backend's own. */
  after?: string
  /** The text held there; without it the answer is read again from its start. */
  text?: string
  /** Milliseconds in the foreground after which the answer is given up (`WS_DEADLINE`). Default 15 min. */
  maxDuration?: number
}

/** One answer under way. */
export interface AnswerStream {
  readonly requestId: string
  readonly state: AnswerState
  /** All content received so far. */
  readonly text: string
  /** Settles exactly once; rejects with `LearningError`. */
  readonly result: Promise<Answer>
  /**
   * Ends the answer; what was received is kept. `result` resolves with `finishReason: 'stopped'` on `done`, at most 3 s
   * later, at once without an open link. Does nothing once the answer has ended.
   */
  stop(): void
}
