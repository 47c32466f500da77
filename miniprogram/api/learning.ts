/**
 * The program's way to the server: an answer as a stream, and the plain calls beside it. `docs/protocol.md` says what goes
 * over the wire.
 */
import type { AskParams } from '../../typings/protocol'
import { answerSocketUrl, serverOrigin } from '../config'
import type { AnswerJournal } from '../stream/answer-journal'
import type { StopKeeper } from '../stream/answer-stop'
import { createAnswerStream } from '../stream/answer-stream'
import type { AnswerEvent, AnswerOptions, AnswerStream } from '../stream/answer-types'
import { forgetLogin, tokenSource } from './login'
import { runtime } from './runtime'
import { rememberToken } from './stop'

export type {
  AskParams,
  HistoryPage,
  Session,
  SessionPage,
  UploadedFile,
  Usage,
} from '../../typings/protocol'
export type { JournaledAnswer } from '../stream/answer-journal'
export type { Answer, AnswerEvent, AnswerStream, TokenSource } from '../stream/answer-types'
export { LearningError, type LearningErrorCode } from '../stream/learning-error'
export { newRequestId } from '../stream/request-id'
export type { AnswerState } from '../stream/states'
export { CONTENT_TIMEOUT, PROCESSING_TIMEOUT } from '../stream/tiers'
export { type Example, getServerConfig } from './config'
export { type Rating, sendFeedback } from './feedback'
export { fileAddress, type PageUpload, uploadPage } from './files'
export * from './sessions'

/** Without `url` the configured server is asked, without `token` with the program's own login. */
export type AskOptions = Partial<AnswerOptions>

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
  const origin = url.replace(/^ws/, 'http').replace(/(:\/\/[^/?#]+).*$/, '$1')
  const stops: StopKeeper = {
    hold: (requestId) => outbox.hold({ requestId, origin }),
    leave(requestId) {
      rememberToken(requestId, token)
      outbox.leave({ requestId, origin })
    },
    withdraw: (requestId) => outbox.withdraw(requestId),
  }
  const stream = createAnswerStream({ ...deps, stops }, params, onEvent, { ...options, url, token })
  if (options.token === undefined) forgetRefusedLogin(stream)
  return stream
}

/** The answers under way that this run or an earlier one left in storage. */
export function answerJournal(): AnswerJournal {
  return runtime().journal
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
