/**
 * The program's way to the server: an answer as a stream, and the plain calls beside it. `docs/protocol.md` says what goes
 * over the wire.
 */
import type { AskParams, Seq } from '../../typings/protocol'
import type { AnswerEvent, AnswerStream } from '../stream/answer-types'
import type { AskOptions } from './ask-question'
import { runtime } from './runtime'

export type { Account, AccountChange } from '../../typings/account'
export type {
  Mistake,
  MistakeChange,
  MistakePage,
  NewMistake,
  PageBox,
  Report,
  ReviewRating,
  Subject,
} from '../../typings/mistakes'
export type {
  AskParams,
  Correction,
  CorrectionItem,
  Extras,
  HistoryAnswer,
  HistoryItem,
  HistoryPage,
  Mode,
  Session,
  SessionPage,
  UploadedFile,
  Usage,
  Verdict,
} from '../../typings/protocol'
export type { Answer, AnswerEvent, AnswerStream, TokenSource } from '../stream/answer-types'
export { LearningError, type LearningErrorCode } from '../stream/learning-error'
export { randomId as newRequestId } from '../stream/random-id'
export type { AnswerState } from '../stream/states'
export { CONTENT_TIMEOUT, PROCESSING_TIMEOUT } from '../stream/tiers'
export * from './account'
export type { AskOptions } from './ask-question'
export { type Example, getServerConfig, type ServerConfig, type ServerLimits } from './config'
export { getExtras } from './extras'
export { type Rating, sendFeedback } from './feedback'
export { fileAddress, type PageUpload, uploadPage } from './files'
export * from './mistakes'
export * from './sessions'
export * from './speech'

/** An answer that was under way when it was last written down. */
export interface JournaledAnswer {
  requestId: string
  params: AskParams
  /** When it was asked, milliseconds since the epoch. */
  startedAt: number
  /** The last `seq` held; 0: nothing was. */
  afterSeq: Seq
  /** The text held at `afterSeq`. */
  text: string
}

type Asking = typeof import('./ask-question')

/**
 * Asks a question and tells of its answer while it comes. Whatever happens to the network, `result` settles once; see
 * `AnswerStream`.
 */
export function askQuestionStream(
  params: AskParams,
  onEvent: (event: AnswerEvent) => void = () => undefined,
  options: AskOptions = {},
): AnswerStream {
  const { askQuestion }: Asking = require('./ask-question')
  return askQuestion(params, onEvent, options)
}

/** The answers that this run or an earlier one left in storage, newest first: under way, or failed in an earlier run for want of a link. */
export function answerJournal(): { unfinished(): JournaledAnswer[]; forget(requestId: string): void } {
  return {
    forget: (requestId) => runtime().journal.forget(requestId),
    unfinished: () =>
      runtime()
        .journal.unfinished()
        .map(({ input, after, ...left }) => ({ ...left, params: input, afterSeq: Number(after) })),
  }
}

/** Sends stops that an earlier run of the program could not deliver. Cheap where there are none; called at the start. */
export function deliverWaitingStops(): void {
  runtime().outbox.flush()
}
