import { type Kysely, sql, type Updateable } from 'kysely'
import type { CorrectionCounts, Extras } from '../../../typings/protocol'
import { addWrongItems } from './add-mistakes'
import type { AnswerWithQuestion } from './extras-repository'
import { enqueue } from './job-queue'
import type { AnswerExtrasTable, Schema } from './schema'
import { statement } from './statement'

/** What was made after an answer. */
export type ReadyExtras = Omit<Extras, 'status'>

/** Has extras made, in the transaction that writes the answer. */
export async function awaitExtras(
  transaction: Kysely<Schema>,
  { answerId, userId, traceparent }: { answerId: string; userId: string; traceparent: string | null },
): Promise<void> {
  await insertPending(transaction, { answerId })
  await enqueue(transaction, { kind: 'extras', payload: { answer_id: answerId }, userId, traceparent })
}

const insertPending = statement<{ answerId: string }>((database, value) =>
  database.insertInto('answer_extras').values({ answer_id: value('answerId'), status: 'pending' }),
)

/**
 * Keeps what was made, with all that follows from it: the session's title and subject, and what was wrong in the mistake book.
 * Changes nothing where the answer is gone, or has its extras already.
 */
export async function keepExtras(
  transaction: Kysely<Schema>,
  answer: AnswerWithQuestion,
  { title, subject, follow_ups, correction }: ReadyExtras,
): Promise<void> {
  const sessionId = await holdQuestion(transaction, answer)
  if (sessionId === undefined) return
  const isKept = await settle(transaction, answer.answerId, {
    status: 'ready',
    title,
    subject,
    follow_ups: JSON.stringify(follow_ups),
    correction: correction && JSON.stringify(correction),
    correction_counts: correction && JSON.stringify(countsOf(correction)),
  })
  if (!isKept) return
  await nameSession(transaction, sessionId, answer.answerId, { title, subject })
  if (correction === null) return
  const questionId = answer.params.again ?? answer.questionId
  await addWrongItems(transaction, { userId: answer.userId, questionId, subject }, correction.items)
}

/** There will be none. */
export async function keepFailedExtras(
  transaction: Kysely<Schema>,
  answer: AnswerWithQuestion,
): Promise<void> {
  if ((await holdQuestion(transaction, answer)) === undefined) return
  await settle(transaction, answer.answerId, { status: 'failed' })
}

/**
 * The questions come first, as an answer is saved and a session deleted: two that lock in another order would wait for each
 * other. Gives the session; `undefined` where the question is gone.
 */
async function holdQuestion(
  transaction: Kysely<Schema>,
  { questionId, params: { again = questionId } }: AnswerWithQuestion,
): Promise<string | undefined> {
  const held = await transaction
    .updateTable('question')
    .set(({ ref }) => ({ mode: ref('mode') }))
    .where('id', 'in', [questionId, again])
    .returning(['id', 'session_id'])
    .execute()
  return held.find(({ id }) => id === questionId)?.session_id
}

async function settle(
  transaction: Kysely<Schema>,
  answerId: string,
  extras: Updateable<AnswerExtrasTable>,
): Promise<boolean> {
  const settled = await transaction
    .updateTable('answer_extras')
    .set(extras)
    .where('answer_id', '=', answerId)
    .where('status', '=', 'pending')
    .returning('answer_id')
    .executeTakeFirst()
  return settled !== undefined
}

/** The title is the student's, else that of the first of its answers that has one, in whichever order they are made. */
async function nameSession(
  transaction: Kysely<Schema>,
  sessionId: string,
  answerId: string,
  { title, subject }: Pick<ReadyExtras, 'title' | 'subject'>,
): Promise<void> {
  const session = transaction.updateTable('chat_session').where('id', '=', sessionId)
  if (subject !== null) await session.set({ subject }).where('subject', 'is', null).execute()
  if (title === null) return
  await session
    .set({ title, title_from: answerId })
    .where(sql<boolean>`(title_from is null or (title_from <> 'student' and title_from > ${answerId}))`)
    .execute()
}

function countsOf({ right, wrong, unanswered, unclear }: CorrectionCounts): CorrectionCounts {
  return { right, wrong, unanswered, unclear }
}
