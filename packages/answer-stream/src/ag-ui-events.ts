import type { DoneIn, ErrorIn, IncomingFrame } from '../../../miniprogram/stream/frames'
import type { EventProtocol } from './http-exchange'
import { countOf, type Fields, fieldsOf, listOf, textOf } from './json'
import { TextSoFar } from './text-so-far'
import { usageOf, usageOfRun } from './usage'

/** What stands between two messages of one run. */
const BETWEEN = '\n\n'

/** The events of one AG-UI run as frames. Messages of one run are one answer. */
export class AgUiEvents implements EventProtocol {
  private readonly text: TextSoFar
  private readonly reasoning = new TextSoFar()
  /** The text message that chunks belong to. */
  private chunked: string | undefined
  /** Ids of text messages that are open, in the order in which they were opened. Several may be at a time. */
  private readonly open = new Set<string>()
  /** Ids of messages that are not the agent's. */
  private readonly others = new Set<string>()
  /** There is text before what comes next. */
  private hasText: boolean
  /** The message that the last text was of; another one's begins behind a blank line. `undefined` where that is not known. */
  private speaking: string | undefined
  private finished = false
  /** On a resumed link, until the first numbered event: what was open is opened again. */
  private reopening = false
  private readonly question: string

  /** `held`: the answer's text so far. `question`: the id of the message that is answered. */
  constructor(held: string, question: string) {
    this.text = new TextSoFar(held)
    this.hasText = held !== ''
    this.question = question
  }

  attempt(resumed: boolean): void {
    this.reopening = resumed
    if (resumed) return
    this.text.replay()
    this.reasoning.replay()
    this.open.clear()
    this.chunked = undefined
    this.hasText = false
    this.speaking = undefined
  }

  event(data: unknown, id: string): IncomingFrame[] {
    const fields = fieldsOf(data)
    const type = textOf(fields.type) ?? ''
    const frames = isSubagents(fields) ? [] : this.framesOf(type, fields)
    if (id === '') return frames
    this.reopening = false
    return [...frames, { type: 'position', after: id }]
  }

  private framesOf(type: string, fields: Fields): IncomingFrame[] {
    const read = READERS.get(type)
    return [...(type === 'TEXT_MESSAGE_CHUNK' ? [] : this.endChunks(type)), ...(read?.(this, fields) ?? [])]
  }

  refusal(data: unknown, mayPass: boolean): ErrorIn | undefined {
    const fields = fieldsOf(data)
    return textOf(fields.type) === 'RUN_ERROR' && textOf(fields.code) ? runError(fields, mayPass) : undefined
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
    if (role !== undefined && role !== null && textOf(role) !== 'assistant') {
      this.others.add(message)
      return []
    }
    // Of a text that was held by an earlier run of the program nobody knows the message: it is the one that is opened again.
    if (this.reopening) this.speaking ??= message
    this.others.delete(message)
    this.open.add(message)
    return []
  }

  content({ messageId, delta }: Fields): IncomingFrame[] {
    const words = textOf(delta) ?? ''
    const message = textOf(messageId) ?? lastOf(this.open)
    if (words === '' || message === undefined || this.others.has(message)) return []
    // An agent that only tells on behind a number does not open again what is open there.
    if (!this.open.has(message)) this.speaking ??= message
    this.open.add(message)
    const joined = this.hasText && this.speaking !== message ? `${BETWEEN}${words}` : words
    this.hasText = true
    this.speaking = message
    const added = this.text.push(joined)
    if ('whole' in added) return [...this.goesOn(), snapshot(added.whole, undefined)]
    if (added.delta === '') return []
    return [
      ...this.goesOn(),
      { type: 'content', seq: undefined, content: added.delta, fullContent: undefined, tokens: undefined },
    ]
  }

  chunk({ messageId, role, delta }: Fields): IncomingFrame[] {
    const message = textOf(messageId) ?? this.chunked ?? ''
    if (message !== this.chunked) {
      if (this.chunked !== undefined) this.open.delete(this.chunked)
      this.textStarted({ messageId: message, role })
    }
    this.chunked = message
    return this.content({ messageId: message, delta })
  }

  textEnded({ messageId }: Fields): IncomingFrame[] {
    const message = textOf(messageId) ?? lastOf(this.open)
    const wasOpen = message !== undefined && this.open.delete(message)
    if (!wasOpen || this.open.size > 0 || this.finished) return []
    this.finished = true
    return [{ type: 'content_finished', seq: undefined, fullContent: undefined, finishReason: undefined }]
  }

  /** The messages of a thread, earlier answers among them: this run's are those behind its question. */
  messages({ messages }: Fields): IncomingFrame[] {
    const all = listOf(messages)
      .map(fieldsOf)
      .filter((message) => !isSubagents(message))
    const places = [...all.keys()]
    const asked = places.find((place) => all[place]?.id === this.question)
    // An agent may have named it otherwise.
    const question = asked ?? places.reverse().find((place) => all[place]?.role === 'user') ?? -1
    const own = all.slice(question + 1)
    const of = (role: string) => own.filter((each) => each.role === role && textOf(each.content))
    const said = of('assistant')
    const text = contentOf(said)
    const reasoning = contentOf(of('reasoning'))
    this.hasText = text !== ''
    this.speaking = textOf(said[said.length - 1]?.id)
    this.text.replace(text)
    this.reasoning.replace(reasoning)
    return [snapshot(text, reasoning === '' ? undefined : reasoning)]
  }

  runFinished({ result, outcome, usage: ofRun }: Fields): IncomingFrame[] {
    const { finish_reason: reason, question_id, answer_id, session_id, usage } = fieldsOf(result)
    const finishReason = textOf(reason) ?? OUTCOMES.get(textOf(fieldsOf(outcome).type) ?? '') ?? 'stop'
    const done: DoneIn = {
      type: 'done',
      seq: undefined,
      questionId: textOf(question_id),
      answerId: textOf(answer_id),
      sessionId: textOf(session_id),
      finishReason,
      usage: usageOf(usage) ?? usageOfRun(ofRun),
      extras: undefined,
      raw: { ...fieldsOf(result), ...(outcome === undefined ? {} : { outcome }) },
    }
    if (this.finished) return [done]
    this.finished = true
    return [{ type: 'content_finished', seq: undefined, fullContent: undefined, finishReason }, done]
  }

  /** There is more text after an end. A beginning alone is none: a link that is come back to may repeat it for ever. */
  private goesOn(): IncomingFrame[] {
    if (!this.finished) return []
    this.finished = false
    return [{ type: 'content_resumed' }]
  }

  private endChunks(type: string): IncomingFrame[] {
    const messageId = this.chunked
    if (messageId === undefined || !ENDS_CHUNKS.has(type)) return []
    this.chunked = undefined
    return this.textEnded({ messageId })
  }
}

/** How a run is over that did not go through to its end, as a `finishReason`. */
const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ['interrupt', 'interrupt'],
  ['cancelled', 'stopped'],
])

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
  ['TEXT_MESSAGE_END', (run, fields) => run.textEnded(fields)],
  ['MESSAGES_SNAPSHOT', (run, fields) => run.messages(fields)],
  ['RUN_FINISHED', (run, fields) => run.runFinished(fields)],
  ['RUN_ERROR', (_run, fields) => [runError(fields, false)]],
])

/** Chunks have no end of their own: another message, or the run's end, is theirs. What stands between does not end them. */
const ENDS_CHUNKS: ReadonlySet<string> = new Set([
  'TEXT_MESSAGE_START',
  'RUN_FINISHED',
  'TOOL_CALL_START',
  'STEP_FINISHED',
])

/** A text without a code is the upstream's own, and not for a student. `mayPass`: whether asking again may help, where it does not say. */
function runError({ code, message, metadata }: Fields, mayPass: boolean): ErrorIn {
  const named = textOf(code)
  const { retryable, retry_after_ms: wait } = fieldsOf(metadata)
  return {
    type: 'error',
    code: named || 'SERVER_ERROR',
    message: named ? textOf(message) : undefined,
    retryable: typeof retryable === 'boolean' ? retryable : mayPass,
    retryAfterMs: countOf(wait),
  }
}

/** What a subagent says is for its agent; "absent means the parent agent produced it directly" (AG-UI 1.0, `Attributable`). */
function isSubagents({ subagentRunId }: Fields): boolean {
  return typeof subagentRunId === 'string' && subagentRunId !== ''
}

/** What messages say, as one text. */
function contentOf(messages: readonly Fields[]): string {
  return messages.map(({ content }) => textOf(content) ?? '').join(BETWEEN)
}

function lastOf(ids: ReadonlySet<string>): string | undefined {
  return [...ids].pop()
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
