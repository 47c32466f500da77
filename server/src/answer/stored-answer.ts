import { Answer } from './answer'
import { AnswerError } from './answer-error'
import type { StoredAnswer } from './answer-store'
import type { DraftJournal } from './draft-journal'

/** An answer as the database has it, back in memory: whole, failed, or to be written on. */
export function loadAnswer(stored: StoredAnswer, journal: DraftJournal, mostFrames: number): Answer {
  const { answerId, finishReason, usage } = stored
  if (answerId === null || finishReason === null || usage === null) {
    const answer = new Answer(stored, journal, mostFrames)
    if (stored.status !== 'generating')
      answer.fail({ name: 'failed', error: storedError(stored), written: true })
    return answer
  }
  // The frame before `done` is the whole text; even an answer without any has two frames.
  const lastSeq = Math.max(stored.lastSeq, 2) - 1
  const answer = new Answer({ ...stored, lastSeq }, journal, mostFrames)
  answer.complete({ answer_id: answerId, finish_reason: finishReason, usage })
  return answer
}

function storedError({ errorCode, errorRetryable }: StoredAnswer): AnswerError {
  const code = errorCode ?? 'GENERATION_INTERRUPTED'
  return new AnswerError(code, errorRetryable === null ? {} : { retryable: errorRetryable })
}
