import type { KeyValueStore, Logger } from '../../../miniprogram/platform/ports'
import { chunkedRequestsOfWx } from '../../../miniprogram/platform/wx-chunked-request'
import { wxClock } from '../../../miniprogram/platform/wx-clock'
import { wxHttp } from '../../../miniprogram/platform/wx-http'
import { lifecycleOfWx } from '../../../miniprogram/platform/wx-lifecycle'
import { wxSockets } from '../../../miniprogram/platform/wx-socket'
import { bareWxStorage } from '../../../miniprogram/platform/wx-storage'
import { isUnfinished, type Unfinished } from '../../../miniprogram/stream/answer-journal'
import { createAnswerStream } from '../../../miniprogram/stream/answer-stream'
import type { AnswerEvent, AnswerStream, StreamOptions } from '../../../miniprogram/stream/answer-types'
import type { AskInput, Backend } from '../../../miniprogram/stream/backend'
import { BoundedSockets } from '../../../miniprogram/stream/bounded-sockets'
import { type ClientErrorCode, clientError, LearningError } from '../../../miniprogram/stream/learning-error'
import { TransportChoice } from '../../../miniprogram/stream/transport'
import { isRequestId, readAskInput } from './ask-input'
import { ClientKeepers } from './client-keepers'
import { forgivingLogger } from './forgiving-logger'
import type { Followers } from './open-answers'
import { refusedAnswer } from './refused-answer'

/** How one answer is asked for. */
export type AskOptions = Pick<StreamOptions, 'requestId' | 'maxDuration'>

/** What a client is made of. */
export interface AnswerClientSettings {
  backend: Backend
  /** JSON values that outlive the program; what it throws is logged and breaks nothing. Default: `wx` storage. */
  storage?: KeyValueStore
  /** Default: the console. With one given the console gets nothing. What it throws, and what it has no method for, is dropped. */
  logger?: Partial<Logger>
}

/** Asks one server, and goes on with what an earlier run of the program left. */
export interface AnswerClient {
  /** Asks. Whatever happens to the network, the stream's `result` settles once; see {@link AnswerStream}. */
  ask(input: AskInput, onEvent?: (event: AnswerEvent) => void, options?: AskOptions): AnswerStream
  /**
   * Answers that nobody follows and that can be gone on with, newest first: an earlier run of the program left them, or they ended in
   * this one for want of a link. What is under way now is none of them, whichever client asked; a backend that cannot resume has none.
   */
  unfinished(): Unfinished[]
  /** One of them is not gone on with any more. */
  forget(unfinished: Pick<Unfinished, 'requestId'>): void
  /** Goes on with one; events continue from its `text`. */
  resume(unfinished: Unfinished, onEvent?: (event: AnswerEvent) => void): AnswerStream
}

const silent = (): void => undefined

const consoleLogger: Logger = {
  debug: (message, ...details) => console.debug(message, ...details),
  info: (message, ...details) => console.log(message, ...details),
  warn: (message, ...details) => console.warn(message, ...details),
  error: (message, ...details) => console.error(message, ...details),
}

/** WeChat allows a program five sockets, whoever opens them. */
const sockets = new BoundedSockets(wxSockets, wxClock)
/** What any client of this run of the program follows. */
const followers: Followers = new Map()

/** Makes a client of one server. Nothing of `wx` is touched before its first use. */
export function createAnswerClient({ backend, storage, logger }: AnswerClientSettings): AnswerClient {
  const log = forgivingLogger(logger ?? consoleLogger)
  const lifecycle = lifecycleOfWx(log)
  const keepers = new ClientKeepers(backend, {
    storage: storage ?? bareWxStorage,
    clock: wxClock,
    lifecycle,
    logger: log,
    followers,
    tellStop: (requestId) => backend.tellStop(requestId, wxHttp),
  })
  const shared = {
    clock: wxClock,
    lifecycle,
    sockets,
    chunked: chunkedRequestsOfWx(log),
    transports: new TransportChoice(),
    logger: log,
    random: Math.random,
    keeper: keepers.keeper,
  }
  // The border: from here on a question is what its types say, and can be sent.
  const follow = (given: unknown, onEvent: (event: AnswerEvent) => void, options: StreamOptions) => {
    const { requestId, text } = options
    const refuse = (error: LearningError) => refusedAnswer(requestId, error, onEvent, log)
    if (typeof wx === 'undefined') return refuse(ownError('WS_CONNECT_ERROR', NO_HOST, text))
    const input = readAskInput(given)
    if (input === undefined) return refuse(clientError('VALIDATION_ERROR', text))
    if (!areOptions(options)) return refuse(ownError('VALIDATION_ERROR', NO_OPTIONS, text))
    return createAnswerStream({ ...shared, stops: keepers.stops }, backend, input, onEvent, options)
  }
  return {
    ask: (input, onEvent = silent, options = {}) => follow(input, onEvent, { ...options }),
    unfinished: () => keepers.unfinished(),
    forget: ({ requestId }) => keepers.forget(requestId),
    resume(left, onEvent = silent) {
      const refuse = (requestId: string | undefined, error: LearningError) =>
        refusedAnswer(requestId, error, onEvent, log)
      if (!isUnfinished(left)) return refuse(undefined, ownError('VALIDATION_ERROR', NOT_LEFT))
      const { requestId, input, after, text } = left
      if (!keepers.goesOn(left)) return refuse(requestId, clientError('WS_CLOSED', text))
      return follow(input, onEvent, { requestId, after, text })
    },
  }
}

/** `maxDuration` counts where it is a time. */
function areOptions({ requestId, maxDuration }: StreamOptions): boolean {
  return (
    (requestId === undefined || isRequestId(requestId)) &&
    (maxDuration === undefined || (Number.isFinite(maxDuration) && maxDuration > 0))
  )
}

/** What only a developer can mend is said in their words. */
const NO_HOST = 'wuhao-answer-stream runs inside of a WeChat mini-program: there is no `wx` here'
const NO_OPTIONS = '`requestId` is a text of 1 to 128 characters, and `maxDuration` milliseconds above 0'
const NOT_LEFT = 'what is gone on with is one of `unfinished()`'

function ownError(code: ClientErrorCode, message: string, partial = ''): LearningError {
  return new LearningError(code, { message, retryable: false, partial })
}
