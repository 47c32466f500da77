/**
 * The program's way to the server: an answer as a stream, and the plain calls beside it. `docs/protocol.md` says what goes
 * over the wire.
 */
import type { AskParams, Seq } from '../../typings/protocol'
import { answerSocketUrl, originOf, serverOrigin } from '../config'
import type { StopKeeper } from '../stream/answer-stop'
import { createAnswerStream } from '../stream/answer-stream'
import type { AnswerEvent, AnswerStream, StreamOptions, TokenSource } from '../stream/answer-types'
import { tutorBackend } from '../stream/backends/tutor'
import { installationId, nextLink } from './installation'
import { forgetLogin, tokenSource } from './login'
import { logReport, sendReport } from './reports'
import { runtime } from './runtime'
import { rememberToken } from './stop'

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
export { type Example, getServerConfig, type ServerConfig, type ServerLimits } from './config'
export { getExtras } from './extras'
export { type Rating, sendFeedback } from './feedback'
export { fileAddress, type PageUpload, uploadPage } from './files'
export * from './mistakes'
export * from './sessions'
export * from './speech'

/** How one question is asked; everything may be left out. */
export interface AskOptions extends Pick<StreamOptions, 'requestId' | 'text' | 'maxDuration'> {
  /** The full `wss://…/api/v1/learning/ws/ask` address; without it the configured server is asked. */
  url?: string
  /** JWT, with or without `Bearer `; without it the program's own login. */
  token?: TokenSource
  /** Last `seq` that an earlier run of the program held of this answer. */
  afterSeq?: number
}

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

/**
 * Asks a question and tells of its answer while it comes. Whatever happens to the network, `result` settles once; see
 * `AnswerStream`.
 */
export function askQuestionStream(
  params: AskParams,
  onEvent: (event: AnswerEvent) => void = () => undefined,
  options: AskOptions = {},
): AnswerStream {
  const { deps, outbox } = runtime()
  const url = options.url ?? answerSocketUrl(serverOrigin())
  const token = options.token ?? tokenSource()
  const origin = originOf(url)
  const stops: StopKeeper = {
    hold: (requestId) => outbox.hold({ requestId, origin }),
    leave(requestId) {
      rememberToken(requestId, token)
      outbox.leave({ requestId, origin })
    },
    withdraw: (requestId) => outbox.withdraw(requestId),
  }
  // Another server, or somebody else's token: those who operate this one want to hear nothing of it.
  const report = options.url === undefined && options.token === undefined ? sendReport : logReport
  const { afterSeq = 0, requestId, text, maxDuration } = options
  const stream = createAnswerStream(
    { ...deps, stops, report },
    tutorBackend({ url, token, clientId: installationId, nextLink }),
    params,
    onEvent,
    {
      ...(requestId === undefined ? {} : { requestId }),
      ...(text === undefined ? {} : { text }),
      ...(maxDuration === undefined ? {} : { maxDuration }),
      after: afterSeq > 0 ? String(afterSeq) : '',
    },
  )
  if (options.token === undefined) forgetRefusedLogin(stream)
  return stream
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

/** A login that the server no longer knows would be refused for ever. */
function forgetRefusedLogin(stream: AnswerStream): void {
  stream.result.catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'AUTH_ERROR')
      forgetLogin()
  })
}
