import type { RetryDelays } from '../time/retry'
import type { Joining } from './joining'

/** How much the answer service takes on, and how long it waits. Times are in milliseconds. */
export interface AnswerLimits {
  /** Silence on a connection after which a keepalive is sent. */
  keepaliveInterval: number
  /** Silence of the model after which it is given up. */
  modelSilenceTimeout: number
  /** For how long deltas are joined to one frame. */
  joining: Joining
  /** How long a finished answer stays in memory for replay. */
  retention: number
  /** Finished answers kept at most; the database has the others. */
  mostRetained: number
  /** Characters of one answer, and of its reasoning, at the most; what comes then is cut, with the reason `length`. */
  mostCharacters: number
  /** Single frames kept of an answer; older ones are given as a snapshot. */
  mostFrames: number
  /** Answers being written at once, however little the machine has to do: each takes memory. Others wait. */
  mostRunning: number
  /** Answers that wait until there is room; beyond it `OVERLOADED`. */
  mostWaiting: number
  /** How long one waits; then `OVERLOADED`. */
  longestWait: number
  /** The same for one user; beyond it `RATE_LIMITED`. */
  mostRunningPerUser: number
  /** Bytes of pages on their way to the model at once; other answers wait with theirs. */
  mostPageBytes: number
  /** Answers of an earlier process that are taken up at the same time. */
  mostRecovering: number
  /**
   * Frames by which the numbers of an answer leap when it is taken up again: more than its last owner may have sent without their
   * being written down, so that whoever saw those is given the whole state. 0 where one process follows another.
   */
  takeUpLeap: number
  /** Waits between the attempts to save. */
  saveRetryDelays: RetryDelays
}

/** For one process on a small machine. */
export const defaultLimits: AnswerLimits = {
  keepaliveInterval: 5000,
  modelSilenceTimeout: 120_000,
  joining: { youth: 1000, young: 40, grown: 80 },
  retention: 30 * 60_000,
  mostRetained: 2000,
  // The configuration has one.
  mostCharacters: Number.POSITIVE_INFINITY,
  mostFrames: 512,
  mostRunning: 5000,
  mostWaiting: 100,
  longestWait: 60_000,
  mostRunningPerUser: 3,
  mostPageBytes: 100 * 1024 * 1024,
  mostRecovering: 8,
  takeUpLeap: 0,
  saveRetryDelays: [100, 300, 1000, 3000, 5000, 10_000],
}
