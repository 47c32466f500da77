import * as v from 'valibot'
import { AnswerError } from '../answer/answer-error'
import { requestId } from '../socket/client-message'
import type { Run } from './ask-request'
import { textOrNothing } from './message-ids'
import { type Message, messagesIn } from './messages-in'
import { type Picture, pictureAt, pictureOf } from './picture'
import type { Asked, Said } from './said'
import { threadName } from './thread-name'

/** `RunAgentInput` of AG-UI 1.0, as far as an answer needs it. */
export interface RunInput extends Run {
  /** All of it goes back in a `MESSAGES_SNAPSHOT`. */
  messages: readonly Message[]
}

const inputSchema = v.object({
  threadId: threadName,
  runId: requestId,
  messages: messagesIn,
  forwardedProps: v.optional(v.unknown()),
})
const forwardedSchema = v.object({
  mode: v.optional(v.unknown()),
  subject: v.optional(v.unknown()),
  about: v.optional(v.unknown()),
})

const sourceSchema = v.variant('type', [
  v.object({ type: v.literal('data'), value: v.string() }),
  v.object({ type: v.literal('url'), value: v.string() }),
])
const partSchema = v.variant('type', [
  v.object({ type: v.literal('text'), text: v.string() }),
  v.object({ type: v.literal('image'), source: sourceSchema }),
  /** Of clients before 1.0. */
  v.object({
    type: v.literal('binary'),
    mimeType: v.pipe(v.string(), v.regex(/^image\//i)),
    data: v.nullish(v.string()),
    url: v.nullish(v.string()),
  }),
])
const contentSchema = v.union([v.string(), v.array(partSchema)])
type Part = v.InferOutput<typeof partSchema>

/** Throws {@link AnswerError}. */
export function parseRunInput(body: unknown): RunInput {
  const input = v.safeParse(inputSchema, body)
  if (!input.success) throw new AnswerError('BAD_REQUEST')
  const { threadId, runId, messages, forwardedProps } = input.output
  const forwarded = v.safeParse(forwardedSchema, forwardedProps ?? {})
  const last = messages.findLastIndex(({ role }) => role === 'user')
  return {
    requestId: runId,
    thread: threadId,
    messages,
    question: () => askedBy(messages[last]),
    before: () => messages.slice(0, Math.max(0, last)).flatMap(saidBy),
    fields: forwarded.success ? forwarded.output : {},
  }
}

function askedBy(message: Message | undefined): Asked {
  const content = v.safeParse(contentSchema, message?.content)
  if (!content.success) throw new AnswerError('BAD_REQUEST')
  if (typeof content.output === 'string') return { content: content.output, pictures: [] }
  return {
    content: content.output.flatMap((part) => (part.type === 'text' ? part.text : [])).join('\n'),
    pictures: content.output.flatMap((part) => (part.type === 'text' ? [] : pictureIn(part))),
  }
}

function pictureIn(part: Exclude<Part, { type: 'text' }>): Picture {
  if (part.type === 'image') {
    const { type, value } = part.source
    return type === 'data' ? pictureOf(value) : pictureAt(value)
  }
  if (part.data != null) return pictureOf(part.data)
  if (part.url != null) return pictureAt(part.url)
  throw new AnswerError('BAD_REQUEST')
}

const textPart = v.object({ type: v.literal('text'), text: v.string() })

/** What is no text of a user or an assistant says nothing. */
function saidBy({ role, content, id }: Message): Said[] {
  if (role !== 'user' && role !== 'assistant') return []
  const parts = Array.isArray(content) ? content : [{ type: 'text', text: content }]
  const text = parts
    .flatMap((part: unknown) => {
      const parsed = v.safeParse(textPart, part)
      return parsed.success ? parsed.output.text : []
    })
    .join('\n')
  return text.trim() === '' ? [] : [{ role, text, id: textOrNothing(id) }]
}
