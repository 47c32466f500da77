import OpenAI from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { Usage } from '../../../typings/protocol'
import { readChunk } from './chat-chunk'
import { ModelError, type ModelEvent, type ModelRequest, type TutorModel } from './model'
import { toModelError } from './model-failure'
import { chatMessages } from './tutor-prompt'

/** Any endpoint that speaks OpenAI's chat completions. */
export interface OpenAiModelOptions {
  /** The model's name at the endpoint; it must read images. */
  name: string
  /** OpenAI's own address where it is missing. */
  baseUrl?: string | undefined
  /** Missing for an endpoint that needs none. */
  apiKey?: string | undefined
  /** Milliseconds that the usage may come after the last word. Default 3 s. */
  usagePatience?: number
}

const USAGE_PATIENCE = 3000

/** A model behind `openai`. It makes one call an answer and never a second one by itself: a retry is paid for. */
export function createOpenAiModel(options: OpenAiModelOptions): TutorModel {
  const { name, baseUrl, apiKey = 'none', usagePatience = USAGE_PATIENCE } = options
  const client = new OpenAI({ apiKey, baseURL: baseUrl ?? null, maxRetries: 0, logLevel: 'off' })
  const answer = (request: ModelRequest) => {
    const call = { signal: request.signal, messages: chatMessages(request) }
    return streamAnswer(client, name, call, usagePatience)
  }
  return { name, canContinue: true, answer }
}

interface Call {
  signal: AbortSignal
  /** Empty once they are sent: with ten pages they are too large to be held until the last word. */
  messages: ChatCompletionMessageParam[]
}

/** What the end of a call is told from. */
interface Reading {
  begun: boolean
  finishReason: string | undefined
  usage: Usage | undefined
}

/**
 * The library ends its loop without an error after an abort and where a connection ends early: only a
 * `finish_reason` makes an answer whole. Usage may come after it, on a chunk without choices, or never.
 */
async function* streamAnswer(
  client: OpenAI,
  model: string,
  request: Call,
  usagePatience: number,
): AsyncGenerator<ModelEvent, void, undefined> {
  const reading: Reading = { begun: false, finishReason: undefined, usage: undefined }
  const call = new AbortController()
  const abort = () => call.abort()
  request.signal.addEventListener('abort', abort, { once: true })
  let usageTimer: NodeJS.Timeout | undefined
  try {
    if (request.signal.aborted) return
    const chunks = await begin(client, model, request, call.signal)
    yield { type: 'stage', stage: 'thinking' }
    for await (const chunk of chunks) {
      yield* read(chunk, reading)
      if (reading.finishReason === undefined || usageTimer !== undefined) continue
      usageTimer = setTimeout(abort, usagePatience)
      yield { type: 'complete', finishReason: reading.finishReason }
    }
  } catch (error) {
    if (request.signal.aborted) return
    if (reading.finishReason === undefined) throw toModelError(error, reading.begun)
  } finally {
    clearTimeout(usageTimer)
    request.signal.removeEventListener('abort', abort)
    call.abort()
  }
  if (!request.signal.aborted) yield finish(reading)
}

function begin(client: OpenAI, model: string, request: Call, signal: AbortSignal) {
  const { messages } = request
  request.messages = []
  return client.chat.completions.create(
    { model, messages, stream: true, stream_options: { include_usage: true } },
    { signal },
  )
}

function* read(value: unknown, reading: Reading): Generator<ModelEvent, void, undefined> {
  const { content, reasoning, finishReason, usage } = readChunk(value)
  reading.finishReason ??= finishReason
  reading.usage = usage ?? reading.usage
  if (content !== '' || reasoning !== '') reading.begun = true
  if (reasoning !== '') yield { type: 'reasoning', delta: reasoning }
  if (content === '') return
  const counted = usage !== undefined && usage.completion_tokens > 0
  yield counted
    ? { type: 'content', delta: content, tokens: usage.completion_tokens }
    : { type: 'content', delta: content }
}

function finish({ begun, finishReason, usage }: Reading): ModelEvent {
  if (finishReason !== undefined) {
    return usage ? { type: 'finish', finishReason, usage } : { type: 'finish', finishReason }
  }
  throw begun
    ? new ModelError('GENERATION_INTERRUPTED', 'the stream ended without a finish_reason', true)
    : new ModelError('MODEL_UNAVAILABLE', 'the model answered with nothing', true)
}
