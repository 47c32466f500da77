import * as v from 'valibot'
import type { ErrorFrame } from '../../../typings/protocol'

const request = { userId: v.string(), requestId: v.string() }

/** What one server asks all others; each gives one reply. */
const questionSchema = v.variant('ask', [
  /** Somebody reads it elsewhere, or asks it again. */
  v.object({ ask: v.literal('attend'), ...request, afterSeq: v.number(), again: v.boolean() }),
  v.object({ ask: v.literal('stop'), ...request }),
  v.object({ ask: v.literal('end'), ...request }),
  v.object({
    ask: v.literal('forget'),
    userId: v.string(),
    sessionId: v.string(),
    requestIds: v.array(v.string()),
  }),
  v.object({ ask: v.literal('forgetUser'), userId: v.string(), requestIds: v.array(v.string()) }),
])
export type Question = v.InferOutput<typeof questionSchema>

const errorFrame = v.custom<ErrorFrame>(
  (value) => typeof value === 'object' && value !== null && 'type' in value && value.type === 'error',
)

const replySchema = v.variant('reply', [
  v.object({ reply: v.literal('none') }),
  v.object({ reply: v.literal('done') }),
  v.object({ reply: v.literal('refused'), error: errorFrame }),
])
export type Reply = v.InferOutput<typeof replySchema>

/** `from`: the server that asks, and hears the replies. */
export const callSchema = v.object({ call: v.number(), from: v.string(), question: questionSchema })
export type Call = v.InferOutput<typeof callSchema>

/** What one server is told: a reply, or that one of its readers has lost its seat. */
export const toServerSchema = v.union([
  v.object({ call: v.number(), answer: replySchema }),
  v.object({ superseded: v.string() }),
])
