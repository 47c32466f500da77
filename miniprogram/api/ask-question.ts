import type { AskParams } from '../../typings/protocol'
import { answerSocketUrl, serverOrigin } from '../config'
import { wxChunkedRequests } from '../platform/wx-chunked-request'
import { wxClock } from '../platform/wx-clock'
import { wxLifecycle } from '../platform/wx-lifecycle'
import { wxLogger } from '../platform/wx-logger'
import { wxSockets } from '../platform/wx-socket'
import type { AnswerDeps, ReportAnswer } from '../stream/answer-deps'
import type { StopKeeper } from '../stream/answer-stop'
import { createAnswerStream } from '../stream/answer-stream'
import type { AnswerEvent, AnswerStream, StreamOptions, TokenSource } from '../stream/answer-types'
import { tutorBackend } from '../stream/backends/tutor'
import { BoundedSockets } from '../stream/bounded-sockets'
import { TransportChoice } from '../stream/transport'
import { installationId, nextLink } from './installation'
import { forgetLogin, tokenSource } from './login'
import { logReport, sendReport } from './reports'
import { runtime } from './runtime'
import { rememberToken } from './stop'

/** How one question is asked; everything may be left out. */
export interface AskOptions extends Pick<StreamOptions, 'requestId' | 'text' | 'maxDuration'> {
  /** The full `wss://…/api/v1/learning/ws/ask` address; without it the configured server is asked. */
  url?: string
  /** JWT, with or without `Bearer `; without it the program's own login. */
  token?: TokenSource
  /** Last `seq` that an earlier run of the program held of this answer. */
  afterSeq?: number
}

type World = Omit<AnswerDeps, 'keeper' | 'stops' | 'report'>

/** One for the program: the host counts its sockets, and what a network lets through is learned once. */
let made: World | undefined

/** The host, as all answers of one run of the program share it. */
function world(): World {
  made ??= {
    clock: wxClock,
    sockets: new BoundedSockets(wxSockets, wxClock),
    chunked: wxChunkedRequests,
    lifecycle: wxLifecycle,
    logger: wxLogger,
    random: Math.random,
    transports: new TransportChoice(),
  }
  return made
}

/** What `askQuestionStream` (api/learning.ts) does: apart, since nothing of it is run before the first question. */
export function askQuestion(
  params: AskParams,
  onEvent: (event: AnswerEvent) => void,
  options: AskOptions,
): AnswerStream {
  const { journal, outbox } = runtime()
  const origin = serverOrigin()
  const url = options.url ?? answerSocketUrl(origin)
  const token = options.token ?? tokenSource()
  const stops: StopKeeper = {
    hold: (requestId) => outbox.hold({ requestId, address: url }),
    leave(requestId) {
      rememberToken(requestId, () => options.token ?? tokenSource(origin))
      outbox.leave({ requestId, address: url })
    },
    withdraw: (requestId) => outbox.withdraw(requestId),
  }
  const isOwn = options.url === undefined && options.token === undefined
  const report: ReportAnswer = (told) => {
    // Another server, or somebody else's token: those who operate this one want to hear nothing of it.
    if (isOwn && serverOrigin() === origin) sendReport(told)
    else logReport(told)
  }
  const { afterSeq = 0, requestId, text, maxDuration } = options
  const stream = createAnswerStream(
    { ...world(), keeper: journal, stops, report },
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
  if (options.token === undefined) forgetRefusedLogin(stream, origin)
  return stream
}

/** A login that the server no longer knows would be refused for ever. That of another one, which was chosen meanwhile, was not. */
function forgetRefusedLogin(stream: AnswerStream, origin: string): void {
  stream.result.catch((error: unknown) => {
    if (typeof error !== 'object' || error === null || !('code' in error)) return
    if (error.code === 'AUTH_ERROR' && serverOrigin() === origin) forgetLogin()
  })
}
