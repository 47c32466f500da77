import type { NewMistake } from '../../typings/mistakes'
import type { AskParams, Extras, HistoryPage, UploadedFile } from '../../typings/protocol'
import type { JournaledAnswer } from '../api/learning'
import type { Cancel } from '../platform/ports'
import type { AnswerEvent, AnswerStream } from '../stream/answer-types'

/** Where an answer that an earlier run of the program began is taken up again. */
export interface AskStart {
  requestId: string
  /** The last `seq` held; with `text`, the text held at it. Without them the answer is replayed from its start. */
  afterSeq?: number
  text?: string
}

interface UploadInProgress {
  /** Rejects with a `LearningError`, also after `abort`. */
  result: Promise<UploadedFile>
  abort: Cancel
}

/** What the conversation needs of the server. `program.ts` binds it to `api/learning`, tests to a fake. */
export interface LearningPort {
  ask(params: AskParams, onEvent: (event: AnswerEvent) => void, start: AskStart): AnswerStream
  /** `onProgress` gets whole per cent. */
  upload(path: string, onProgress: (percent: number) => void): UploadInProgress
  /** The questions before `before` (a question's id), newest last. */
  history(sessionId: string, before: string | undefined, limit: number): Promise<HistoryPage>
  /** `null` takes a rating back. */
  rate(answerId: string, rating: 'up' | 'down' | null): Promise<void>
  /** What was made after an answer; waits some seconds at the server while it is not there. */
  extras(answerId: string): Promise<Extras>
  /** Writes an exercise into the mistake book; `isNew`: false where it was there. */
  keep(mistake: NewMistake): Promise<{ isNew: boolean }>
  /** A session's title. */
  title(sessionId: string): Promise<string>
  /** Where an `<image>` finds a file of the server's. */
  address(url: string): string
}

/** The journal that the stream keeps while an answer is written. */
export interface JournalPort {
  /** The answers that are under way, were when an earlier run of the program ended, or failed there for want of a link; newest first. */
  unfinished(): JournaledAnswer[]
  /** Nobody goes on with it any more. */
  forget(requestId: string): void
}
