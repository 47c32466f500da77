import * as v from 'valibot'
import type { ErrorFrame } from '../../../typings/protocol'
import { AnswerError } from './answer-error'

/** Whose answer, and by which request. */
export const request = { userId: v.string(), requestId: v.string() }

/** What the processes of a machine and the servers of Redis alike ask each other; each way has one more, by which an answer is read. */
export const commonQuestions = [
  v.object({ ask: v.literal('stop'), ...request }),
  v.object({ ask: v.literal('end'), ...request }),
  v.object({
    ask: v.literal('forget'),
    userId: v.string(),
    sessionId: v.string(),
    requestIds: v.array(v.string()),
  }),
  v.object({ ask: v.literal('forgetUser'), userId: v.string(), requestIds: v.array(v.string()) }),
] as const

/** The frame of a refusal, which a server of the same version has made. */
const errorFrame = v.custom<ErrorFrame>(
  (value) => typeof value === 'object' && value !== null && 'type' in value && value.type === 'error',
)

const refused = v.object({ reply: v.literal('refused'), error: errorFrame })

/** What is replied to these: nothing is known of it here, it was done, or it is refused. */
export const commonReplies = [
  v.object({ reply: v.literal('none') }),
  v.object({ reply: v.literal('done') }),
  refused,
] as const

/** Throws {@link AnswerError} as the other one would have, where it refused. */
export function throwRefusal(reply: { reply: string } | v.InferOutput<typeof refused>): void {
  if (!('error' in reply)) return
  const { code, message, retryable, retry_after_ms: retryAfterMs, missing_pages: missingPages } = reply.error
  throw new AnswerError(code, { message, retryable, retryAfterMs, missingPages })
}
