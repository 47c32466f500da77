import { type Kysely, sql } from 'kysely'
import type { CorrectionCounts, Extras } from '../../../typings/protocol'
import { addWrongItems } from './add-mistakes'
import type { AnswerWithQuestion } from './extras-repository'
import { enqueue } from './job-queue'
import type { AnswerExtrasTable, QuestionTable, Schema } from './schema'
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
  const [kept] = await settle(transaction, {
    answer_id: answer.answerId,
    title,
    subject,
    follow_ups: JSON.stringify(follow_ups),
    correction: correction && JSON.stringify(correction),
    correction_counts: correction && JSON.stringify(countsOf(correction)),
  })
  if (kept === undefined) return
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
  await transaction
    .updateTable('answer_extras')
    .set({ status: 'failed' })
    .where('answer_id', '=', answer.answerId)
    .where('status', '=', 'pending')
    .execute()
}

/**
 * The questions come first, as an answer is saved and a session deleted: two that lock in another order would wait for each
 * other. Gives the session; `undefined` where the question is gone.
 */
async function holdQuestion(
  transaction: Kysely<Schema>,
  { questionId, params: { again = questionId } }: AnswerWithQuestion,
): Promise<string | undefined> {
  const held = await holdQuestions(transaction, { questionId, again })
  return held.find(({ id }) => id === questionId)?.session_id
}

const holdQuestions = statement<
  { questionId: string; again: string },
  Pick<QuestionTable, 'id' | 'session_id'>
>((database, value) =>
  database
    .updateTable('question')
    .set(({ ref }) => ({ mode: ref('mode') }))
    .where('id', 'in', [value('questionId'), value('again')])
    .returning(['id', 'session_id']),
)

/** What stands in their row; it is written once. */
type Ready = Omit<AnswerExtrasTable, 'status' | 'follow_ups'> & { follow_ups: string }

const settle = statement<Ready, Pick<AnswerExtrasTable, 'answer_id'>>((database, value) =>
  database
    .updateTable('answer_extras')
    .set({
      status: 'ready',
      title: value('title'),
      subject: value('subject'),
      follow_ups: value('follow_ups'),
      correction: value('correction'),
      correction_counts: value('correction_counts'),
    })
    .where('answer_id', '=', value('answer_id'))
    .where('status', '=', 'pending')
    .returning('answer_id'),
)

/** The title is the student's, else that of the first of its answers that has one, in whichever order they are made. */
async function nameSession(
  transaction: Kysely<Schema>,
  sessionId: string,
  answerId: string,
  { title, subject }: Pick<ReadyExtras, 'title' | 'subject'>,
): Promise<void> {
  if (subject !== null) await nameSubject(transaction, { sessionId, subject })
  if (title !== null) await entitle(transaction, { sessionId, title, answerId })
}

const nameSubject = statement<{ sessionId: string; subject: string }>((database, value) =>
  database
    .updateTable('chat_session')
    .set({ subject: value('subject') })
    .where('id', '=', value('sessionId'))
    .where('subject', 'is', null),
)

const entitle = statement<{ sessionId: string; title: string; answerId: string }>((database, value) =>
  database
    .updateTable('chat_session')
    .set({ title: value('title'), title_from: value('answerId') })
    .where('id', '=', value('sessionId'))
    .where(
      sql<boolean>`(title_from is null or (title_from <> 'student' and title_from > ${value('answerId')}))`,
    ),
)

function countsOf({ right, wrong, unanswered, unclear }: CorrectionCounts): CorrectionCounts {
  return { right, wrong, unanswered, unclear }
}
