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
  /** A model was asked: how it ended, for this call of it. */
  modelAsked(model: string, outcome: 'answered' | 'stopped' | 'failed'): void
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
  modelAsked: ignore,
  readerAttached: ignore,
  readerDetached: ignore,
  keepaliveSent: ignore,
  slowReaderDropped: ignore,
}

/**
 * The same, and nothing that counting throws reaches an answer: what a student waits for must not fail for a number. `onError`
 * hears of it.
 */
export function harmlessMetrics(metrics: AnswerMetrics, onError: (error: unknown) => void): AnswerMetrics {
  const harmless =
    <Values extends unknown[]>(count: (...values: Values) => void) =>
    (...values: Values): void => {
      try {
        count(...values)
      } catch (error) {
        onError(error)
      }
    }
  return {
    answerStarted: harmless((continued: boolean) => metrics.answerStarted(continued)),
    answerFinished: harmless((outcome: AnswerOutcome, duration: number) =>
      metrics.answerFinished(outcome, duration),
    ),
    firstDelta: harmless((latency: number) => metrics.firstDelta(latency)),
    tokensUsed: harmless((usage: Usage) => metrics.tokensUsed(usage)),
    modelAsked: harmless((model: string, outcome: 'answered' | 'stopped' | 'failed') =>
      metrics.modelAsked(model, outcome),
    ),
    readerAttached: harmless((resumed: boolean) => metrics.readerAttached(resumed)),
    readerDetached: harmless(() => metrics.readerDetached()),
    keepaliveSent: harmless(() => metrics.keepaliveSent()),
    slowReaderDropped: harmless(() => metrics.slowReaderDropped()),
  }
}
