import type { Kysely } from 'kysely'
import type { Database } from './database'
import type { Schema } from './schema'
import { extrasColumns } from './stored-extras'

/** Everything that is a user's, as it is stored; each list oldest first. */
export type StoredAccount = Awaited<ReturnType<AccountExport['of']>>

/** Reads all that the database has of one user, for that user. */
export class AccountExport {
  private readonly main: Kysely<Schema>

  constructor(database: Pick<Database, 'main'>) {
    this.main = database.main
  }

  async of(userId: string) {
    return {
      sessions: await this.sessions(userId),
      threads: await this.threads(userId),
      questions: await this.questions(userId),
      pages: await this.pages(userId),
      answers: await this.answers(userId),
      feedback: await this.feedback(userId),
      reviews: await this.reviews(userId),
      files: await this.files(userId),
    }
  }

  private sessions(userId: string) {
    return this.main
      .selectFrom('chat_session')
      .select(['id', 'title', 'subject', 'question_count', 'total_tokens', 'created_at', 'last_active_at'])
      .select('said_before')
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute()
  }

  /** By which names clients of open protocols know sessions. */
  private threads(userId: string) {
    return this.main
      .selectFrom('session_thread')
      .select(['session_id', 'name'])
      .where('user_id', '=', userId)
      .orderBy('session_id')
      .execute()
  }

  private questions(userId: string) {
    return this.main
      .selectFrom('question')
      .select(['id', 'session_id', 'request_id', 'content', 'params', 'status', 'error_code'])
      .select(['mode', 'about', 'mistake_id', 'again', 'created_at'])
      .select(['partial_content', 'partial_reasoning'])
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute()
  }

  /** Which files are a question's, in page order. */
  private pages(userId: string) {
    return this.main
      .selectFrom('question_image')
      .innerJoin('question', 'question.id', 'question_image.question_id')
      .select(['question_image.question_id', 'question_image.file_id'])
      .where('question.user_id', '=', userId)
      .orderBy('question_image.question_id')
      .orderBy('question_image.position')
      .execute()
  }

  private answers(userId: string) {
    return this.main
      .selectFrom('answer')
      .innerJoin('question', 'question.id', 'answer.question_id')
      .leftJoin('answer_extras', 'answer_extras.answer_id', 'answer.id')
      .select(['answer.id', 'answer.question_id', 'answer.content', 'answer.reasoning'])
      .select(['answer.finish_reason', 'answer.prompt_tokens', 'answer.completion_tokens'])
      .select(['answer.total_tokens', 'answer.model', 'answer.created_at'])
      .select(extrasColumns)
      .where('question.user_id', '=', userId)
      .orderBy('answer.id')
      .execute()
  }

  private feedback(userId: string) {
    return this.main
      .selectFrom('feedback')
      .innerJoin('answer', 'answer.id', 'feedback.answer_id')
      .innerJoin('question', 'question.id', 'answer.question_id')
      .select(['feedback.answer_id', 'feedback.rating', 'feedback.reason', 'feedback.updated_at'])
      .where('question.user_id', '=', userId)
      .orderBy('feedback.answer_id')
      .execute()
  }

  private reviews(userId: string) {
    return this.main
      .selectFrom('mistake_review')
      .select(['id', 'mistake_id', 'rating', 'created_at', 'due_at'])
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute()
  }

  private files(userId: string) {
    return this.main
      .selectFrom('file')
      .select(['id', 'mime', 'width', 'height', 'bytes', 'created_at'])
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute()
  }
}
