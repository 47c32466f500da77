import type { Kysely } from 'kysely'
import type { AnswerStatus, ListedSession, Session, SessionState } from '../../../typings/protocol'
import { messages } from '../messages/zh-CN'
import type { Database } from './database'
import { newId, timestamp } from './identifiers'
import type { Schema } from './schema'
import type { SessionSearch } from './session-search'
import { parseCounts } from './stored-extras'
import { dropUnusedFiles } from './unused-files'
import { writeTransaction } from './write-transaction'

/** Which page of the list is read. */
export interface SessionQuery {
  /** From 1. */
  page: number
  size: number
  /** Part of the title, of a question or of an answer. */
  search?: string | undefined
  /** Words of which its subject is one. */
  subjects?: readonly string[] | undefined
}

/** A session of the list before its page has an address. */
export interface ListedEntry extends Omit<ListedSession, 'thumbnail_url'> {
  /** The file of its first page. */
  thumbnailId: string | null
}

/** What a deleted session leaves to be cleared outside the main tables. */
export interface DeletedSession {
  questionIds: string[]
  /** By which their answers were asked for. */
  requestIds: string[]
  /** Files that nothing needs any more; their rows are gone. */
  fileIds: string[]
}

/** Who gave a session its title, where that was the student. */
const STUDENT = 'student'

const columns = [
  'chat_session.id',
  'chat_session.title',
  'chat_session.subject',
  'chat_session.question_count',
  'chat_session.total_tokens',
  'chat_session.created_at',
  'chat_session.last_active_at',
] as const

/** A student's conversations. Whatever is not this user's is as good as missing. */
export class SessionRepository {
  private readonly main: Kysely<Schema>
  private readonly search: SessionSearch

  constructor(database: Database) {
    this.main = database.main
    this.search = database.search
  }

  /** Without a `title` its first answer names it. */
  async create(userId: string, title: string | undefined, subject: string | null): Promise<Session> {
    const now = timestamp()
    const session = {
      id: newId(),
      title: title ?? messages.sessionUntitled,
      subject,
      question_count: 0,
      total_tokens: 0,
      created_at: now,
      last_active_at: now,
    }
    await this.main
      .insertInto('chat_session')
      .values({ ...session, user_id: userId, title_from: title === undefined ? null : STUDENT })
      .execute()
    return session
  }

  async find(userId: string, id: string): Promise<Session | undefined> {
    return this.main
      .selectFrom('chat_session')
      .select(columns)
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst()
  }

  /** The most recently active first. */
  async list(userId: string, query: SessionQuery): Promise<{ items: ListedEntry[]; total: number }> {
    const matching = await this.matching(userId, query)
    const { count } = await matching
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    const rows = await matching
      .select(columns)
      .select((select) =>
        select
          .selectFrom('question as last')
          .select('last.status')
          .whereRef('last.session_id', '=', 'chat_session.id')
          .orderBy('last.id', 'desc')
          .limit(1)
          .as('last_status'),
      )
      .select((select) =>
        select
          .selectFrom('question as shown')
          .innerJoin('question_image', 'question_image.question_id', 'shown.id')
          .select('question_image.file_id')
          .whereRef('shown.session_id', '=', 'chat_session.id')
          .orderBy('shown.id')
          .orderBy('question_image.position')
          .limit(1)
          .as('first_page'),
      )
      .select((select) =>
        select
          .selectFrom('question as last')
          .leftJoin('answer', 'answer.question_id', 'last.id')
          .leftJoin('answer_extras', 'answer_extras.answer_id', 'answer.id')
          .select('answer_extras.correction_counts')
          .whereRef('last.session_id', '=', 'chat_session.id')
          .orderBy('last.id', 'desc')
          .limit(1)
          .as('counts'),
      )
      .orderBy('chat_session.last_active_at', 'desc')
      .orderBy('chat_session.id', 'desc')
      .limit(query.size)
      .offset((query.page - 1) * query.size)
      .execute()
    const items = rows.map(({ last_status, first_page, counts, ...session }) => ({
      ...session,
      state: stateOf(last_status),
      thumbnailId: first_page,
      correction: parseCounts(counts),
    }))
    return { items, total: count }
  }

  async rename(userId: string, id: string, title: string): Promise<Session | undefined> {
    await this.main
      .updateTable('chat_session')
      .set({ title, title_from: STUDENT })
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .execute()
    return this.find(userId, id)
  }

  /** The request ids of a session's answers that are being written. */
  async requestsUnderWay(userId: string, id: string): Promise<string[]> {
    const rows = await this.main
      .selectFrom('question')
      .select('request_id')
      .where('session_id', '=', id)
      .where('user_id', '=', userId)
      .where('status', '=', 'generating')
      .execute()
    return rows.map((row) => row.request_id)
  }

  /**
   * Questions, answers and opinions go with it, and the rows of files that nothing else needs. The questions go first,
   * as an answer is saved: where one locked the session first and the other the question, each would wait for the other.
   */
  async delete(userId: string, id: string): Promise<DeletedSession | undefined> {
    return writeTransaction(this.main, async (transaction) => {
      const images = await transaction
        .selectFrom('question_image')
        .innerJoin('question', 'question.id', 'question_image.question_id')
        .select('question_image.file_id')
        .distinct()
        .where('question.session_id', '=', id)
        .execute()
      const questions = await transaction
        .deleteFrom('question')
        .where('session_id', '=', id)
        .where('user_id', '=', userId)
        .returning(['id', 'request_id'])
        .execute()
      const deleted = await transaction
        .deleteFrom('chat_session')
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .returning('id')
        .executeTakeFirst()
      if (deleted === undefined) return undefined
      const fileIds = images.map((image) => image.file_id)
      return {
        questionIds: questions.map((question) => question.id),
        requestIds: questions.map((question) => question.request_id),
        fileIds: await dropUnusedFiles(transaction, { ids: fileIds }),
      }
    })
  }

  private async matching(userId: string, { search, subjects }: SessionQuery) {
    const own = this.main.selectFrom('chat_session').where('chat_session.user_id', '=', userId)
    const ofSubject = subjects === undefined ? own : own.where('chat_session.subject', 'in', subjects)
    return search === undefined ? ofSubject : ofSubject.where(await this.search.matching(userId, search))
  }
}

/** What the list tells of a session, by its last answer; one without a question has nothing to wait for. */
function stateOf(status: AnswerStatus | null): SessionState {
  if (status === 'generating') return 'running'
  return status === 'failed' ? 'failed' : 'done'
}
