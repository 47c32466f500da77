import type { DoneIn, ErrorIn, IncomingFrame } from '../../../miniprogram/stream/frames'
import type { EventProtocol } from './http-exchange'
import { countOf, type Fields, fieldsOf, listOf, textOf } from './json'
import { TextSoFar } from './text-so-far'
import { usageOf } from './usage'

/** What stands between two messages of one run. */
const BETWEEN = '\n\n'

/** The events of one AG-UI run as frames. Messages of one run are one answer. */
export class AgUiEvents implements EventProtocol {
  private readonly text: TextSoFar
  private readonly reasoning = new TextSoFar()
  /** Ids of messages that have begun, so that one that is opened again after a resume is no new one. */
  private readonly begun = new Set<string>()
  /** The text message that chunks belong to. */
  private chunked: string | undefined
  private current: string | undefined
  /** Messages were joined: the next text begins behind a blank line. */
  private joins = false
  private finished = false
  /** On a resumed link, until the first numbered event: what was open is opened again. */
  private reopening = false
  /** The answer was there before this program: ids of its messages are not known. */
  private readonly held: boolean

  private readonly asked: ReadonlySet<string>

  /** `held`: the answer's text so far. `asked`: ids of the messages that the question brought. */
  constructor(held: string, asked: ReadonlySet<string>) {
    this.text = new TextSoFar(held)
    this.held = held !== ''
    this.asked = asked
  }

  attempt(resumed: boolean): void {
    this.reopening = resumed
    if (resumed) return
    this.text.replay()
    this.reasoning.replay()
    this.begun.clear()
    this.joins = false
    this.current = undefined
  }

  event(data: unknown, id: string): IncomingFrame[] {
    const fields = fieldsOf(data)
    const type = textOf(fields.type) ?? ''
    const read = READERS.get(type)
    const frames = [
      ...(type === 'TEXT_MESSAGE_CHUNK' ? [] : this.endChunks(type)),
      ...(read?.(this, fields) ?? []),
    ]
    if (id === '') return frames
    this.reopening = false
    return [...frames, { type: 'position', after: id }]
  }

  /** A run says its end by an event; a response that only ends is a lost link. */
  end(): IncomingFrame[] {
    return []
  }

  runStarted({ threadId }: Fields): IncomingFrame[] {
    const sessionId = textOf(threadId)
    const none = { questionId: undefined, keepaliveInterval: undefined }
    return [{ type: 'accepted', sessionId, resumed: this.reopening, ...none }]
  }

  step({ stepName }: Fields): IncomingFrame[] {
    const stage = textOf(stepName)
    return stage === undefined ? [] : [{ type: 'status', seq: undefined, stage, ahead: undefined }]
  }

  reasoned({ delta }: Fields): IncomingFrame[] {
    const added = this.reasoning.push(textOf(delta) ?? '')
    const reasoning = 'delta' in added ? added.delta : ''
    return reasoning === '' ? [] : [{ type: 'reasoning', seq: undefined, reasoning }]
  }

  textStarted({ messageId, role }: Fields): IncomingFrame[] {
    const message = textOf(messageId) ?? ''
    this.current = textOf(role) === 'assistant' || role === undefined ? message : undefined
    if (this.current === undefined || this.begun.has(message)) return []
    const reopened = this.reopening && this.held && this.begun.size === 0
    this.joins = !reopened && (this.joins || this.begun.size > 0)
    this.begun.add(message)
    if (!this.finished) return []
    this.finished = false
    return [{ type: 'content_resumed' }]
  }

  content({ messageId, delta }: Fields): IncomingFrame[] {
    const words = textOf(delta) ?? ''
    const message = textOf(messageId)
    if (words === '' || this.current === undefined || (message !== undefined && message !== this.current))
      return []
    const joined = this.joins ? `${BETWEEN}${words}` : words
    this.joins = false
    const added = this.text.push(joined)
    if ('whole' in added) return [snapshot(added.whole, undefined)]
    if (added.delta === '') return []
    return [
      { type: 'content', seq: undefined, content: added.delta, fullContent: undefined, tokens: undefined },
    ]
  }

  chunk({ messageId, role, delta }: Fields): IncomingFrame[] {
    const message = textOf(messageId) ?? this.chunked ?? ''
    const begins = message === this.chunked ? [] : this.textStarted({ messageId: message, role })
    this.chunked = message
    return [...begins, ...this.content({ messageId: message, delta })]
  }

  textEnded(): IncomingFrame[] {
    if (this.current === undefined || this.finished) return []
    this.current = undefined
    this.finished = true
    return [{ type: 'content_finished', seq: undefined, fullContent: undefined, finishReason: undefined }]
  }

  /** This run's messages are those that the question did not bring. */
  messages({ messages }: Fields): IncomingFrame[] {
    const of = (role: string) =>
      listOf(messages)
        .map(fieldsOf)
        .filter((each) => each.role === role && !this.asked.has(textOf(each.id) ?? ''))
        .map(({ content }) => textOf(content) ?? '')
    const text = of('assistant').join(BETWEEN)
    const reasoning = of('reasoning').join(BETWEEN)
    this.text.replace(text)
    this.reasoning.replace(reasoning)
    return [snapshot(text, reasoning === '' ? undefined : reasoning)]
  }

  runFinished({ result }: Fields): IncomingFrame[] {
    const { finish_reason: reason, question_id, answer_id, session_id, usage } = fieldsOf(result)
    const finishReason = textOf(reason) ?? 'stop'
    const done: DoneIn = {
      type: 'done',
      seq: undefined,
      questionId: textOf(question_id),
      answerId: textOf(answer_id),
      sessionId: textOf(session_id),
      finishReason,
      usage: usageOf(usage),
      extras: undefined,
      raw: { ...fieldsOf(result) },
    }
    if (this.finished) return [done]
    this.finished = true
    return [{ type: 'content_finished', seq: undefined, fullContent: undefined, finishReason }, done]
  }

  private endChunks(type: string): IncomingFrame[] {
    if (this.chunked === undefined || !ENDS_CHUNKS.has(type)) return []
    this.chunked = undefined
    return this.textEnded()
  }
}

/** What each event means; an event that is not here means nothing to an answer. Before 1.0 reasoning was called thinking. */
const READERS: ReadonlyMap<string, (run: AgUiEvents, fields: Fields) => IncomingFrame[]> = new Map([
  ['RUN_STARTED', (run: AgUiEvents, fields: Fields) => run.runStarted(fields)],
  ['STEP_STARTED', (run, fields) => run.step(fields)],
  ['REASONING_MESSAGE_CONTENT', (run, fields) => run.reasoned(fields)],
  ['REASONING_MESSAGE_CHUNK', (run, fields) => run.reasoned(fields)],
  ['THINKING_TEXT_MESSAGE_CONTENT', (run, fields) => run.reasoned(fields)],
  ['TEXT_MESSAGE_START', (run, fields) => run.textStarted(fields)],
  ['TEXT_MESSAGE_CONTENT', (run, fields) => run.content(fields)],
  ['TEXT_MESSAGE_CHUNK', (run, fields) => run.chunk(fields)],
  ['TEXT_MESSAGE_END', (run) => run.textEnded()],
  ['MESSAGES_SNAPSHOT', (run, fields) => run.messages(fields)],
  ['RUN_FINISHED', (run, fields) => run.runFinished(fields)],
  ['RUN_ERROR', (_run, fields) => [runError(fields)]],
])

/** Chunks have no end of their own: another message, or the run's end, is theirs. What stands between does not end them. */
const ENDS_CHUNKS: ReadonlySet<string> = new Set([
  'TEXT_MESSAGE_START',
  'RUN_FINISHED',
  'TOOL_CALL_START',
  'STEP_FINISHED',
])

/** A text without a code is the upstream's own, and not for a student. */
function runError({ code, message, metadata }: Fields): ErrorIn {
  const named = textOf(code)
  const { retryable, retry_after_ms: wait } = fieldsOf(metadata)
  return {
    type: 'error',
    code: named || 'SERVER_ERROR',
    message: named ? textOf(message) : undefined,
    retryable: retryable === true,
    retryAfterMs: countOf(wait),
  }
}

function snapshot(fullContent: string, reasoning: string | undefined): IncomingFrame {
  return {
    type: 'snapshot',
    seq: undefined,
    phase: 'content',
    fullContent,
    reasoning,
    finishReason: undefined,
  }
}
