import type { KeyValueStore } from '../../miniprogram/platform/ports'
import type { SteadyClock } from '../../miniprogram/platform/steady-clock'
import type { Unfinished } from '../../miniprogram/stream/answer-journal'
import type { AnswerEvent, AnswerStream } from '../../miniprogram/stream/answer-types'
import type { PhoneAnswer } from './phone-answer'

/** What a phone gives a program that is opened on it. */
export interface ProgramParts {
  /** It outlives the program. */
  readonly store: KeyValueStore
  readonly clock: SteadyClock
  random(): number
  /** The call that tells the server to stop an answer; whether it has been told. */
  tellStop(requestId: string): Promise<boolean>
}

/** One run of a program: from when it is opened until it is killed. */
export interface ProgramRun {
  /** What earlier runs left. */
  unfinished(): Unfinished[]
  /** Some answers cannot be gone on with by another run. */
  readonly forgets: boolean
  /** Asks, or goes on with what was `left`. */
  begin(answer: PhoneAnswer, listen: (event: AnswerEvent) => void, left?: Unfinished): AnswerStream
}

export type Install = (parts: ProgramParts) => ProgramRun

/** Tells nobody anything. */
export const silentLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
