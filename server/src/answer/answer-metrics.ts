import type { ErrorBody, ServerErrorCode, Usage } from '../../../typings/protocol'

/** How an answer ended. */
export type AnswerOutcome = 'done' | 'stopped' | ServerErrorCode

/** How calls of a model end. */
export const MODEL_OUTCOMES = ['answered', 'stopped', 'failed'] as const
type ModelOutcome = (typeof MODEL_OUTCOMES)[number]

/** What the answer service tells whoever counts. Times are in milliseconds. */
export interface AnswerMetrics {
  /** `continued`: taken up again after a failure or a restart. */
  answerStarted(continued: boolean): void
  answerFinished(outcome: AnswerOutcome, duration: number): void
  /** From the start of the generation to the first delta of the text. */
  firstDelta(latency: number): void
  tokensUsed(usage: Usage): void
  /** A model was asked: how it ended, for this call of it, and after how long. */
  modelAsked(model: string, outcome: ModelOutcome, duration: number): void
  /** From the call of a model to its first word, of reasoning or text. */
  modelBegan(model: string, latency: number): void
  /** A model failed before its first word, and the next one is asked. */
  modelFellBack(from: string, to: string): void
  /** An answer waits until its model may be asked. */
  turnAwaited(): void
  turnCame(waited: number): void
  /** Somebody attached to an answer; `resumed` when it was not its first connection. */
  readerAttached(resumed: boolean): void
  /** `longestGap`: between two frames that this connection was sent, keepalives among them. */
  readerDetached(longestGap: number): void
  /** An ask or a call was told of an error. */
  errorTold(code: ErrorBody['code']): void
  socketOpened(): void
  socketClosed(): void
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
  modelBegan: ignore,
  modelFellBack: ignore,
  turnAwaited: ignore,
  turnCame: ignore,
  readerAttached: ignore,
  readerDetached: ignore,
  errorTold: ignore,
  socketOpened: ignore,
  socketClosed: ignore,
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
    modelAsked: harmless((model: string, outcome: ModelOutcome, duration: number) =>
      metrics.modelAsked(model, outcome, duration),
    ),
    modelBegan: harmless((model: string, latency: number) => metrics.modelBegan(model, latency)),
    modelFellBack: harmless((from: string, to: string) => metrics.modelFellBack(from, to)),
    turnAwaited: harmless(() => metrics.turnAwaited()),
    turnCame: harmless((waited: number) => metrics.turnCame(waited)),
    readerAttached: harmless((resumed: boolean) => metrics.readerAttached(resumed)),
    readerDetached: harmless((longestGap: number) => metrics.readerDetached(longestGap)),
    errorTold: harmless((code: ErrorBody['code']) => metrics.errorTold(code)),
    socketOpened: harmless(() => metrics.socketOpened()),
    socketClosed: harmless(() => metrics.socketClosed()),
    keepaliveSent: harmless(() => metrics.keepaliveSent()),
    slowReaderDropped: harmless(() => metrics.slowReaderDropped()),
  }
}
