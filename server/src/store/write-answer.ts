import { sql, type Transaction } from 'kysely'
import { type FinalAnswer, Overtaken, QuestionNotFound } from '../answer/answer-store'
import { hasExtras } from '../answer/has-extras'
import { dayOf } from './calendar'
import { newId, timestamp } from './identifiers'
import { awaitExtras } from './keep-extras'
import type { Schema } from './schema'
import { countUsage } from './usage-repository'

/** The first call for a question changes its state, and only that call writes and counts the answer. */
export async function writeAnswer(transaction: Transaction<Schema>, answer: FinalAnswer): Promise<string> {
  const question = await transaction
    .updateTable('question')
    .set({
      status: answer.status,
      error_code: null,
      error_retryable: null,
      last_seq: answer.seq,
      partial_content: '',
      partial_reasoning: '',
      partial_finish: null,
    })
    .where('id', '=', answer.questionId)
    .where('fence', '=', answer.fence)
    .where('status', 'in', ['generating', 'failed'])
    .returning(['session_id', 'user_id', 'traceparent'])
    .executeTakeFirst()
  if (question === undefined) return savedAnswerId(transaction, answer)
  const now = timestamp()
  const { id } = await transaction
    .insertInto('answer')
    .values({
      id: newId(),
      question_id: answer.questionId,
      content: answer.content,
      reasoning: answer.reasoning,
      finish_reason: answer.finishReason,
      ...answer.usage,
      model: answer.model ?? null,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await transaction
    .updateTable('chat_session')
    .set({
      total_tokens: sql<number>`coalesce(total_tokens, 0) + ${answer.usage.total_tokens}`,
      question_count: sql<number>`question_count + 1`,
      last_active_at: now,
    })
    .where('id', '=', question.session_id)
    .execute()
  const { usage, model = '' } = answer
  await countUsage(transaction, question.user_id, { ...usage, answers: 1, model, day: dayOf(now) })
  if (hasExtras(answer.finishReason, answer.content)) {
    await awaitExtras(transaction, {
      answerId: id,
      userId: question.user_id,
      traceparent: question.traceparent,
    })
  }
  return id
}

async function savedAnswerId(
  transaction: Transaction<Schema>,
  { questionId, fence }: FinalAnswer,
): Promise<string> {
  const question = await transaction
    .selectFrom('question')
    .leftJoin('answer', 'answer.question_id', 'question.id')
    .select(['question.fence', 'answer.id as answer_id'])
    .where('question.id', '=', questionId)
    .executeTakeFirst()
  if (question !== undefined && question.fence !== fence) throw new Overtaken(questionId)
  if (question === undefined || question.answer_id === null) throw new QuestionNotFound(questionId)
  return question.answer_id
}
