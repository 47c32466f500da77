import type { Kysely } from 'kysely'
import type { Database } from './database'
import { timestamp } from './identifiers'
import type { Schema } from './schema'
import { sessionOfThread } from './threads'

/** A question that a client of an open protocol refers to. */
export interface ThreadQuestion {
  /** In whose place its answers stand. */
  questionId: string
  sessionId: string
}

/** What the views by open protocols look up: they name threads and messages, where we name sessions and requests. */
export class ThreadRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Database) {
    this.main = database.main
  }

  /** `undefined` where this user has no such thread. */
  session(userId: string, name: string): Promise<string | undefined> {
    return sessionOfThread(this.main, userId, name)
  }

  /** What this user asked by that request. */
  async question(userId: string, requestId: string): Promise<ThreadQuestion | undefined> {
    const row = await this.main
      .selectFrom('question')
      .select(['id', 'again', 'session_id'])
      .where('user_id', '=', userId)
      .where('request_id', '=', requestId)
      .executeTakeFirst()
    return row && { questionId: row.again ?? row.id, sessionId: row.session_id }
  }

  /** The texts of this user's answers that were given to these requests, as far as they are saved. */
  async answers(userId: string, requestIds: readonly string[]): Promise<string[]> {
    if (requestIds.length === 0) return []
    const rows = await this.main
      .selectFrom('question')
      .innerJoin('answer', 'answer.question_id', 'question.id')
      .select('answer.content')
      .where('question.user_id', '=', userId)
      .where('question.request_id', 'in', requestIds)
      .execute()
    return rows.map(({ content }) => content)
  }

  /** The requests whose answers are being written, the newest first: of a session, or of one question in it. */
  async running(sessionId: string, questionId?: string): Promise<string[]> {
    const ofSession = this.main
      .selectFrom('question')
      .select('request_id')
      .where('session_id', '=', sessionId)
      .where('status', '=', 'generating')
    const asked =
      questionId === undefined
        ? ofSession
        : ofSession.where((where) =>
            where.or([where('id', '=', questionId), where('again', '=', questionId)]),
          )
    const rows = await asked.orderBy('id', 'desc').execute()
    return rows.map(({ request_id }) => request_id)
  }

  /** The request of a session's newest question, where its answer ended in the last so many milliseconds. */
  async endedWithin(sessionId: string, milliseconds: number): Promise<string | undefined> {
    const row = await this.main
      .selectFrom('question')
      .leftJoin('answer', 'answer.question_id', 'question.id')
      .select(['question.request_id', 'question.failed_at', 'answer.created_at'])
      .where('question.session_id', '=', sessionId)
      .orderBy('question.id', 'desc')
      .limit(1)
      .executeTakeFirst()
    const ended = row?.created_at ?? row?.failed_at ?? ''
    return ended >= timestamp(milliseconds) ? row?.request_id : undefined
  }
}
