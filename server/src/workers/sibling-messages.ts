import * as v from 'valibot'
import type { AcceptedFrame, ErrorFrame, StoredFrame } from '../../../typings/protocol'
import { commonQuestions, commonReplies, request } from '../answer/calls-to-others'
import type { Standing } from '../answer/standing'

const reader = v.variant('kind', [
  v.object({
    kind: v.literal('client'),
    id: v.string(),
    openedAt: v.exactOptional(v.number()),
    name: v.exactOptional(v.object({ run: v.string(), number: v.number() })),
  }),
  v.object({ kind: v.literal('view') }),
])

/** What one process asks another; each call gets one reply with its number. */
const questionSchema = v.variant('ask', [
  v.object({ ask: v.literal('attach'), ...request, afterSeq: v.number(), reader, again: v.boolean() }),
  ...commonQuestions,
])
/** One of these questions. */
export type Question = v.InferOutput<typeof questionSchema>

/** A frame of an answer, which a server of the same version has made. */
const frame = v.custom<StoredFrame | ErrorFrame>(hasType)
const accepted = v.custom<AcceptedFrame>((value) => hasType(value) && value.type === 'accepted')
const standing = v.optional(v.custom<Standing>((value) => typeof value === 'object' && value !== null))

const replySchema = v.variant('reply', [
  v.object({ reply: v.literal('attached'), accepted, standing }),
  ...commonReplies,
])
/** What one process replies. */
export type Reply = v.InferOutput<typeof replySchema>

const call = v.number()

/**
 * All that siblings say. After `attached` the call's number is that of the way to the answer: its reader takes frame after
 * frame, so that nothing is queued for a slow one.
 */
export const siblingMessageSchema = v.union([
  v.object({ call, question: questionSchema }),
  v.object({ call, answer: replySchema }),
  v.object({ call, read: v.picklist(['next', 'stop', 'leave']) }),
  v.object({ call, frame }),
  v.object({ call, ended: v.literal(true) }),
])
/** One of these. */
export type SiblingMessage = v.InferOutput<typeof siblingMessageSchema>

function hasType(value: unknown): value is { type: string } {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
