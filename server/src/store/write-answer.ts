import { sql, type Transaction } from 'kysely'
import { type FinalAnswer, Overtaken, QuestionNotFound } from '../answer/answer-store'
import { hasExtras } from '../answer/has-extras'
import { dayOf } from './calendar'
import { newId, timestamp } from './identifiers'
import { awaitExtras } from './keep-extras'
import type { AnswerTable, QuestionTable, Schema } from './schema'
import { statement } from './statement'
import { countUsage } from './usage-repository'

/** The first call for a question changes its state, and only that call writes and counts the answer. */
export async function writeAnswer(transaction: Transaction<Schema>, answer: FinalAnswer): Promise<string> {
  const { status, seq, questionId, fence } = answer
  const [question] = await endQuestion(transaction, { status, seq, questionId, fence })
  if (question === undefined) return savedAnswerId(transaction, answer)
  const now = timestamp()
  const id = newId()
  await insertAnswer(transaction, {
    id,
    question_id: questionId,
    content: answer.content,
    reasoning: answer.reasoning,
    finish_reason: answer.finishReason,
    ...answer.usage,
    model: answer.model ?? null,
    created_at: now,
  })
  await countInSession(transaction, {
    tokens: answer.usage.total_tokens,
    now,
    sessionId: question.session_id,
  })
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

const endQuestion = statement<
  Pick<FinalAnswer, 'status' | 'seq' | 'questionId' | 'fence'>,
  Pick<QuestionTable, 'session_id' | 'user_id' | 'traceparent'>
>((database, value) =>
  database
    .updateTable('question')
    .set({
      status: value('status'),
      error_code: null,
      error_retryable: null,
      last_seq: value('seq'),
      partial_content: '',
      partial_reasoning: '',
      partial_finish: null,
    })
    .where('id', '=', value('questionId'))
    .where('fence', '=', value('fence'))
    .where('status', 'in', ['generating', 'failed'])
    .returning(['session_id', 'user_id', 'traceparent']),
)

const insertAnswer = statement<AnswerTable>((database, value) =>
  database.insertInto('answer').values({
    id: value('id'),
    question_id: value('question_id'),
    content: value('content'),
    reasoning: value('reasoning'),
    finish_reason: value('finish_reason'),
    prompt_tokens: value('prompt_tokens'),
    completion_tokens: value('completion_tokens'),
    total_tokens: value('total_tokens'),
    model: value('model'),
    created_at: value('created_at'),
  }),
)

const countInSession = statement<{ tokens: number; now: string; sessionId: string }>((database, value) =>
  database
    .updateTable('chat_session')
    .set({
      total_tokens: sql<number>`coalesce(total_tokens, 0) + ${value('tokens')}`,
      question_count: sql<number>`question_count + 1`,
      last_active_at: value('now'),
    })
    .where('id', '=', value('sessionId')),
)

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
