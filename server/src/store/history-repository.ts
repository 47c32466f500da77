import type { Kysely } from 'kysely'
import type { HistoryAnswer, HistoryItem } from '../../../typings/protocol'
import type { Database } from './database'
import type { Drafts } from './drafts'
import type { QuestionTable, Schema } from './schema'
import { type JoinedAnswer, parseErrorCode, savedAnswer, savedAnswerColumns } from './stored-answer'
import { extrasColumns, extrasOf, type JoinedExtras } from './stored-extras'

/** A {@link HistoryItem} before its images have addresses. */
export interface HistoryEntry extends Omit<HistoryItem, 'image_urls'> {
  /** In page order. */
  fileIds: string[]
}

/** Which part of a conversation is read. */
export interface HistoryQuery {
  /** Only questions older than this one. */
  before?: string | undefined
  limit: number
}

type Row = Omit<
  QuestionTable,
  | 'user_id'
  | 'session_id'
  | 'content'
  | 'params'
  | 'owner'
  | 'partial_finish'
  | 'failed_at'
  | 'counted_on'
  | 'error_retryable'
  | 'traceparent'
  | 'hint_to'
  | 'hint_level'
> &
  JoinedAnswer &
  JoinedExtras & { question: string; rating: 'up' | 'down' | null }

/** Questions of a session with their answers, also those that are still being written. */
export class HistoryRepository {
  private readonly main: Kysely<Schema>
  private readonly drafts: Drafts

  constructor(database: Database) {
    this.main = database.main
    this.drafts = database.drafts
  }

  /** Newest last. The caller has made sure that the session is the user's. */
  async page(
    sessionId: string,
    { before, limit }: HistoryQuery,
  ): Promise<{ items: HistoryEntry[]; hasMore: boolean }> {
    const first = this.selectRuns()
      .where('question.session_id', '=', sessionId)
      .where('question.again', 'is', null)
    const older = before === undefined ? first : first.where('question.id', '<', before)
    const rows = await older
      .orderBy('question.id', 'desc')
      .limit(limit + 1)
      .execute()
    const shown = rows.slice(0, limit).reverse()
    const ids = shown.map((row) => row.id)
    const [fileIds, anew] = [await this.fileIds(ids), await this.anew(ids)]
    const items = await Promise.all(
      shown.map((row) =>
        this.toEntry([row, ...anew.filter(({ again }) => again === row.id)], fileIds.get(row.id)),
      ),
    )
    return { items, hasMore: rows.length > limit }
  }

  /** What answers these questions anew, the oldest first. */
  private async anew(questionIds: string[]): Promise<Row[]> {
    if (questionIds.length === 0) return []
    return this.selectRuns().where('question.again', 'in', questionIds).orderBy('question.id').execute()
  }

  private selectRuns() {
    return this.main
      .selectFrom('question')
      .leftJoin('answer', 'answer.question_id', 'question.id')
      .leftJoin('feedback', 'feedback.answer_id', 'answer.id')
      .leftJoin('answer_extras', 'answer_extras.answer_id', 'answer.id')
      .select(extrasColumns)
      .select(savedAnswerColumns)
      .select([
        'question.id',
        'question.request_id',
        'question.content as question',
        'question.status',
        'question.error_code',
        'question.last_seq',
        'question.fence',
        'question.partial_content',
        'question.partial_reasoning',
        'question.mode',
        'question.about',
        'question.mistake_id',
        'question.again',
        'question.created_at',
        'feedback.rating',
      ])
  }

  private async fileIds(questionIds: string[]): Promise<Map<string, string[]>> {
    const byQuestion = new Map<string, string[]>()
    if (questionIds.length === 0) return byQuestion
    const images = await this.main
      .selectFrom('question_image')
      .select(['question_id', 'file_id'])
      .where('question_id', 'in', questionIds)
      .orderBy('question_id')
      .orderBy('position')
      .execute()
    for (const { question_id, file_id } of images) {
      byQuestion.set(question_id, [...(byQuestion.get(question_id) ?? []), file_id])
    }
    return byQuestion
  }

  /** `runs`: of one question, the oldest first. */
  private async toEntry(runs: [Row, ...Row[]], fileIds: string[] = []): Promise<HistoryEntry> {
    const [first] = runs
    const answers = await Promise.all(runs.map((run) => this.toAnswer(run)))
    const newest = answers[answers.length - 1] ?? null
    const { id, question, created_at, mode, about, mistake_id } = first
    return {
      question_id: id,
      request_id: (runs[runs.length - 1] ?? first).request_id,
      content: question,
      fileIds,
      created_at,
      mode,
      about,
      mistake_id,
      answer: newest,
      answers,
      extras: newest?.extras ?? null,
    }
  }

  private async toAnswer(row: Row): Promise<HistoryAnswer> {
    const saved = savedAnswer(row)
    const draft = saved === undefined ? await this.drafts.read(row.id, row.last_seq, row.fence) : undefined
    const reasoning = saved?.reasoning ?? row.partial_reasoning + (draft?.reasoning ?? '')
    return {
      answer_id: saved?.answerId ?? null,
      request_id: row.request_id,
      status: row.status,
      content: saved?.content ?? row.partial_content + (draft?.content ?? ''),
      reasoning: reasoning === '' ? null : reasoning,
      finish_reason: saved?.finishReason ?? null,
      usage: saved?.usage ?? null,
      model: saved?.model ?? null,
      error_code: parseErrorCode(row.error_code),
      rating: row.rating,
      extras: saved === undefined ? null : extrasOf(row),
    }
  }
}
