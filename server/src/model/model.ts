import type { FinishReason, Stage, Usage } from '../../../typings/protocol'

/** A page image as it was uploaded, already checked to be what `mime` says. */
export interface ModelImage {
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
  bytes: Buffer
}

/** One earlier question with its answer, oldest first in a request. */
export interface ModelTurn {
  question: string
  answer: string
  /** The pages of the question, as far as they are sent along; in page order. */
  images?: ModelImage[]
}

export interface ModelRequest {
  question: string
  /** In page order. */
  images: ModelImage[]
  history: ModelTurn[]
  subject?: string
  /** What is already written: the model goes on from here. Only given where `canContinue`. */
  continueFrom?: string
  /** Aborting it ends the call at once and releases the connection. */
  signal: AbortSignal
}

/**
 * What a model tells while it works. `finish` comes exactly once, last; a source that ends without it, and without
 * `complete`, has broken off.
 */
export type ModelEvent =
  | { type: 'stage'; stage: Stage }
  | { type: 'reasoning'; delta: string }
  /** `tokens`: completion tokens so far, where the model tells. */
  | { type: 'content'; delta: string; tokens?: number }
  /** Something moves, though nothing is said: a piece of the request went up, or the endpoint sent a keepalive. */
  | { type: 'alive' }
  /** What an operator should know, in one line without anybody's text. */
  | { type: 'notice'; message: string }
  /** No more text will come, though the usage still may: `finish` follows. Not every model says it. */
  | { type: 'complete'; finishReason: FinishReason }
  /** `usage` is missing where the model gives none. */
  | { type: 'finish'; finishReason: FinishReason; usage?: Usage }

/** Anything that can answer a question about pages. */
export interface TutorModel {
  readonly name: string
  /** Whether it can be asked to go on from a given text (after a restart of the server). */
  readonly canContinue: boolean
  /** Whether it can be shown pages. Missing: yes. */
  readonly seesImages?: boolean
  /** Whether earlier turns, and their pages, change what it says. Missing: yes. */
  readonly readsHistory?: boolean
  /** Throws {@link ModelError}; after an abort it ends without `finish`. */
  answer(request: ModelRequest): AsyncIterable<ModelEvent>
}

export type ModelErrorCode =
  | 'MODEL_UNAVAILABLE'
  | 'MODEL_TIMEOUT'
  | 'CONTENT_REJECTED'
  /** It cannot take a page of this question. */
  | 'IMAGE_REJECTED'
  | 'RATE_LIMITED'
  | 'OVERLOADED'
  | 'GENERATION_INTERRUPTED'

/**
 * A failed model call. A student never sees any of it. `message` is for the log and quotes nothing; `cause` may hold what
 * the vendor said, which may quote the question.
 */
export class ModelError extends Error {
  override readonly name = 'ModelError'

  constructor(
    readonly code: ModelErrorCode,
    message: string,
    readonly retryable: boolean,
    options?: { cause?: unknown; retryAfterMs?: number },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.retryAfterMs = options?.retryAfterMs
  }

  readonly retryAfterMs: number | undefined
}
