import * as v from 'valibot'
import type { AskParams, FinishReason, ServerErrorCode, Usage } from '../../../typings/protocol'
import type { Finish } from '../answer/answer-store'
import { modes } from '../answer/mode'
import type { AnswerTable, QuestionTable, References } from './schema'

const paramsSchema = v.object({
  content: v.string(),
  image_urls: v.exactOptional(v.array(v.string())),
  session_id: v.exactOptional(v.string()),
  subject: v.exactOptional(v.string()),
  question_type: v.exactOptional(v.string()),
  use_context: v.exactOptional(v.boolean()),
  include_history: v.exactOptional(v.boolean()),
  max_history: v.exactOptional(v.number()),
  mode: v.exactOptional(v.picklist(modes)),
  about: v.exactOptional(v.string()),
  mistake_id: v.exactOptional(v.string()),
  again: v.exactOptional(v.string()),
})

/** The params of a question as they were stored. Throws where the row holds anything else. */
export function parseParams(json: string): AskParams {
  return v.parse(paramsSchema, JSON.parse(json))
}

/** How a draft's text became whole. */
export const finishSchema = v.object({
  reason: v.string(),
  model: v.exactOptional(v.string()),
  usage: v.object({ prompt_tokens: v.number(), completion_tokens: v.number(), total_tokens: v.number() }),
})

/** How a draft's text became whole; `undefined` where it is not. Throws where the row holds anything else. */
export function parseFinish(json: string | null): Finish | undefined {
  return json === null ? undefined : v.parse(finishSchema, JSON.parse(json))
}

const errorCodes = [
  'BAD_REQUEST',
  'AUTH_ERROR',
  'AUTH_EXPIRED',
  'RATE_LIMITED',
  'CONTENT_REJECTED',
  'MODEL_UNAVAILABLE',
  'MODEL_TIMEOUT',
  'GENERATION_INTERRUPTED',
  'SAVE_FAILED',
  'STREAM_NOT_FOUND',
  'SUPERSEDED',
  'OVERLOADED',
  'SHUTTING_DOWN',
  'INTERNAL',
] as const satisfies readonly ServerErrorCode[]

/** The stored code; one that this version does not know (written by a newer one) is `INTERNAL`. */
export function parseErrorCode(code: string | null): ServerErrorCode | null {
  if (code === null) return null
  return errorCodes.find((known) => known === code) ?? 'INTERNAL'
}

/** A saved answer joined to its question: every column is null where there is none. */
export type JoinedAnswer = { [Column in keyof AnswerColumns]: AnswerColumns[Column] | null }

interface AnswerColumns extends Omit<AnswerTable, 'id' | 'question_id' | 'created_at'> {
  answer_id: string
}

/** The columns of {@link JoinedAnswer}. */
export const savedAnswerColumns = [
  'answer.id as answer_id',
  'answer.content',
  'answer.reasoning',
  'answer.finish_reason',
  'answer.prompt_tokens',
  'answer.completion_tokens',
  'answer.total_tokens',
  'answer.model',
] as const

/** What a saved answer says; `undefined` where none was saved. */
export interface SavedAnswer {
  answerId: string
  content: string
  reasoning: string
  finishReason: FinishReason
  usage: Usage
  model: string | null
}

/** Reads the joined columns as one value: they are all there or all missing. */
export function savedAnswer(row: JoinedAnswer): SavedAnswer | undefined {
  const { answer_id, content, reasoning, finish_reason, prompt_tokens, completion_tokens, total_tokens } = row
  if (answer_id === null || content === null || reasoning === null || finish_reason === null) return undefined
  if (prompt_tokens === null || completion_tokens === null || total_tokens === null) return undefined
  return {
    answerId: answer_id,
    content,
    reasoning,
    finishReason: finish_reason,
    usage: { prompt_tokens, completion_tokens, total_tokens },
    model: row.model,
  }
}

/** The columns of a question that {@link JoinedAnswer} is read beside. */
export type QuestionRow = Omit<
  QuestionTable,
  | 'content'
  | 'counted_on'
  | 'created_at'
  | 'failed_at'
  | 'owner'
  | 'partial_finish'
  | 'traceparent'
  | keyof References
>
