import type { Usage } from '../../../../typings/protocol'
import {
  type Fields,
  fieldsOf,
  isFields,
  nameOf,
  type PartedText,
  partedText,
  plainText,
} from './text-fields'
import { readUsage } from './usage'
import { readFailure, type VendorFailure } from './vendor-failure'

/** What one chunk of a chat completion says, whichever vendor wrote it. */
export interface ChatChunk {
  content: string
  reasoning: string
  /** The whole answer so far, where a chunk repeats it as a `message`. */
  whole: PartedText
  finishReason: string | undefined
  /** On the last chunk, which may have no choices; some vendors count along on every one. */
  usage: Usage | undefined
  /** The vendor says in the stream that it failed. */
  failure: VendorFailure | undefined
  /** Whether anything of it means something here. */
  understood: boolean
}

/** Texts with which gateways say that there is no reason yet. */
const NO_REASONS: ReadonlySet<string> = new Set(['', 'null', 'none', 'nil', 'undefined'])

/**
 * Reads a chunk, every field of every choice by itself: what is not understood costs nothing but itself. `event`: the name of
 * the event that brought it.
 */
export function readChunk(value: unknown, event = ''): ChatChunk {
  const root = fieldsOf(value)
  const choices = choicesOf(root.choices)
  const chunk: ChatChunk = {
    content: '',
    reasoning: '',
    whole: { text: '', thought: '' },
    finishReason: undefined,
    usage: readUsage(root.usage),
    failure: readFailure(root, event),
    understood: Array.isArray(root.choices),
  }
  for (const choice of choices) addChoice(chunk, choice)
  chunk.understood ||= choices.length > 0 || chunk.usage !== undefined || chunk.failure !== undefined
  return chunk
}

function choicesOf(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : [value]).filter(isFields)
}

function addChoice(chunk: ChatChunk, choice: Fields): void {
  const delta = fieldsOf(choice.delta)
  const { text, thought } = partedText(delta.content)
  chunk.content += text || plainText(delta.refusal) || bareText(choice)
  chunk.reasoning += reasoningOf(delta) || thought
  const message = fieldsOf(choice.message)
  const whole = partedText(message.content)
  chunk.whole.text += whole.text || plainText(message.refusal)
  chunk.whole.thought += reasoningOf(message) || whole.thought
  chunk.finishReason = reasonOf(choice) ?? reasonOf(delta) ?? chunk.finishReason
  chunk.usage ??= readUsage(choice.usage)
  // OpenRouter tells there why one choice ended.
  chunk.failure ??= readFailure({ error: choice.error })
}

/** A choice whose text stands in it without a `delta` around. */
function bareText({ delta, text }: Fields): string {
  return plainText(typeof delta === 'string' ? delta : text)
}

/** DeepSeek and Qwen say `reasoning_content`, several gateways `reasoning`; some say both, which is one. */
function reasoningOf(fields: Fields): string {
  return (
    plainText(fields.reasoning_content) ||
    plainText(fields.reasoning) ||
    plainText(fields.thinking) ||
    plainText(fields.reasoning_details)
  )
}

function reasonOf(fields: Fields): string | undefined {
  const reason = nameOf(fields.finish_reason) || nameOf(fields.finishReason)
  return NO_REASONS.has(reason.toLowerCase()) ? undefined : reason
}
