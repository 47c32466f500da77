import type { Kysely } from 'kysely'
import type { Database } from './database'
import type { Schema } from './schema'
import { parseParams } from './stored-answer'

/** What a student did; times are ISO 8601. */
export interface Activity {
  /** One answered anew is one question. */
  questions: {
    createdAt: string
    /** As its extras tell it. */
    subject: string | null
    /** As the student, or the session, said it. */
    chosen: string | null
  }[]
  mistakes: { createdAt: string; subject: string | null; mastered: boolean; points: string[] }[]
  reviews: { createdAt: string }[]
}

/** What a report is made from. */
export class ReportRepository {
  private readonly main: Kysely<Schema>

  constructor(database: Pick<Database, 'main'>) {
    this.main = database.main
  }

  /** What this user did from `since` on. */
  async activity(userId: string, since: string): Promise<Activity> {
    return {
      questions: await this.questions(userId, since),
      mistakes: await this.mistakes(userId, since),
      reviews: await this.reviews(userId, since),
    }
  }

  private async questions(userId: string, since: string): Promise<Activity['questions']> {
    const rows = await this.main
      .selectFrom('question')
      .innerJoin('chat_session', 'chat_session.id', 'question.session_id')
      .leftJoin('answer', 'answer.question_id', 'question.id')
      .leftJoin('answer_extras', 'answer_extras.answer_id', 'answer.id')
      .select([
        'question.id',
        'question.again',
        'question.created_at',
        'question.params',
        'chat_session.subject as session_subject',
        'answer_extras.subject',
      ])
      .where('question.user_id', '=', userId)
      .where('question.created_at', '>=', since)
      .orderBy('question.id')
      .execute()
    const questions = new Map<string, Activity['questions'][number]>()
    for (const { id, again, created_at, params, session_subject, subject } of rows) {
      const known = questions.get(again ?? id)
      if (known !== undefined) known.subject = subject ?? known.subject
      // Of one that was asked before, only its new answer is from these days.
      else if (again === null) {
        const chosen = parseParams(params).subject ?? session_subject
        questions.set(id, { createdAt: created_at, subject, chosen })
      }
    }
    return [...questions.values()]
  }

  private async mistakes(userId: string, since: string): Promise<Activity['mistakes']> {
    const rows = await this.main
      .selectFrom('mistake')
      .leftJoin('mistake_point', 'mistake_point.mistake_id', 'mistake.id')
      .select([
        'mistake.id',
        'mistake.created_at',
        'mistake.subject',
        'mistake.mastered',
        'mistake_point.point',
      ])
      .where('mistake.user_id', '=', userId)
      .where('mistake.created_at', '>=', since)
      .orderBy('mistake.id')
      .execute()
    const mistakes = new Map<string, Activity['mistakes'][number]>()
    for (const { id, created_at, subject, mastered, point } of rows) {
      const mistake = mistakes.get(id) ?? {
        createdAt: created_at,
        subject,
        mastered: mastered !== 0,
        points: [],
      }
      if (point !== null) mistake.points.push(point)
      mistakes.set(id, mistake)
    }
    return [...mistakes.values()]
  }

  private async reviews(userId: string, since: string): Promise<Activity['reviews']> {
    const rows = await this.main
      .selectFrom('mistake_review')
      .select('created_at')
      .where('user_id', '=', userId)
      .where('created_at', '>=', since)
      .execute()
    return rows.map(({ created_at }) => ({ createdAt: created_at }))
  }
}
