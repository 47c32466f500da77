import type { Backend, Question } from '../../../../miniprogram/stream/backend'
import type { DoneIn, IncomingFrame } from '../../../../miniprogram/stream/frames'
import { clientError } from '../../../../miniprogram/stream/learning-error'
import type { Usage } from '../../../../typings/protocol'
import { type EventProtocol, type Headers, HttpExchange, inputProblem, serverError } from '../http-exchange'
import { type Fields, fieldsOf, listOf, textOf } from '../json'
import { type Piece, ThoughtTags } from '../thoughts/thought-tags'
import { usageOf } from '../usage'

/** Where a chat-completions endpoint is. */
export interface ChatCompletionsSettings {
  /** The whole address, such as `https://…/v1/chat/completions`. */
  url: string
  headers?: Headers
  model?: string
  /** Ask for the usage (`stream_options`). Default true; some endpoints refuse what they do not know. */
  usage?: boolean
  /** Whether the model's prompt ends with `<think>`, so that its text begins inside of its thoughts. Default false. */
  thinksFirst?: boolean
}

/** OpenAI's chat completions, streamed: nothing resumes, nothing may be asked twice, and nobody can be told of a stop. */
export function chatCompletionsBackend({
  url,
  headers = {},
  model,
  usage = true,
  thinksFirst = false,
}: ChatCompletionsSettings): Backend {
  const dialect = {
    url,
    headers,
    idHeader: 'X-Client-Request-Id',
    numbered: false,
    idempotent: false,
    stoppable: false,
    body: (question: Question) => requestBody(question, model, usage),
    protocol: () => new ChatChunks(thinksFirst),
  }
  return {
    kind: 'chat',
    url,
    capabilities: { resumable: false, idempotent: false, stoppable: false },
    problem: (input) =>
      // What is no name of a model may be nothing that can be sent.
      model === undefined || typeof model === 'string'
        ? inputProblem(input)
        : clientError('VALIDATION_ERROR'),
    begin: (question, ways) => new HttpExchange(dialect, question, ways),
    tellStop: async () => true,
  }
}

function requestBody({ input }: Question, model: string | undefined, usage: boolean): object {
  const { content, image_urls: images = [], history = [] } = input
  const words = content === '' ? [] : [{ type: 'text', text: content }]
  const pages = images.map((url) => ({ type: 'image_url', image_url: { url } }))
  const question = { role: 'user', content: images.length === 0 ? content : [...words, ...pages] }
  return {
    ...(model === undefined ? {} : { model }),
    messages: [...history.map(({ role, content: said }) => ({ role, content: said })), question],
    stream: true,
    ...(usage ? { stream_options: { include_usage: true } } : {}),
  }
}

/**
 * The chunks of one streamed completion. Its end is `[DONE]`, or the response's end after a `finish_reason`. A reason is believed where it
 * stands alone or last: gateways write one on every chunk, or too early, and text behind it goes on.
 */
class ChatChunks implements EventProtocol {
  private finishReason: string | undefined
  private isFinished = false
  private hasText = false
  private usage: Usage | undefined
  private readonly tags: ThoughtTags

  constructor(thinksFirst: boolean) {
    this.tags = new ThoughtTags({ thinksFirst })
  }

  attempt(): void {}

  event(data: unknown, _id = '', name = ''): IncomingFrame[] {
    if (data === '[DONE]') return this.last(this.finishReason ?? 'stop')
    const chunk = fieldsOf(data)
    const choice = fieldsOf(listOf(chunk.choices)[0])
    if (name === 'error' || isFailure(chunk) || isTold(choice.error)) return [serverError()]
    const usage = usageOf(chunk.usage)
    // Gateways that know none say that all of it is 0.
    if (usage !== undefined && (usage.total_tokens > 0 || this.usage === undefined)) this.usage = usage
    return this.choice(choice)
  }

  end(): IncomingFrame[] {
    return this.finishReason === undefined ? [] : this.last(this.finishReason)
  }

  /** An answer that came as one JSON object, although a stream was asked for. */
  whole(body: unknown): IncomingFrame[] {
    const frames = this.event(body)
    return frames.length === 0 || frames.some(({ type }) => type === 'error')
      ? [serverError()]
      : [...frames, ...this.last(this.finishReason ?? 'stop')]
  }

  private choice(choice: Fields): IncomingFrame[] {
    // Behind deltas a message is all of them once more.
    const said = fieldsOf(choice.delta ?? (this.hasText ? undefined : choice.message))
    const reasoning = textIn(said.reasoning_content) || textIn(said.reasoning) || thoughtsIn(said.content)
    const text = textIn(said.content) || textIn(said.refusal)
    const frames: IncomingFrame[] = []
    if (reasoning !== '') {
      this.tags.thoughtsApart()
      frames.push(reasoningFrame(reasoning))
    }
    if (text !== '') frames.push(...this.goesOn(), ...this.parted(this.tags.take(text)))
    this.finishReason = reasonOf(choice) ?? this.finishReason
    const isAlone = reasoning === '' && text === '' && reasonOf(choice) !== undefined
    return isAlone ? this.finish() : frames
  }

  private parted({ content, reasoning }: Piece): IncomingFrame[] {
    this.hasText = this.hasText || content.trim() !== ''
    return [
      ...(reasoning === '' ? [] : [reasoningFrame(reasoning)]),
      ...(content === '' ? [] : [contentFrame(content)]),
    ]
  }

  private goesOn(): IncomingFrame[] {
    this.finishReason = undefined
    if (!this.isFinished) return []
    this.isFinished = false
    return [{ type: 'content_resumed' }]
  }

  private finish(): IncomingFrame[] {
    if (this.isFinished) return []
    this.isFinished = true
    return [...this.parted(this.tags.end(true)), contentFinished(this.finishReason)]
  }

  /** Nothing more comes. A whole answer without a word is none. */
  private last(reason: string): IncomingFrame[] {
    this.finishReason = reason
    const ending = this.finish()
    if (reason === 'content_filter' && !this.hasText) return [{ ...serverError(), code: 'CONTENT_REJECTED' }]
    if (reason === 'stop' && !this.hasText) return [serverError()]
    return [...ending, this.done(reason)]
  }

  private done(finishReason: string): DoneIn {
    const ids = { questionId: undefined, answerId: undefined, sessionId: undefined }
    return {
      type: 'done',
      seq: undefined,
      ...ids,
      finishReason,
      usage: this.usage,
      extras: undefined,
      raw: { finishReason },
    }
  }
}

/** Words with which gateways say that there is no reason yet. */
const NO_REASONS: ReadonlySet<string> = new Set(['', 'null', 'none', 'nil', 'undefined'])

function reasonOf(choice: Fields): string | undefined {
  const reason = textOf(choice.finish_reason)
  return reason === undefined || NO_REASONS.has(reason.toLowerCase()) ? undefined : reason
}

/** A vendor says in the stream that it failed: OpenAI's way, vLLM's, MiniMax's, or a bare code with its words. */
function isFailure(chunk: Fields): boolean {
  const { error, object, choices, code, message, base_resp: base } = chunk
  if (isTold(error) || object === 'error') return true
  const status = fieldsOf(base).status_code
  if (typeof status === 'number' && status !== 0) return true
  return choices === undefined && tellsFailure(code) && textOf(message) !== undefined
}

/** An error may be there and say that there is none: `{code: 0, message: 'success'}`. */
function isTold(error: unknown): boolean {
  const { code, type, message, ...others } = fieldsOf(error)
  const said = [error, code, type, message].filter(
    (each) => typeof each === 'string' || typeof each === 'number',
  )
  return said.length === 0 ? Object.keys(others).length > 0 : said.some(tellsFailure)
}

/** Words for no failure. */
const NO_FAILURES = /^(?:|0|null|none|ok|success|successful|succeeded|成功)$/i

function tellsFailure(value: unknown): boolean {
  return typeof value === 'string'
    ? !NO_FAILURES.test(value.trim())
    : typeof value === 'number' && value !== 0
}

/** A text, or the texts of a list of parts, without the thoughts among them. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  return partsOf(value, false)
    .map(({ text }) => textOf(text) ?? '')
    .join('')
}

/** Mistral's thoughts are parts of its text. */
function thoughtsIn(value: unknown): string {
  return partsOf(value, true)
    .map(({ text, thinking }) => textOf(text) ?? textIn(thinking))
    .join('')
}

function partsOf(value: unknown, areThoughts: boolean): Fields[] {
  const parts = listOf(value).map(fieldsOf)
  return parts.filter(({ type }) => (type === 'thinking' || type === 'reasoning') === areThoughts)
}

function reasoningFrame(reasoning: string): IncomingFrame {
  return { type: 'reasoning', seq: undefined, reasoning }
}

function contentFinished(finishReason: string | undefined): IncomingFrame {
  return { type: 'content_finished', seq: undefined, fullContent: undefined, finishReason }
}

function contentFrame(content: string): IncomingFrame {
  return { type: 'content', seq: undefined, content, fullContent: undefined, tokens: undefined }
}
