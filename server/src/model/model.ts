import type { FinishReason, Mode, Stage, Usage } from '../../../typings/protocol'
import type { ChatMessage } from './chat-message'

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
  /** As it was asked, where that was said. */
  mode?: Mode
}

/** How much a hint tells: 1 what to look at, 2 how to begin, 3 the step that decides, 4 the whole solution. */
export type HintLevel = 1 | 2 | 3 | 4

/** What kind of answer is wanted. docs/protocol.md, "Kinds of answers". */
export type Task = { mode: Exclude<Mode, 'hint'> } | { mode: 'hint'; level: HintLevel }

/** An exercise that is asked about, beside what the student says of it. */
export interface Exercise {
  text: string
  /** In page order. */
  images: ModelImage[]
  /** What the mistake book knows of it, where it stands there; what is not known is null. */
  mistake?: {
    subject: string | null
    student_answer: string | null
    correct_answer: string | null
    reason: string | null
    points: readonly string[]
  }
}

/** What a model is asked. */
export interface ModelRequest {
  /** What the student says: the exercise itself, where `exercise` is missing. May be empty. */
  question: string
  /** In page order. */
  images: ModelImage[]
  history: ModelTurn[]
  subject?: string
  /** The student's school year, 1–12. */
  grade?: number
  /** Missing: the question is to be solved. */
  task?: Task
  exercise?: Exercise
  /** Who asks, for checks of what is written; a model is never told. */
  userId?: string
  /** What is already written: the model goes on from here. Only given where `canContinue`. */
  continueFrom?: string
  /** Aborting it ends the call at once and releases the connection. */
  signal: AbortSignal
}

/** The pages that a request cannot do without: of the exercise that it is about, then its own. */
export function pagesOf({ exercise, images }: Pick<ModelRequest, 'exercise' | 'images'>): ModelImage[] {
  return [...(exercise?.images ?? []), ...images]
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
  /** Whose interface it has, as OpenTelemetry's `gen_ai.provider.name` calls it; missing where it is of this program. */
  readonly provider?: string
  /** Whether it can be asked to go on from a given text (after a restart of the server). */
  readonly canContinue: boolean
  /** Whether it can be shown pages. Missing: yes. */
  readonly seesImages?: boolean
  /** Whether earlier turns, and their pages, change what it says. Missing: yes. */
  readonly readsHistory?: boolean
  /** Throws {@link ModelError}; after an abort it ends without `finish`. */
  answer(request: ModelRequest): AsyncIterable<ModelEvent>
  /** The whole text of one call. Rejects with {@link ModelError}; after an abort it is cut. Missing: it answers students only. */
  reply?(request: ReplyRequest): Promise<ModelReply>
}

/** A call of a model whose reply no student reads. */
export interface ReplyRequest {
  messages: readonly ChatMessage[]
  /** `response_format` of the call; left out where the endpoint does not take one. */
  format: object
  signal: AbortSignal
}

/** What a call of {@link TutorModel.reply} gave. */
export interface ModelReply {
  text: string
  /** Missing where the endpoint tells none. */
  usage?: Usage
}

/** What a model's failure is to a student. */
export type ModelErrorCode =
  | 'MODEL_UNAVAILABLE'
  | 'MODEL_TIMEOUT'
  | 'CONTENT_REJECTED'
  /** It cannot take a page of this question. */
  | 'IMAGE_REJECTED'
  /** It cannot take so much at once: the question, its pages, and what was said before. */
  | 'TOO_LONG'
  | 'RATE_LIMITED'
  | 'OVERLOADED'
  | 'GENERATION_INTERRUPTED'

/** Why a call is aborted that nobody needs any more. One for all: to make one notes where it was made, and each answer ends with it. */
export const CALL_OVER = new Error('the call is over')

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
    options?: { cause?: unknown; retryAfterMs?: number; persists?: boolean; hasAnswered?: boolean },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.retryAfterMs = options?.retryAfterMs
    this.persists = options?.persists ?? false
    this.hasAnswered = options?.hasAnswered ?? false
  }

  readonly retryAfterMs: number | undefined
  /** An operator has to mend it first: a student may try later, but nobody is asked again meanwhile. */
  readonly persists: boolean
  /** The model had words, though none was shown: another one in its place would be paid as well. */
  readonly hasAnswered: boolean
}
