import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Usage } from '../../../typings/protocol'
import { readAnswer } from './chat/answer-body'
import { ChatEndpoint, ConnectionFailed } from './chat/chat-endpoint'
import { chatRequest, FORMAT, OptionalFields, type SentFields } from './chat/chat-request'
import { type Output, pushed } from './chat/pushed'
import { readRefusal } from './chat/refusal-body'
import { failureLabel, toModelError } from './chat/refusals'
import { RestingSocket } from './chat/resting-socket'
import {
  CALL_OVER,
  ModelError,
  type ModelEvent,
  type ModelReply,
  type ModelRequest,
  pagesOf,
  type ReplyRequest,
  type TutorModel,
} from './model'

/** Any endpoint that speaks OpenAI's chat completions. */
export interface OpenAiModelOptions {
  /** The model's name at the endpoint. */
  name: string
  /** OpenAI's own address where it is missing. */
  baseUrl?: string | undefined
  /** Missing for an endpoint that needs none. */
  apiKey?: string | undefined
  /** Whether it can be shown pages. Default true. */
  seesImages?: boolean | undefined
  /** Whether its prompt ends with `<think>`, so that its text begins inside of the thoughts. Default: not known. */
  thinksFirst?: boolean | undefined
  /** Further fields of each request, such as `temperature`; one that the endpoint does not take is left out. */
  parameters?: Readonly<Record<string, unknown>> | undefined
  /** Milliseconds that more may come after a `finish_reason`, such as the usage. Default 3 s. */
  patience?: number
  /** Milliseconds between two reads of an answer, once its reader is used to how it comes; 0: each word is read at once. Default 100. */
  restInterval?: number
}

const PATIENCE = 3000
/** Characters of a reply that has no reader, and of its thoughts: ten pages of marked exercises have a tenth of it. */
const LONGEST_REPLY = 500_000
/** The page draws as often. */
const REST_INTERVAL = 100

/**
 * A model behind an OpenAI-compatible endpoint. It makes one call an answer and never a second one by itself, since a retry is
 * paid for; what was refused for a field, or never reached the endpoint, was not.
 */
export function createOpenAiModel(options: OpenAiModelOptions): TutorModel {
  const { name, parameters = {}, patience = PATIENCE, seesImages = true, thinksFirst } = options
  const endpoint = new ChatEndpoint({ restInterval: REST_INTERVAL, ...options })
  const call = { name, endpoint, fields: new OptionalFields(parameters), patience }
  const answers = { ...call, thinksFirst, said: { unopened: false } }
  const replies = { ...call, fields: new OptionalFields({ ...parameters, [FORMAT]: undefined }), thinksFirst }
  const answer = (request: ModelRequest) => {
    // Emptied once it is sent: with ten pages it is too large to be held until the last word.
    const pending: Pending = { request }
    return pushed<ModelEvent>((output) => streamAnswer(answers, pending, request.signal, output))
  }
  return {
    name,
    provider: 'openai',
    canContinue: true,
    seesImages,
    answer,
    reply: (request) => wholeReply(replies, request),
  }
}

/** What is no student's answer has no reader: only its whole text counts. */
async function wholeReply(
  call: Call & Pick<OpenAiModelOptions, 'thinksFirst'>,
  { messages, format, signal }: ReplyRequest,
): Promise<ModelReply> {
  const images = messages.some(({ content }) => typeof content !== 'string')
  const request = (fields: SentFields) => {
    const formatted = FORMAT in fields ? { [FORMAT]: format } : {}
    return { model: call.name, messages, stream: true, ...fields, ...formatted }
  }
  let text = ''
  let thought = 0
  let usage: Usage | undefined
  const own = new AbortController()
  try {
    const until = AbortSignal.any([signal, own.signal])
    const response = await open(call, request, images, until, () => undefined)
    const tell = (event: ModelEvent) => {
      if (event.type === 'content') text += event.delta
      if (event.type === 'reasoning') thought += event.delta.length
      if (text.length > LONGEST_REPLY || thought > LONGEST_REPLY) throw endless()
      if (event.type === 'finish') usage = event.usage
    }
    // Nobody reads along: what may be thoughts can wait for a tag that closes them.
    const { patience, thinksFirst = true } = call
    const mayRest = restOf(response)
    await readAnswer(response, { images, goesOn: false, thinksFirst, isData: true, patience, tell, mayRest })
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    own.abort(CALL_OVER)
  }
  return usage === undefined ? { text } : { text, usage }
}

const endless = (): ModelError => new ModelError('GENERATION_INTERRUPTED', 'the reply has no end', false)

interface Call {
  name: string
  endpoint: ChatEndpoint
  fields: OptionalFields
  patience: number
}

interface Pending {
  request: ModelRequest | undefined
}

const UNOPENED =
  'a tag in its answer ended thoughts that none had opened; where its answers show thoughts, "thinks_first": true in OPENAI_MODELS_FILE parts them'

async function streamAnswer(
  call: Call & Pick<OpenAiModelOptions, 'thinksFirst'> & { said: { unopened: boolean } },
  pending: Pending,
  stop: AbortSignal,
  output: Output<ModelEvent>,
): Promise<void> {
  const own = new AbortController()
  const abort = () => own.abort(CALL_OVER)
  stop.addEventListener('abort', abort, { once: true })
  output.onReturn(abort)
  try {
    if (stop.aborted) return
    const { request } = pending
    pending.request = undefined
    if (request === undefined) throw new Error('an answer is begun once')
    const images = hasImages(request)
    const goesOn = request.continueFrom !== undefined
    const body = (fields: SentFields) => ({ ...chatRequest(call.name, request), ...fields })
    const response = await open(call, body, images, own.signal, (event) => output.push(event))
    output.push({ type: 'stage', stage: 'thinking' })
    await readAnswer(response, {
      images,
      goesOn,
      thinksFirst: call.thinksFirst,
      closedUnopened: () => {
        if (!call.said.unopened) output.push({ type: 'notice', message: `model ${call.name}: ${UNOPENED}` })
        call.said.unopened = true
      },
      patience: call.patience,
      tell: (event) => output.push(event),
      mayRest: restOf(response),
    })
  } catch (error) {
    if (!stop.aborted) throw error
  } finally {
    stop.removeEventListener('abort', abort)
    own.abort(CALL_OVER)
  }
}

/** Lets the connection of an answer rest, where it is one that may. */
function restOf({ socket }: { socket: Duplex }): (mayRest: boolean) => void {
  return (mayRest) => {
    if (socket instanceof RestingSocket) socket.mayRest = mayRest
  }
}

/** Asks until the endpoint answers: once more for each field that it does not take. */
async function open(
  { name, endpoint, fields }: Call,
  request: (fields: SentFields) => object,
  images: boolean,
  signal: AbortSignal,
  tell: (event: ModelEvent) => void,
): Promise<IncomingMessage> {
  const notice = (message: string) => tell({ type: 'notice', message: `model ${name}: ${message}` })
  const listener = {
    sent: () => tell({ type: 'alive' }),
    sentAgain: (code: string) =>
      notice(`a kept connection was closed by the endpoint (${code}), asked over a new one`),
  }
  const leftOut = new Set<string>()
  for (;;) {
    const sent = fields.taken(leftOut)
    const body = Buffer.from(JSON.stringify(request(sent)))
    const response = await post(() => endpoint.post(body, signal, listener))
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) return response
    const refusal = await readRefusal(response)
    const field = fields.refusedBy(refusal, sent)
    if (field === undefined) throw toModelError(refusal, { begun: false, images })
    leftOut.add(field.name)
    const why = `${field.name} (${failureLabel(refusal)})`
    notice(
      field.isTooLarge
        ? `the endpoint has no room for ${why} beside this question, asked without it this once`
        : `the endpoint does not take ${why}, asked without it from now on`,
    )
  }
}

async function post(call: () => Promise<IncomingMessage>): Promise<IncomingMessage> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof ConnectionFailed)) throw error
    throw new ModelError('MODEL_UNAVAILABLE', `connection failed: ${error.message}`, true, { cause: error })
  }
}

function hasImages(request: ModelRequest): boolean {
  return pagesOf(request).length > 0 || request.history.some((turn) => (turn.images ?? []).length > 0)
}
