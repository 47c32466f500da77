import type { KeyValueStore, Logger } from '../../../miniprogram/platform/ports'
import { wxChunkedRequests } from '../../../miniprogram/platform/wx-chunked-request'
import { wxClock } from '../../../miniprogram/platform/wx-clock'
import { tellThrownTo } from '../../../miniprogram/platform/wx-host'
import { wxHttp } from '../../../miniprogram/platform/wx-http'
import { wxLifecycle } from '../../../miniprogram/platform/wx-lifecycle'
import { wxSockets } from '../../../miniprogram/platform/wx-socket'
import { bareWxStorage } from '../../../miniprogram/platform/wx-storage'
import { isUnfinished, type Unfinished } from '../../../miniprogram/stream/answer-journal'
import { createAnswerStream } from '../../../miniprogram/stream/answer-stream'
import type { AnswerEvent, AnswerStream, StreamOptions } from '../../../miniprogram/stream/answer-types'
import type { AskInput, Backend } from '../../../miniprogram/stream/backend'
import { BoundedSockets } from '../../../miniprogram/stream/bounded-sockets'
import { clientError, LearningError } from '../../../miniprogram/stream/learning-error'
import { TransportChoice } from '../../../miniprogram/stream/transport'
import { isRequestId, readAskInput } from './ask-input'
import { ClientKeepers } from './client-keepers'
import type { Followers } from './open-answers'

/** How one answer is asked for. */
export type AskOptions = Pick<StreamOptions, 'requestId' | 'maxDuration'>

/** What a client is made of. */
export interface AnswerClientSettings {
  backend: Backend
  /** JSON values that outlive the program; what it throws is logged and breaks nothing. Default: `wx` storage. */
  storage?: KeyValueStore
  /** Default: the console. With one given the console gets nothing. */
  logger?: Logger
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
  const log = logger ?? consoleLogger
  if (logger !== undefined) tellThrownTo(logger)
  const keepers = new ClientKeepers(backend, {
    storage: storage ?? bareWxStorage,
    clock: wxClock,
    lifecycle: wxLifecycle,
    logger: log,
    followers,
    tellStop: (requestId) => backend.tellStop(requestId, wxHttp),
  })
  const shared = {
    clock: wxClock,
    lifecycle: wxLifecycle,
    sockets,
    chunked: wxChunkedRequests,
    transports: new TransportChoice(),
    logger: log,
    random: Math.random,
    keeper: keepers.keeper,
  }
  // The border: from here on a question is what its types say, and can be sent.
  const follow = (given: unknown, onEvent: (event: AnswerEvent) => void, options: StreamOptions) => {
    const { requestId, text } = options
    if (typeof wx === 'undefined') return refused(requestId, noHost())
    const input = readAskInput(given)
    if (input === undefined || !areOptions(options))
      return refused(requestId, clientError('VALIDATION_ERROR', text))
    return createAnswerStream({ ...shared, stops: keepers.stops }, backend, input, onEvent, options)
  }
  return {
    ask: (input, onEvent = silent, options = {}) => follow(input, onEvent, { ...options }),
    unfinished: () => keepers.unfinished(),
    forget: ({ requestId }) => keepers.forget(requestId),
    resume(left, onEvent = silent) {
      if (!isUnfinished(left)) return refused(undefined, clientError('VALIDATION_ERROR'))
      const { requestId, input, after, text } = left
      if (!keepers.goesOn(left)) return refused(requestId, clientError('WS_CLOSED', text))
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

function noHost(): LearningError {
  const message = 'wuhao-answer-stream runs inside of a WeChat mini-program: there is no `wx` here'
  return new LearningError('WS_CONNECT_ERROR', { message, retryable: false })
}

/** A stream that failed before it began: nothing was opened. */
function refused(requestId: string | undefined, error: LearningError): AnswerStream {
  const result = Promise.reject(error)
  // Who only listens to events leaves the result alone: that is no unhandled rejection.
  result.catch(silent)
  return {
    requestId: isRequestId(requestId) ? requestId : '',
    state: 'failed',
    text: error.partial,
    result,
    stop: silent,
  }
}
