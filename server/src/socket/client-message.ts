import * as v from 'valibot'
import type { AskParams } from '../../../typings/protocol'
import type { LinkName } from '../answer/live-answers'
import { modes } from '../answer/mode'
import { JsonElements, ORDINARY_ELEMENTS } from '../http/json-elements'
import { inWholeCharacters, isOfWholeCharacters } from '../text/whole-characters'
import { readTraceparent } from '../tracing/traceparent'

/** What a client may say, checked. A token that is missing is empty here: it is refused as a token is. */
export type ParsedMessage =
  | {
      type: 'ask'
      token: string
      requestId: string | undefined
      params: AskParams
      /** Missing where the client does not say which one it is. */
      clientId?: string | undefined
      /** W3C's; missing where the client sent none that is one. */
      traceparent?: string | undefined
    }
  | {
      type: 'resume'
      token: string
      requestId: string
      afterSeq: number
      clientId?: string | undefined
      /** Missing where the client does not count its links. */
      linkName?: LinkName | undefined
    }
  | { type: 'stop' }
  /** Of a newer client: to be ignored. */
  | { type: 'unknown' }
  /** `token`: who says it, which is checked first; missing where it is no message at all. */
  | { type: 'invalid'; token?: string }

/**
 * Characters of one message. Ten long addresses and 8,000 characters stay below it also where JSON writes each of them as
 * two escapes of six characters.
 */
export const MAX_MESSAGE_LENGTH = 256 * 1024

/** Characters of a question. docs/protocol.md, "From the client". */
export const MAX_QUESTION_CHARACTERS = 8000
/** Pages of a question. docs/protocol.md, "From the client". */
export const MAX_IMAGES = 10
const MAX_HISTORY = 50
/**
 * An answer's numbers go on beyond what a reader has seen, and both databases keep them in 32 bits: what no answer reaches
 * is refused, with room for a million frames after it.
 */
const MAX_SEQ = 2 ** 31 - 2 ** 20

const label = v.pipe(v.string(), v.maxLength(128), v.check(hasNoNul), v.check(isOfWholeCharacters))
/** What a client calls its request. */
export const requestId = v.pipe(label, v.minLength(1))
const token = v.optional(v.pipe(v.string(), v.maxLength(8192)), '')

const paramsSchema = v.pipe(
  v.object({
    content: v.pipe(
      v.string(),
      v.check(
        (text) => text.length <= 2 * MAX_QUESTION_CHARACTERS && [...text].length <= MAX_QUESTION_CHARACTERS,
      ),
      v.check(hasNoNul),
      v.transform(inWholeCharacters),
    ),
    image_urls: v.exactOptional(
      v.pipe(v.array(v.pipe(v.string(), v.maxLength(2048))), v.maxLength(MAX_IMAGES)),
    ),
    session_id: v.exactOptional(label),
    subject: v.exactOptional(label),
    question_type: v.exactOptional(label),
    use_context: v.exactOptional(v.boolean()),
    include_history: v.exactOptional(v.boolean()),
    max_history: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_HISTORY))),
    mode: v.exactOptional(v.picklist(modes)),
    about: v.exactOptional(label),
    mistake_id: v.exactOptional(label),
    again: v.exactOptional(label),
  }),
  v.check(asksSomething),
  v.check(({ mode, mistake_id }) => mode !== 'similar' || mistake_id !== undefined),
)

const typeSchema = v.object({ type: v.optional(v.string()) })
/** Its `<run>:<number>`; anything else says nothing. */
const link = v.fallback(
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\w-]{1,64}:\d{1,15}$/),
      v.transform((name): LinkName => {
        const [run = '', number = ''] = name.split(':')
        return { run, number: Number(number) }
      }),
    ),
  ),
  undefined,
)
/** What a client calls itself: one name an installation. */
const client_id = v.optional(requestId)
const askSchema = v.object({ token, request_id: v.optional(requestId), client_id, params: v.unknown() })
/** The number of a frame that a client has seen; 0 where it has none. */
export const seenSeq = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEQ))
const resumeSchema = v.object({ token, request_id: requestId, client_id, link, after_seq: seenSeq })

/** Parses one text frame of a client; never throws. */
export function parseClientMessage(text: string): ParsedMessage {
  if (text.length > MAX_MESSAGE_LENGTH || !hasFewElements(text)) return { type: 'invalid' }
  try {
    return parseMessage(JSON.parse(text))
  } catch {
    return { type: 'invalid' }
  }
}

function hasFewElements(text: string): boolean {
  return new JsonElements(ORDINARY_ELEMENTS).admits(Buffer.from(text))
}

/** The same for a message that is parsed as JSON already. */
export function parseMessage(value: unknown): ParsedMessage {
  const message = withoutNulls(value)
  if (message === undefined) return { type: 'invalid' }
  const type = v.safeParse(typeSchema, message)
  if (!type.success) return invalid(message)
  switch (type.output.type) {
    case 'ask':
    case undefined:
      return parseAsk(message)
    case 'resume':
      return parseResume(message)
    case 'stop':
      return { type: 'stop' }
    default:
      return { type: 'unknown' }
  }
}

function parseAsk(message: Record<string, unknown>): ParsedMessage {
  const ask = v.safeParse(askSchema, message)
  if (!ask.success) return invalid(message)
  const params = parseParams(ask.output.params)
  if (params === undefined) return invalid(message)
  const traceparent = readTraceparent(message.traceparent)
  return {
    type: 'ask',
    token: ask.output.token,
    requestId: ask.output.request_id,
    params,
    clientId: ask.output.client_id,
    ...(traceparent === undefined ? {} : { traceparent }),
  }
}

/** What a student asks, checked; `undefined` where it cannot be asked. */
export function parseParams(value: unknown): AskParams | undefined {
  const params = v.safeParse(paramsSchema, asked(withoutNulls(value)))
  return params.success ? params.output : undefined
}

/**
 * What is about something else may say nothing itself. A question that is answered anew has its own content and pages, whatever
 * is sent: neither is looked at.
 */
function asked(params: Record<string, unknown> | undefined): unknown {
  if (params === undefined || [params.about, params.mistake_id, params.again].every(isMissing)) return params
  if (params.again === undefined) return { content: '', ...params }
  const { image_urls, ...others } = params
  return { ...others, content: '' }
}

function asksSomething({ content, image_urls = [], about, mistake_id, again }: AskParams): boolean {
  return content.trim() !== '' || image_urls.length > 0 || ![about, mistake_id, again].every(isMissing)
}

const isMissing = (value: unknown): boolean => value === undefined

function parseResume(message: Record<string, unknown>): ParsedMessage {
  const resume = v.safeParse(resumeSchema, message)
  if (!resume.success) return invalid(message)
  const { token, request_id, after_seq, client_id: clientId, link: linkName } = resume.output
  return { type: 'resume', token, requestId: request_id, afterSeq: after_seq, clientId, linkName }
}

function invalid({ token }: Record<string, unknown>): ParsedMessage {
  return { type: 'invalid', token: typeof token === 'string' ? token : '' }
}

/** The fields of an object; one that is `null` counts as missing. `undefined` for anything but an object. */
function withoutNulls(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
}

/** PostgreSQL keeps no NUL in a text. */
function hasNoNul(text: string): boolean {
  return !text.includes('\0')
}
