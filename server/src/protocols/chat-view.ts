import type { DoneFrame, FinishReason, ServerFrame, SnapshotFrame } from '../../../typings/protocol'
import type { DeliveryEnd } from '../socket/deliver'
import type { EventView } from '../socket/event-response'
import { resultOf } from './answer-result'
import { textId } from './message-ids'

type Part = { type: string; [field: string]: unknown }

/** What the SDK knows; another one puts its chat into an error. */
const FINISH_REASONS: ReadonlyMap<FinishReason, string> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content-filter'],
  ['content-filter', 'content-filter'],
])

/**
 * An answer as the AI SDK's UI message stream, always from its start: the SDK numbers nothing, and a `start` with the id of a
 * message that it has puts the new one in its place.
 */
export class ChatView implements EventView {
  readonly headers = { 'x-vercel-ai-ui-message-stream': 'v1' }
  private readonly words = new Written('text')
  private readonly reasoning = new Written('reasoning')

  /** A message is over with its `finish` or `error` only; a server that goes down ends none. */
  isWhole(end: DeliveryEnd): boolean {
    return end === 'done' || end === 'error'
  }

  text(frame: ServerFrame): string | undefined {
    switch (frame.type) {
      case 'keepalive':
        return ': keepalive\n\n'
      case 'accepted':
        return written([{ type: 'start', messageId: textId(frame.request_id) }])
      case 'reasoning':
        return written(this.reasoning.more(frame.reasoning))
      case 'content':
        return written([...this.reasoning.end(), ...this.words.more(frame.content)])
      case 'content_finished':
        return written(this.closed())
      case 'snapshot':
        return this.replaced(frame)
      case 'done':
        return `${written([...this.closed(), finish(frame)])}${DONE}`
      case 'error':
        if (frame.code === 'SHUTTING_DOWN') return undefined
        return `${written([{ type: 'error', errorText: frame.message }])}${DONE}`
      default:
        return ''
    }
  }

  /** What was written cannot be taken back: where it is not the beginning of the state, its reader has to come anew. */
  private replaced({ full_content, reasoning = '', phase }: SnapshotFrame): string | undefined {
    const thoughts = this.reasoning.rest(reasoning)
    const more = this.words.rest(full_content)
    if (thoughts === undefined || more === undefined) return undefined
    const parts = [...this.reasoning.more(thoughts)]
    if (full_content !== '') parts.push(...this.reasoning.end(), ...this.words.more(more))
    return written(phase === 'processing' ? [...parts, ...this.closed()] : parts)
  }

  private closed(): Part[] {
    return [...this.reasoning.end(), ...this.words.end()]
  }
}

/** What of one kind was written: each part of it has a start and an end. */
class Written {
  private all = ''
  private parts = 0
  private open = false

  constructor(private readonly kind: 'text' | 'reasoning') {}

  more(delta: string): Part[] {
    if (delta === '') return []
    this.all += delta
    const begins = !this.open
    if (begins) this.parts += 1
    this.open = true
    const { id } = this
    const more = { type: `${this.kind}-delta`, id, delta }
    return begins ? [{ type: `${this.kind}-start`, id }, more] : [more]
  }

  end(): Part[] {
    if (!this.open) return []
    this.open = false
    return [{ type: `${this.kind}-end`, id: this.id }]
  }

  /** What of the whole was not written yet; `undefined` where something else was. */
  rest(whole: string): string | undefined {
    return whole.startsWith(this.all) ? whole.slice(this.all.length) : undefined
  }

  private get id(): string {
    return `${this.kind}-${this.parts}`
  }
}

const DONE = 'data: [DONE]\n\n'

function finish(frame: DoneFrame): Part {
  const finishReason = FINISH_REASONS.get(frame.finish_reason) ?? 'other'
  return { type: 'finish', finishReason, messageMetadata: resultOf(frame) }
}

function written(parts: readonly Part[]): string {
  return parts.map((part) => `data: ${JSON.stringify(part)}\n\n`).join('')
}
