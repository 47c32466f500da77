import type { AcceptedFrame, ErrorFrame, StoredFrame } from '../../../typings/protocol'
import type { Standing } from './standing'

/** A way to an answer that one process has, for whoever reads it in another. */
export interface LiveAnswer {
  accepted: AcceptedFrame
  /** What was under way at the `seq` that was asked from. `undefined`: a snapshot comes first. */
  standing: Standing | undefined
  /** After the `seq` that was asked from; ends after `done` or an error. Must be returned. */
  frames: AsyncIterableIterator<StoredFrame | ErrorFrame, undefined>
  /** Stops the answer; `done` follows in `frames`. */
  stop(): void
}

/** A link of a client; those that do not say whose they are have `id` '' together. */
interface ClientLink {
  kind: 'client'
  id: string
  /** When it was opened, by the {@link Clock}. */
  openedAt?: number
  /** Whether it has left by now. */
  isGone?: () => boolean
}

/**
 * Who reads. A link of a client takes the place of that client's older one. What it said may come late, when its client has given it up and
 * has another: one that `isGone`, or was opened before the one that sits there, takes nobody's place. A view, by an open protocol, takes
 * nobody's place and keeps its own; where the answer is over, its end is told again.
 */
export type AnswerReader = ClientLink | { kind: 'view' }

/** Milliseconds within which links count as opened together: of those the one that asks later is the newer. */
export const TOGETHER = 100

/** Whether a link was opened before another. */
export function wasBefore(opened: number | undefined, other: number | undefined): boolean {
  return opened !== undefined && other !== undefined && opened + TOGETHER < other
}

/** A link that does not say whose it is. */
export const NAMELESS: AnswerReader = { kind: 'client', id: '' }

/** What is asked for. */
export interface LiveRequest {
  userId: string
  requestId: string
  /** The last `seq` that the reader has. */
  afterSeq: number
  reader: AnswerReader
  /** The question came again, and not only its reader: an answer that failed is taken up. */
  again: boolean
}

/**
 * Answers that others have in memory, such as the other processes of this machine (workers/siblings.ts). Rejects with
 * `AnswerError` where the one that has it refuses.
 */
export interface LiveAnswers {
  /** The same client's older link is told `SUPERSEDED`, one reader too many is `OVERLOADED`; `undefined` where nobody has it. */
  attach(request: LiveRequest): Promise<LiveAnswer | undefined>
  /** Stops it; false where nobody has it, or who has it could not keep that. */
  stop(userId: string, requestId: string): Promise<boolean>
  /** The same, and resolves when what was written is kept, or that takes too long. */
  end(userId: string, requestId: string): Promise<boolean>
  /** A session is deleted, with these requests among others: nobody gets an answer of it from memory any more. */
  forget(userId: string, sessionId: string, requestIds: readonly string[]): Promise<void>
  /** The same of a user who was erased, whose login is gone. */
  forgetUser(userId: string, requestIds: readonly string[]): Promise<void>
  /** Readers of answers of others are sent away with `SHUTTING_DOWN`. */
  leave(): void
}

/** Of a process that is alone. */
export const noLiveAnswers: LiveAnswers = {
  attach: async () => undefined,
  stop: async () => false,
  end: async () => false,
  forget: async () => undefined,
  forgetUser: async () => undefined,
  leave: () => undefined,
}
