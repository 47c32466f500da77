import type {
  AnswerStatus,
  AskParams,
  FinishReason,
  Mode,
  ServerErrorCode,
  Usage,
} from '../../../typings/protocol'
import type { Exercise, HintLevel } from '../model/model'

/** An answer as the database has it, whole or in the making. */
export interface StoredAnswer {
  userId: string
  requestId: string
  sessionId: string
  questionId: string
  /** `null` until the answer is saved. */
  answerId: string | null
  status: AnswerStatus
  params: AskParams
  content: string
  reasoning: string
  /** Last `seq` that was written down: a new owner of the answer goes on after it. */
  lastSeq: number
  /** How often it was taken up again. Each write of an owner names it, and is refused once somebody else has taken it up. */
  fence: number
  /** Known once the text is whole, which is before it is saved. */
  finishReason: FinishReason | null
  /** Known together with `finishReason`. */
  usage: Usage | null
  /** The model that wrote its end, where that was written down. */
  model?: string | null
  errorCode: ServerErrorCode | null
  /** Whether asking again may cure the error; `null` where that was not written down. */
  errorRetryable: boolean | null
  /** The trace that it is part of; missing of before there were traces. */
  traceparent?: string | null | undefined
}

/** What a client asks. */
export interface AskRequest {
  /** Made where it is missing. */
  requestId?: string | undefined
  /**
   * A function makes them where the question is new, and is not asked otherwise. What it rejects with refuses the question. `judge` rejects where
   * it may not be asked: to be awaited once its words are known, before anything else is done for it.
   */
  params: AskParams | ((judge: Judge) => Promise<AskParams>)
  /** Instead of `params.session_id`. */
  thread?: Thread
  /** The trace that the answer is part of, as W3C writes it; made where it is missing. */
  traceparent?: string | undefined
}

/** Looks at a question's words. Rejects with {@link AnswerError} where it may not be asked. */
export type Judge = (asked: AskParams) => Promise<void>

/** A session as a client of an open protocol names it. */
export interface Thread {
  /** The id of one of this user's sessions; any other name has a session of its own kept under it. */
  name: string
  /** What was asked and answered before, oldest first; only looked at where the thread is new. */
  earlier: () => EarlierTurn[]
}

/** A question to be written, before its answer. */
export interface NewQuestion {
  userId: string
  requestId: string
  params: AskParams
  thread?: Thread | undefined
  traceparent?: string | undefined
}

/** How a text became whole. */
export interface Finish {
  reason: FinishReason
  usage: Usage
  /** The model that wrote its end; missing where that was not written down. */
  model?: string
}

/** An earlier question of a session with its answer. */
export interface EarlierTurn {
  question: string
  answer: string
  /** `/api/v1/files/…` addresses of its pages, in page order; missing where it had none. */
  imageUrls?: string[]
  /** As it was asked, where that was said. */
  mode?: Mode
}

/** What the model of an answer must know, whatever of the session goes along. */
export interface Circumstances {
  /** The student's school year, where they told it. */
  grade: number | null
  /** Of a hint. */
  level?: HintLevel
  /** What the question is about, with the `/api/v1/files/…` addresses of its pages. */
  exercise?: Omit<Exercise, 'images'> & { imageUrls: string[] }
  /** The hints that were given to it, or the question that is asked about with its answer; oldest first. */
  turns: EarlierTurn[]
  /** The question that is asked about, with all hints to it: the session's history needs neither. */
  about?: string
}

/** The outcome of {@link AnswerStore.begin}. */
export type BeginResult =
  /** The question was written now; this caller owns the generation. */
  | { created: true; answer: StoredAnswer }
  /** This user used the request id before; nothing was written. */
  | { created: false; answer: StoredAnswer }

/** What was sent to clients since the last append, for one answer. */
export interface DraftAppend {
  questionId: string
  fence: number
  /** Delta of the answer's text since the last append. */
  content: string
  /** Delta of the reasoning since the last append. */
  reasoning: string
  /** The highest `seq` that the deltas reach. */
  seq: number
  /** Given when the text is whole: from then on no model is needed for it. */
  finish?: Finish
}

/** An answer at its end, with what it took, as it is saved. */
export interface FinalAnswer {
  questionId: string
  fence: number
  status: 'done' | 'stopped'
  content: string
  reasoning: string
  finishReason: FinishReason
  usage: Usage
  /** The model that answered, where it is known. */
  model?: string | undefined
  /** `seq` that the `done` frame will carry. */
  seq: number
}

/** An answer that failed, with what was written of it. */
export interface FailedAnswer {
  questionId: string
  fence: number
  content: string
  reasoning: string
  errorCode: ServerErrorCode
  /** Whether the same `request_id` may take it up again (then it stays resumable and is not counted). */
  retryable: boolean
  seq: number
}

/** What an answer is taken up from: the text that it goes on with. */
export type TakenUp = Pick<
  StoredAnswer,
  'questionId' | 'fence' | 'content' | 'reasoning' | 'lastSeq' | 'finishReason' | 'usage' | 'model'
>

/**
 * What an answer needs of the database. Every method is one transaction; none is called for a delta.
 * Errors: `begin` throws {@link SessionNotFound} where `params.session_id` is not this user's, and
 * {@link ImageNotFound} where one of `params.image_urls` is not one of their uploads, {@link NotTheirs} where `about`, `again` or
 * `mistake_id` names nothing of theirs, {@link TooManyAsked} beyond a limit, {@link StillAnswered} where `again` names what is being answered.
 */
export interface AnswerStore {
  /** Writes the question (and a session, where none is given) before `accepted`; idempotent by user and request id. */
  begin(input: NewQuestion): Promise<BeginResult>
  find(userId: string, requestId: string): Promise<StoredAnswer | undefined>
  /**
   * One grouped append for all answers of a joining interval; atomic, no fsync needed. Gives the questions of which nothing was
   * written, since somebody else has taken them up.
   */
  appendDrafts(drafts: readonly DraftAppend[]): Promise<readonly string[]>
  /**
   * Answer, question state and session statistics (by one atomic UPDATE) in one durable transaction.
   * A second call for the same question changes nothing and returns the same id: statistics count once.
   * Rejects with {@link QuestionNotFound} where the question was deleted meanwhile, with {@link Overtaken} where somebody else has
   * taken it up.
   */
  save(answer: FinalAnswer): Promise<{ answerId: string }>
  /**
   * Keeps the partial text with the reason; a question without any text is given back to its student's day. Rejects with
   * {@link Overtaken}.
   */
  fail(answer: FailedAnswer): Promise<void>
  /**
   * Takes a failed or orphaned answer up again, with the text that is given: status back to `generating`. Gives its new fence,
   * `undefined` if somebody else did, or it is saved. An orphan is one whose owner is dead, or this process itself, which has not got it:
   * who asks must know that. `discardText`: it begins anew, without the text.
   */
  reopen(answer: TakenUp, discardText?: boolean): Promise<number | undefined>
  /**
   * Answers that nobody is writing: those of processes that died, and those that the database calls this process's own, but whose questions
   * are not among the `held`: it was not told that it has them.
   */
  unfinished(held: readonly string[]): Promise<StoredAnswer[]>
  /** The last `max` turns of a session before this question whose answers have a text, oldest first; `except` one and its hints. */
  history(sessionId: string, beforeQuestionId: string, max: number, except?: string): Promise<EarlierTurn[]>
  circumstances(answer: Pick<StoredAnswer, 'userId' | 'questionId' | 'params'>): Promise<Circumstances>
}

/** The session does not exist or belongs to somebody else. */
export class SessionNotFound extends Error {
  override readonly name = 'SessionNotFound'
}

/** The question is gone (its session was deleted), so there is nothing that an answer could be written to. */
export class QuestionNotFound extends Error {
  override readonly name = 'QuestionNotFound'
}

/** Somebody else has taken the answer up since: nothing was written, and nothing of it is this process's any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Pages of the question are not, or no longer, this user's uploads; told by their places from 1. */
export class ImageNotFound extends Error {
  override readonly name = 'ImageNotFound'

  constructor(readonly pages: readonly number[]) {
    super(`pages ${pages.join(', ')} are none of this user's`)
  }
}

/** What a question refers to does not exist, or belongs to somebody else. */
export class NotTheirs extends Error {
  override readonly name = 'NotTheirs'

  constructor(readonly reference: 'about' | 'again' | 'mistake_id') {
    super(`no ${reference} of this user`)
  }
}

/** Another answer to the same question, in the same place, is being written: nothing was begun. */
export class StillAnswered extends Error {
  override readonly name = 'StillAnswered'

  /** `requestIds`: by which it was asked for. */
  constructor(readonly requestIds: readonly string[]) {
    super('the question is being answered')
  }
}

/** This user has asked as much as they may in this time, or (`once`) has as many answers written as they may have at once. */
export class TooManyAsked extends Error {
  override readonly name = 'TooManyAsked'

  /** `left`: milliseconds until more may be asked, of a minute. */
  constructor(
    readonly of: 'day' | 'minute' | 'once',
    readonly limit: number,
    readonly left = 0,
  ) {
    super(`more than ${limit} ${of === 'once' ? 'at' : 'a'} ${of}`)
  }
}
