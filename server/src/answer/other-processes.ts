import type { ErrorFrame, StoredFrame } from '../../../typings/protocol'
import type { AnswerError } from './answer-error'
import type { StoredAnswer } from './answer-store'
import { type LiveAnswer, type LiveAnswers, type LiveRequest, noLiveAnswers } from './live-answers'

/** An answer that is written here, for who reads it elsewhere. */
export interface ToldAnswer {
  readonly userId: string
  readonly requestId: string
  readonly questionId: string
  readonly fence: number
  /** What ended it without `done`; told after the last frame. */
  readonly failure: AnswerError | undefined
  /** It is somebody else's now. */
  readonly isLetGo: boolean
  /** The next published frame after `cursor`. */
  frameAfter(cursor: number): StoredFrame | undefined
  /** Hears of everything new; what it gives ends that. */
  follow(listener: () => void): () => void
}

/** One reader among all of an answer, wherever they are. */
export interface Seat {
  /** The same frames, until another link of the same client takes the seat. Leaves it at their end. */
  over(frames: LiveAnswer['frames']): AsyncIterableIterator<StoredFrame | ErrorFrame, undefined>
  leave(): void
}

/** The other processes that share the database, and what they have to know of the answers here. */
export interface OtherProcesses extends LiveAnswers {
  /** `stored`: as the database has the one that is asked for, where that is known. */
  attach(request: LiveRequest, stored?: StoredAnswer): Promise<LiveAnswer | undefined>
  /** Throws `SHUTTING_DOWN` where they cannot be reached now: nobody could be told of a new reader. */
  check(): void
  /** From now on each frame of it is told to whoever reads it there, until its end. */
  tell(answer: ToldAnswer): void
  /** Rejects with `OVERLOADED` where there are too many readers. `undefined`: nobody is counted over processes. */
  seat(request: Pick<LiveRequest, 'userId' | 'requestId' | 'reader'>): Promise<Seat | undefined>
}

/** Those that share no readers: each is asked for its answers. */
export const askedOnly: Pick<OtherProcesses, 'check' | 'tell' | 'seat'> = {
  check: () => undefined,
  tell: () => undefined,
  seat: async () => undefined,
}

/** Of a process that is alone. */
export const noOtherProcesses: OtherProcesses = { ...noLiveAnswers, ...askedOnly }
