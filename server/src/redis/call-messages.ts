import * as v from 'valibot'
import { commonQuestions, commonReplies, request } from '../answer/calls-to-others'

/** What one server asks all others; each gives one reply. */
const questionSchema = v.variant('ask', [
  /** Somebody reads it elsewhere, or asks it again. */
  v.object({ ask: v.literal('attend'), ...request, afterSeq: v.number(), again: v.boolean() }),
  ...commonQuestions,
])
/** One of these questions. */
export type Question = v.InferOutput<typeof questionSchema>

const replySchema = v.variant('reply', commonReplies)
/** What one server replies. */
export type Reply = v.InferOutput<typeof replySchema>

/** `from`: the server that asks, and hears the replies. */
export const callSchema = v.object({ call: v.number(), from: v.string(), question: questionSchema })
/** A question on its way. */
export type Call = v.InferOutput<typeof callSchema>

/** What one server is told: a reply, or that one of its readers has lost its seat. */
export const toServerSchema = v.union([
  v.object({ call: v.number(), answer: replySchema }),
  v.object({ superseded: v.string() }),
])
