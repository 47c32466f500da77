import type { ExtrasComing, FinishReason, Seq, Stage, Usage } from '../../typings/protocol'

/**
 * A server's frame after the border: of a known type with the fields it needs, or `unknown`. What an older server may leave
 * out is optional here.
 */
export type IncomingFrame =
  | {
      type: 'accepted'
      sessionId: string | undefined
      questionId: string | undefined
      resumed: boolean
      keepaliveInterval: number | undefined
    }
  | { type: 'keepalive' }
  | { type: 'status'; seq: Seq | undefined; stage: Stage; ahead: number | undefined }
  | { type: 'reasoning'; seq: Seq | undefined; reasoning: string }
  | {
      type: 'content'
      seq: Seq | undefined
      content: string
      fullContent: string | undefined
      tokens: number | undefined
    }
  | {
      type: 'content_finished'
      seq: Seq | undefined
      fullContent: string | undefined
      finishReason: FinishReason | undefined
    }
  /** There is more content after a `content_finished`: another message of the same answer. */
  | { type: 'content_resumed' }
  /** Where another link would go on, told by itself: for a protocol that does not count `seq`. */
  | { type: 'position'; after: string }
  | SnapshotIn
  | DoneIn
  | ErrorIn
  /** A type of a newer server, or a known one without what it needs: ignored, but its `seq` counts. */
  | { type: 'unknown'; seq: Seq | undefined }

/** A whole state in place of single frames. */
export interface SnapshotIn {
  type: 'snapshot'
  /** Always there in the tutor's protocol. */
  seq: Seq | undefined
  phase: 'content' | 'processing'
  fullContent: string
  reasoning: string | undefined
  finishReason: FinishReason | undefined
}

/** The end; ids and usage are missing where an older server gives none. */
export interface DoneIn {
  type: 'done'
  seq: Seq | undefined
  questionId: string | undefined
  answerId: string | undefined
  sessionId: string | undefined
  finishReason: FinishReason | undefined
  usage: Usage | undefined
  extras: ExtrasComing | undefined
  /** As it came, for the operators' console line. */
  raw: object
}

/** A refusal, or the reason of the close that follows. */
export interface ErrorIn {
  type: 'error'
  /** `SERVER_ERROR` where an older server gives none. */
  code: string
  message: string | undefined
  retryable: boolean
  retryAfterMs: number | undefined
  /** Places in `image_urls`, from 1, of pages that the server has not. */
  missingPages?: readonly number[]
  /** Milliseconds, where only a server that promises keepalives says this. */
  keepaliveInterval?: number
}

/** Every field that any frame may have, before it is looked at. */
export type Fields = { readonly [name in FieldName]?: unknown }
type FieldName =
  | 'type'
  | 'seq'
  | 'session_id'
  | 'question_id'
  | 'answer_id'
  | 'resumed'
  | 'keepalive_interval'
  | 'stage'
  | 'ahead'
  | 'reasoning'
  | 'content'
  | 'full_content'
  | 'tokens'
  | 'finish_reason'
  | 'phase'
  | 'usage'
  | 'extras'
  | 'code'
  | 'message'
  | 'retryable'
  | 'retry_after_ms'
  | 'missing_pages'

/** Reads one message of the server. Never throws; `undefined` where it is no frame at all (no JSON object with a `type`). */
export function parseFrame(text: string): IncomingFrame | undefined {
  const fields = jsonObject(text)
  if (fields === undefined || typeof fields.type !== 'string') return undefined
  const read = READERS.get(fields.type)
  return read?.(fields) ?? { type: 'unknown', seq: seqOf(fields) }
}

/** Each gives `undefined` where the frame lacks what its type needs. */
const READERS: ReadonlyMap<string, (fields: Fields) => IncomingFrame | undefined> = new Map([
  ['accepted', readAccepted],
  ['keepalive', () => ({ type: 'keepalive' }) as const],
  ['status', readStatus],
  ['reasoning', readReasoning],
  ['content', readContent],
  ['content_finished', readContentFinished],
  ['snapshot', readSnapshot],
  ['done', readDone],
  ['error', readError],
])

function readAccepted(fields: Fields): IncomingFrame {
  return {
    type: 'accepted',
    sessionId: textOf(fields.session_id),
    questionId: textOf(fields.question_id),
    resumed: fields.resumed === true,
    keepaliveInterval: numberOf(fields.keepalive_interval),
  }
}

function readStatus(fields: Fields): IncomingFrame | undefined {
  const stage = textOf(fields.stage)
  if (stage === undefined) return undefined
  return { type: 'status', seq: seqOf(fields), stage, ahead: numberOf(fields.ahead) }
}

function readReasoning(fields: Fields): IncomingFrame | undefined {
  const reasoning = textOf(fields.reasoning)
  return reasoning === undefined ? undefined : { type: 'reasoning', seq: seqOf(fields), reasoning }
}

function readContent(fields: Fields): IncomingFrame | undefined {
  const content = textOf(fields.content)
  const fullContent = textOf(fields.full_content)
  if (content === undefined && fullContent === undefined) return undefined
  return {
    type: 'content',
    seq: seqOf(fields),
    content: content ?? '',
    fullContent,
    tokens: numberOf(fields.tokens),
  }
}

function readContentFinished(fields: Fields): IncomingFrame {
  return {
    type: 'content_finished',
    seq: seqOf(fields),
    fullContent: textOf(fields.full_content),
    finishReason: textOf(fields.finish_reason),
  }
}

function readSnapshot(fields: Fields): IncomingFrame | undefined {
  const seq = seqOf(fields)
  const fullContent = textOf(fields.full_content)
  const phase = fields.phase
  if (seq === undefined || fullContent === undefined) return undefined
  if (phase !== 'content' && phase !== 'processing') return undefined
  return {
    type: 'snapshot',
    seq,
    phase,
    fullContent,
    reasoning: textOf(fields.reasoning),
    finishReason: textOf(fields.finish_reason),
  }
}

function readDone(fields: Fields): IncomingFrame {
  return {
    type: 'done',
    seq: seqOf(fields),
    questionId: textOf(fields.question_id),
    answerId: textOf(fields.answer_id),
    sessionId: textOf(fields.session_id),
    finishReason: textOf(fields.finish_reason),
    usage: usageOf(fields.usage),
    extras: extrasOf(fields.extras),
    raw: fields,
  }
}

function readError(fields: Fields): IncomingFrame {
  return {
    type: 'error',
    code: textOf(fields.code) || 'SERVER_ERROR',
    retryable: fields.retryable === true,
    ...toldOf(fields),
  }
}

/** What a refusal tells beside its code, as a frame and as the body of a failed call. */
export function toldOf(
  fields: Pick<Fields, 'message' | 'retry_after_ms' | 'missing_pages'>,
): Pick<ErrorIn, 'message' | 'retryAfterMs' | 'missingPages'> {
  const { missing_pages: pages } = fields
  const places = Array.isArray(pages) ? pages.filter((place) => Number.isInteger(place) && place > 0) : []
  return {
    message: textOf(fields.message),
    retryAfterMs: numberOf(fields.retry_after_ms),
    ...(places.length === 0 ? {} : { missingPages: places }),
  }
}

function usageOf(value: unknown): Usage | undefined {
  const counts: { [name in keyof Usage]?: unknown } = isObject(value) ? value : {}
  const prompt = numberOf(counts.prompt_tokens)
  const completion = numberOf(counts.completion_tokens)
  if (prompt === undefined || completion === undefined) return undefined
  const total = numberOf(counts.total_tokens) ?? prompt + completion
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }
}

function extrasOf(value: unknown): ExtrasComing | undefined {
  return value === 'none' || value === 'pending' ? value : undefined
}

/** The object that a text is in JSON, or `undefined` where it is none. */
export function jsonObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function seqOf(fields: Fields): Seq | undefined {
  const seq = fields.seq
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 1 ? seq : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A number that can be a duration or a count. */
function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}
