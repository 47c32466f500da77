import * as v from 'valibot'
import { AnswerError } from '../answer/answer-error'
import { requestId } from '../socket/client-message'
import type { Run } from './ask-request'
import { textOrNothing } from './message-ids'
import { type Message, messagesIn } from './messages-in'
import { pictureAt } from './picture'
import type { Asked, Said } from './said'
import { threadName } from './thread-name'

/** What the AI SDK's chat asks for. `requestId` is the id of the user's last message. */
export interface ChatInput extends Run {
  /** Another answer to the same question. */
  regenerate: boolean
}

/** The body of the SDK's `DefaultChatTransport`, as far as an answer needs it. */
const bodySchema = v.object({
  id: threadName,
  messages: messagesIn,
  trigger: v.nullish(v.picklist(['submit-message', 'regenerate-message']), 'submit-message'),
})
const userSchema = v.object({ id: requestId })
const partsSchema = v.object({ parts: v.array(v.looseObject({ type: v.string() })) })
const textSchema = v.object({ type: v.literal('text'), text: v.string() })
const fileSchema = v.object({
  type: v.literal('file'),
  mediaType: v.pipe(v.string(), v.regex(/^image\//i)),
  url: v.string(),
})

/** Throws {@link AnswerError}. */
export function parseChatInput(body: unknown): ChatInput {
  const chat = v.safeParse(bodySchema, body)
  if (!chat.success) throw new AnswerError('BAD_REQUEST')
  const { id, messages, trigger } = chat.output
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const user = v.safeParse(userSchema, messages[last])
  if (!user.success) throw new AnswerError('BAD_REQUEST')
  return {
    requestId: user.output.id,
    thread: id,
    question: () => askedBy(messages[last]),
    before: () => messages.slice(0, last).flatMap(saidBy),
    regenerate: trigger === 'regenerate-message',
  }
}

/** Parts that a program made up for itself are no part of the question; a file that is no picture cannot be left out. */
function askedBy(message: Message | undefined): Asked {
  const content = v.safeParse(partsSchema, message)
  if (!content.success) throw new AnswerError('BAD_REQUEST')
  const { parts } = content.output
  return {
    content: textOf(parts),
    pictures: parts
      .filter(({ type }) => type === 'file')
      .map((part) => {
        const file = v.safeParse(fileSchema, part)
        if (!file.success) throw new AnswerError('BAD_REQUEST')
        return pictureAt(file.output.url)
      }),
  }
}

function saidBy(message: Message): Said[] {
  const { role, id } = message
  const content = v.safeParse(partsSchema, message)
  if ((role !== 'user' && role !== 'assistant') || !content.success) return []
  const text = textOf(content.output.parts)
  return text.trim() === '' ? [] : [{ role, text, id: textOrNothing(id) }]
}

function textOf(parts: readonly unknown[]): string {
  return parts
    .flatMap((part) => {
      const text = v.safeParse(textSchema, part)
      return text.success ? text.output.text : []
    })
    .join('\n')
}
