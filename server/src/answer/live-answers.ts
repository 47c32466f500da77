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

/** Which link of its client one is, as that counts them: `number` among those of one run of its program. */
export interface LinkName {
  run: string
  number: number
}

/** By what the newer of two links is known. */
export interface LinkOrder {
  /** When it was opened, by the {@link Clock}. */
  openedAt?: number
  /** Missing where the client does not count its links. */
  name?: LinkName
}

/** A link of a client; those that do not say whose they are have `id` '' together. */
interface ClientLink extends LinkOrder {
  kind: 'client'
  id: string
  /** Whether it has left by now. */
  isGone?: () => boolean
}

/**
 * Who reads. A link of a client takes the place of that client's older one. What it said may come late, when its client has given it up and
 * has another: one that `isGone`, or was opened before the one that sits there, takes nobody's place. A view, by an open protocol, takes
 * nobody's place and keeps its own; where the answer is over, its end is told again.
 */
export type AnswerReader = ClientLink | { kind: 'view' }

/** Which of its client's links a reader is over; nothing of a view. */
export function orderOf(reader: AnswerReader): LinkOrder {
  return reader.kind === 'client' ? reader : {}
}

/** Milliseconds within which links count as opened together: of those the one that asks later is the newer. */
export const TOGETHER = 100

/** Whether a link was opened before another: as their client counts them, else by when a server saw them. */
export function wasBefore(one: LinkOrder, other: LinkOrder): boolean {
  if (one.name !== undefined && one.name.run === other.name?.run) return one.name.number < other.name.number
  return (
    one.openedAt !== undefined && other.openedAt !== undefined && one.openedAt + TOGETHER < other.openedAt
  )
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
