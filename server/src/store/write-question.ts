import type { Transaction } from 'kysely'
import type { AskParams } from '../../../typings/protocol'
import {
  ImageNotFound,
  type NewQuestion,
  SessionNotFound,
  type StoredAnswer,
  type Thread,
} from '../answer/answer-store'
import { dayOf } from './calendar'
import { type AskLimits, countAsk } from './count-ask'
import { fileIdOf, plainFileUrl } from './file-reference'
import { holdAlone } from './hold-alone'
import { newId, timestamp } from './identifiers'
import { resolveReferences } from './question-references'
import type { QuestionTable, References, Schema, SessionTable } from './schema'
import { sessionTitle } from './session-title'
import { statement } from './statement'
import { keepThread, sessionOfThread } from './threads'

/** This user's request was written before, or just now by another call: nothing of this one is kept. */
export class AlreadyAsked extends Error {
  override readonly name = 'AlreadyAsked'
}

/** Writes a question, its images and, where none is named, its session. Rejects with {@link AlreadyAsked}. */
export async function writeQuestion(
  transaction: Transaction<Schema>,
  { userId, requestId, params: asked, thread, traceparent }: NewQuestion,
  { owner, limits }: { owner: string; limits: AskLimits },
): Promise<StoredAnswer> {
  const questionId = newId()
  const now = timestamp()
  const { params, references } = await resolveReferences(transaction, userId, questionId, asked)
  const sessionId = await sessionFor(transaction, userId, params, thread)
  const fileIds = (params.image_urls ?? []).map(fileIdOf)
  const stored = storedParams(params, sessionId)
  const [inserted] = await insertQuestion(transaction, {
    id: questionId,
    user_id: userId,
    session_id: sessionId,
    request_id: requestId,
    content: params.content,
    params: JSON.stringify(stored),
    owner,
    ...references,
    counted_on: dayOf(now),
    traceparent: traceparent ?? null,
    created_at: now,
  })
  if (inserted === undefined) throw new AlreadyAsked()
  await countAsk(transaction, userId, now, limits)
  const { again } = references
  if (again !== null) await holdAlone(transaction, { id: questionId, session_id: sessionId, again })
  await linkImages(transaction, userId, questionId, fileIds)
  return newAnswer({ userId, requestId, params: stored, traceparent }, sessionId, questionId)
}

type Asked = References &
  Pick<
    QuestionTable,
    | 'id'
    | 'user_id'
    | 'session_id'
    | 'request_id'
    | 'content'
    | 'params'
    | 'owner'
    | 'counted_on'
    | 'traceparent'
    | 'created_at'
  >

const insertQuestion = statement<Asked, { id: string }>((database, value) =>
  database
    .insertInto('question')
    .values({
      id: value('id'),
      user_id: value('user_id'),
      session_id: value('session_id'),
      request_id: value('request_id'),
      content: value('content'),
      params: value('params'),
      status: 'generating',
      owner: value('owner'),
      fence: 0,
      error_code: null,
      error_retryable: null,
      last_seq: 0,
      partial_content: '',
      partial_reasoning: '',
      partial_finish: null,
      mode: value('mode'),
      about: value('about'),
      mistake_id: value('mistake_id'),
      again: value('again'),
      hint_to: value('hint_to'),
      hint_level: value('hint_level'),
      counted_on: value('counted_on'),
      traceparent: value('traceparent'),
      created_at: value('created_at'),
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'request_id']).doNothing())
    .returning('id'),
)

function newAnswer(question: NewQuestion, sessionId: string, questionId: string): StoredAnswer {
  return {
    ...question,
    sessionId,
    questionId,
    answerId: null,
    status: 'generating',
    content: '',
    reasoning: '',
    lastSeq: 0,
    fence: 0,
    finishReason: null,
    usage: null,
    errorCode: null,
    errorRetryable: null,
  }
}

async function sessionFor(
  transaction: Transaction<Schema>,
  userId: string,
  params: AskParams,
  thread: Thread | undefined,
): Promise<string> {
  if (params.session_id !== undefined) {
    const [session] = await ownSession(transaction, { sessionId: params.session_id, userId })
    if (session === undefined) throw new SessionNotFound(params.session_id)
    return session.id
  }
  if (thread === undefined) return beginSession(transaction, userId, params)
  const known = await sessionOfThread(transaction, userId, thread.name)
  if (known !== undefined) return known
  const earlier = thread.earlier()
  const saidBefore = earlier.length === 0 ? null : JSON.stringify(earlier)
  const begun = await beginSession(transaction, userId, params, saidBefore)
  return keepThread(transaction, userId, thread.name, begun)
}

async function beginSession(
  transaction: Transaction<Schema>,
  userId: string,
  params: AskParams,
  saidBefore: string | null = null,
): Promise<string> {
  const id = newId()
  const now = timestamp()
  await insertSession(transaction, {
    id,
    user_id: userId,
    title: sessionTitle(params),
    subject: params.subject ?? null,
    said_before: saidBefore,
    now,
  })
  return id
}

type Begun = Pick<SessionTable, 'id' | 'user_id' | 'title' | 'subject'> & {
  said_before: string | null
  now: string
}

const insertSession = statement<Begun>((database, value) =>
  database.insertInto('chat_session').values({
    id: value('id'),
    user_id: value('user_id'),
    title: value('title'),
    title_from: null,
    subject: value('subject'),
    question_count: 0,
    total_tokens: 0,
    said_before: value('said_before'),
    created_at: value('now'),
    last_active_at: value('now'),
  }),
)

/** Signatures in the addresses expire, so they are not worth keeping. */
function storedParams(params: AskParams, sessionId: string): AskParams {
  const { image_urls, ...rest } = params
  if (image_urls === undefined) return { ...rest, session_id: sessionId }
  const urls = image_urls.map((url) => {
    const id = fileIdOf(url)
    return id === undefined ? url : plainFileUrl(id)
  })
  return { ...rest, session_id: sessionId, image_urls: urls }
}

async function linkImages(
  transaction: Transaction<Schema>,
  userId: string,
  questionId: string,
  fileIds: readonly (string | undefined)[],
): Promise<void> {
  const known = fileIds.filter((id) => id !== undefined)
  if (fileIds.length === 0) return
  const owned = await transaction
    .selectFrom('file')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', 'in', known)
    .execute()
  const ownedIds = new Set(owned.map((row) => row.id))
  const missing = fileIds.flatMap((id, place) => (id !== undefined && ownedIds.has(id) ? [] : [place + 1]))
  if (missing.length > 0) throw new ImageNotFound(missing)
  const rows = known.map((file_id, position) => ({ question_id: questionId, position, file_id }))
  await transaction.insertInto('question_image').values(rows).execute()
}

const ownSession = statement<{ sessionId: string; userId: string }, { id: string }>((database, value) =>
  database
    .selectFrom('chat_session')
    .select('id')
    .where('id', '=', value('sessionId'))
    .where('user_id', '=', value('userId')),
)
