import { reasoningId, textId } from './message-ids'
import type { Message } from './messages-in'

/** What of this run's answer is in a `MESSAGES_SNAPSHOT`. */
export interface State {
  text: string
  reasoning: string
}

/** Whether a client holds text of this run: a replay would come after it. */
export function holdsAnswer(messages: readonly Message[], runId: string): boolean {
  return messages.some(
    (message) => isOfRun(message, runId) && message.content !== '' && message.content !== undefined,
  )
}

/** The client's messages, with those of this run emptied. */
export function emptied(messages: readonly Message[], runId: string): Message[] {
  return messages.map((message) => (isOfRun(message, runId) ? { ...message, content: '' } : message))
}

/** The client's messages with this run's as they are now, where the client has them or else at the end. */
export function withState(
  messages: readonly Message[],
  runId: string,
  { text, reasoning }: State,
): Message[] {
  const place = messages.findIndex((message) => isOfRun(message, runId))
  const others = messages.filter((message) => !isOfRun(message, runId))
  const own = [
    { id: reasoningId(runId), role: 'reasoning', content: reasoning },
    { id: textId(runId), role: 'assistant', content: text },
  ].flatMap((message) => {
    const held = messages.find(({ id }) => id === message.id)
    return message.content === '' && held === undefined ? [] : { ...held, ...message }
  })
  const at = place < 0 ? others.length : place
  return [...others.slice(0, at), ...own, ...others.slice(at)]
}

function isOfRun({ id }: Message, runId: string): boolean {
  return id === textId(runId) || id === reasoningId(runId)
}
