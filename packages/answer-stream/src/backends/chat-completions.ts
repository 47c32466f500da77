import type { Backend, Question } from '../../../../miniprogram/stream/backend'
import type { DoneIn, IncomingFrame } from '../../../../miniprogram/stream/frames'
import type { Usage } from '../../../../typings/protocol'
import { type EventProtocol, type Headers, HttpExchange, inputProblem } from '../http-exchange'
import { fieldsOf, listOf, textOf } from '../json'
import { usageOf } from '../usage'

/** Where a chat-completions endpoint is. */
export interface ChatCompletionsSettings {
  /** The whole address, such as `https://…/v1/chat/completions`. */
  url: string
  headers?: Headers
  model?: string
}

/** OpenAI's chat completions, streamed: nothing resumes, nothing may be asked twice, and nobody can be told of a stop. */
export function chatCompletionsBackend({ url, headers = {}, model }: ChatCompletionsSettings): Backend {
  const dialect = {
    url,
    headers,
    numbered: false,
    idempotent: false,
    stoppable: false,
    body: (question: Question) => requestBody(question, model),
    protocol: () => new ChatChunks(),
  }
  return {
    kind: 'chat',
    url,
    capabilities: { resumable: false, idempotent: false, stoppable: false },
    problem: (input) => inputProblem(input),
    begin: (question, ways) => new HttpExchange(dialect, question, ways),
    tellStop: async () => true,
  }
}

function requestBody({ input }: Question, model: string | undefined): object {
  const { content, image_urls: images = [], history = [] } = input
  const words = content === '' ? [] : [{ type: 'text', text: content }]
  const pages = images.map((url) => ({ type: 'image_url', image_url: { url } }))
  const question = { role: 'user', content: images.length === 0 ? content : [...words, ...pages] }
  return {
    ...(model === undefined ? {} : { model }),
    messages: [...history.map(({ role, content: said }) => ({ role, content: said })), question],
    stream: true,
    stream_options: { include_usage: true },
  }
}

/** The chunks of one streamed completion. Its end is `[DONE]`, or the response's end after a `finish_reason`. */
class ChatChunks implements EventProtocol {
  private finishReason: string | undefined
  private usage: Usage | undefined

  attempt(): void {}

  event(data: unknown): IncomingFrame[] {
    if (data === '[DONE]') return this.finishReason === undefined ? this.finish('stop') : this.end()
    const { choices, usage, error } = fieldsOf(data)
    if (error !== undefined && error !== null) return [serverError()]
    this.usage = usageOf(usage) ?? this.usage
    return this.choice(fieldsOf(listOf(choices)[0]))
  }

  end(): IncomingFrame[] {
    return this.finishReason === undefined ? [] : [this.done(this.finishReason)]
  }

  private choice({
    delta,
    finish_reason: reason,
  }: {
    delta?: unknown
    finish_reason?: unknown
  }): IncomingFrame[] {
    const { content, reasoning_content: reasoning } = fieldsOf(delta)
    const frames: IncomingFrame[] = []
    if (textOf(reasoning))
      frames.push({ type: 'reasoning', seq: undefined, reasoning: textOf(reasoning) ?? '' })
    if (textOf(content)) frames.push(contentFrame(textOf(content) ?? ''))
    const finishReason = textOf(reason)
    if (finishReason === undefined || this.finishReason !== undefined) return frames
    this.finishReason = finishReason
    return [...frames, contentFinished(finishReason)]
  }

  /** An endpoint that names no reason has given all that there is. */
  private finish(finishReason: string): IncomingFrame[] {
    this.finishReason = finishReason
    return [contentFinished(finishReason), ...this.end()]
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

function contentFinished(finishReason: string): IncomingFrame {
  return { type: 'content_finished', seq: undefined, fullContent: undefined, finishReason }
}

function contentFrame(content: string): IncomingFrame {
  return { type: 'content', seq: undefined, content, fullContent: undefined, tokens: undefined }
}

/** What went wrong upstream is told to nobody: it is not for a student. */
function serverError(): IncomingFrame {
  return {
    type: 'error',
    code: 'SERVER_ERROR',
    message: undefined,
    retryable: false,
    retryAfterMs: undefined,
  }
}
