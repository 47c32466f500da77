import type { ChatMessage } from '../chat-message'
import type { ModelRequest } from '../model'
import { chatMessages } from '../tutor-prompt'
import type { VendorFailure } from './vendor-failure'

/** What every endpoint takes. */
export interface ChatRequest {
  model: string
  messages: ChatMessage[]
  stream: true
}

/** The body of a call of chat completions, streamed. */
export function chatRequest(model: string, request: ModelRequest): ChatRequest {
  return { model, messages: chatMessages(request), stream: true }
}

/** Fields that a request needs and that no setting changes. */
const FIXED: ReadonlySet<string> = new Set(['model', 'messages', 'stream'])

/** The field that tells in which form a reply is to be. */
export const FORMAT = 'response_format'

/** Fields of a request by their names. */
export type SentFields = Readonly<Record<string, unknown>>

/** A field that a refusal names. */
export interface RefusedField {
  name: string
  /** Its number is too large beside this question; it is good for a shorter one. */
  isTooLarge: boolean
}

/** The fields of a request that an endpoint may not know: one that it refuses is left out from then on. */
export class OptionalFields {
  private readonly wanted: ReadonlyMap<string, unknown>
  private readonly refused = new Set<string>()

  constructor(parameters: SentFields) {
    const wanted = { stream_options: { include_usage: true }, ...parameters }
    this.wanted = new Map(Object.entries(wanted).filter(([name]) => !FIXED.has(name)))
  }

  /** What is to be sent with a call that leaves these out. */
  taken(leftOut: ReadonlySet<string>): SentFields {
    const isLeft = (name: string) => !this.refused.has(name) && !leftOut.has(name)
    return Object.fromEntries([...this.wanted].filter(([name]) => isLeft(name)))
  }

  /**
   * The field of those sent that this refusal names; `undefined` where it is for something else. It is left out from now on,
   * unless it is only too large: then it is for this call to leave it out. What another call has learned meanwhile changes
   * nothing of what was sent with this one.
   */
  refusedBy({ status, words }: VendorFailure, sent: SentFields): RefusedField | undefined {
    if (status !== 400 && status !== 422) return undefined
    const name = namesOf(sent).find((field) => namesField(words, field))
    if (name === undefined) return undefined
    const rest = words.replaceAll(name, '')
    const isTooLarge = typeof sent[name] === 'number' && SPEAKS_OF_ROOM.test(rest) && !ALWAYS.test(rest)
    if (!isTooLarge) this.refused.add(name)
    return { name, isTooLarge }
  }
}

/** The form of a reply comes first: who is asked to think refuses it, and names both. */
function namesOf(sent: SentFields): string[] {
  const names = Object.keys(sent)
  return [...names.filter((name) => name === FORMAT), ...names.filter((name) => name !== FORMAT)]
}

/** How endpoints say that a question and its answer have no room together. */
const SPEAKS_OF_ROOM =
  /length|context|maximum|exceed|too (?:large|long|big|high|many)|长度|上下文|过长|过大|超过|超出/i

/** More than the model ever writes, however short the question is. */
const ALWAYS = /supports? (?:only |up to |at most |a maximum of )/i

/** What endpoints call a field beside its name. */
const ALSO_CALLED: ReadonlyMap<string, RegExp> = new Map([
  ['stream_options', /(?<!\w)(?:stream_option|include_usage)(?!\w)/],
  [
    FORMAT,
    /(?<!\w)(?:json[ _-]?(?:mode|schema|object)|structured[ _-]outputs?|guided[ _-]?\w+|grammar)(?!\w)/i,
  ],
])

/** Whole names only: `max_tokens` is not `max_tokens_to_sample`. A part of `stream_options` may be named alone. */
function namesField(words: string, field: string): boolean {
  const isNamed = new RegExp(`(?<!\\w)${escapeName(field)}(?!\\w)`).test(words)
  return isNamed || ALSO_CALLED.get(field)?.test(words) === true
}

function escapeName(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
