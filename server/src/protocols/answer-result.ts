import type { DoneFrame } from '../../../typings/protocol'

/** What an open protocol tells of a saved answer, in our names. */
export function resultOf({ question_id, answer_id, session_id, finish_reason, usage }: DoneFrame) {
  return { question_id, answer_id, session_id, finish_reason, usage }
}
