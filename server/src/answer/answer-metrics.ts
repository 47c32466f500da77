import type { ServerErrorCode, Usage } from '../../../typings/protocol'

/** How an answer ended. */
export type AnswerOutcome = 'done' | 'stopped' | ServerErrorCode

/** What the answer service tells whoever counts. Times are in milliseconds. */
export interface AnswerMetrics {
  /** `continued`: taken up again after a failure or a restart. */
  answerStarted(continued: boolean): void
  answerFinished(outcome: AnswerOutcome, duration: number): void
  /** From the start of the generation to the first delta of the text. */
  firstDelta(latency: number): void
  tokensUsed(usage: Usage): void
  /** Somebody attached to an answer; `resumed` when it was not its first connection. */
  readerAttached(resumed: boolean): void
  readerDetached(): void
  keepaliveSent(): void
  /** A socket was closed since its reader did not keep up. */
  slowReaderDropped(): void
}

const ignore = () => undefined

/** Counts nothing. */
export const noMetrics: AnswerMetrics = {
  answerStarted: ignore,
  answerFinished: ignore,
  firstDelta: ignore,
  tokensUsed: ignore,
  readerAttached: ignore,
  readerDetached: ignore,
  keepaliveSent: ignore,
  slowReaderDropped: ignore,
}
