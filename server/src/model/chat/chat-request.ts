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

export function chatRequest(model: string, request: ModelRequest): ChatRequest {
  return { model, messages: chatMessages(request), stream: true }
}

/** Fields that a request needs and that no setting changes. */
const FIXED: ReadonlySet<string> = new Set(['model', 'messages', 'stream'])

/** The fields of a request that an endpoint may not know: one that it refuses is left out from then on. */
export class OptionalFields {
  private readonly left: Map<string, unknown>

  constructor(parameters: Readonly<Record<string, unknown>>) {
    const wanted = { stream_options: { include_usage: true }, ...parameters }
    this.left = new Map(Object.entries(wanted).filter(([name]) => !FIXED.has(name)))
  }

  get taken(): Record<string, unknown> {
    return Object.fromEntries(this.left)
  }

  /** The field that this refusal names, which is left out from now on; `undefined` where it is for something else. */
  refusedBy({ status, words }: VendorFailure): string | undefined {
    if (status !== 400 && status !== 422) return undefined
    const name = [...this.left.keys()].find((field) => namesField(words, field))
    if (name !== undefined) this.left.delete(name)
    return name
  }
}

/** Whole names only: `max_tokens` is not `max_tokens_to_sample`. A part of `stream_options` may be named alone. */
function namesField(words: string, field: string): boolean {
  const names = field === 'stream_options' ? 'stream_options?|include_usage' : escapeName(field)
  return new RegExp(`(?<![\\w])(?:${names})(?![\\w])`).test(words)
}

function escapeName(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
