import type { Kysely, Transaction } from 'kysely'
import {
  type AnswerStore,
  type BeginResult,
  type Circumstances,
  type DraftAppend,
  type EarlierTurn,
  type FailedAnswer,
  type FinalAnswer,
  type NewQuestion,
  Overtaken,
  QuestionNotFound,
  type StoredAnswer,
  type TakenUp,
} from '../answer/answer-store'
import { circumstancesOf } from './circumstances'
import { type AskLimits, type CountedQuestion, countAskAgain, giveBackAsk } from './count-ask'
import { countUnderWay, lockAskCount } from './count-under-way'
import type { Database } from './database'
import type { Drafts } from './drafts'
import { earlierTurns } from './earlier-turns'
import { holdAlone, type Placed } from './hold-alone'
import { newId, timestamp } from './identifiers'
import { livingServers } from './owner-lease'
import type { QuestionTable, Schema } from './schema'
import { statement } from './statement'
import {
  type JoinedAnswer,
  parseErrorCode,
  parseFinish,
  parseParams,
  type QuestionRow,
  savedAnswer,
  savedAnswerColumns,
} from './stored-answer'
import { writeAnswer } from './write-answer'
import { AlreadyAsked, writeQuestion } from './write-question'
import { writeTransaction } from './write-transaction'

/** Where the repository tells of what failed without harm to an answer. */
export interface StoreLog {
  warn(details: object, message: string): void
}

interface StoreOptions {
  /** How much one user may ask; without it there is no limit. */
  limits?: AskLimits
  /** Told when something was written that jobs follow from. */
  jobAdded?: () => void
}

const unlimited: AskLimits = {
  daily: 0,
  minutely: Number.POSITIVE_INFINITY,
  atOnce: Number.POSITIVE_INFINITY,
}

/**
 * {@link AnswerStore} on the database. The text of an answer is `partial_…` of its question up to `last_seq` and
 * the drafts after that, until it is saved: so a draft that is left over can never be read twice, and a transaction
 * never has to span both databases.
 */
export class AnswerRepository implements AnswerStore {
  private readonly main: Kysely<Schema>
  private readonly drafts: Drafts
  private run = newId()

  readonly limits: AskLimits
  private readonly jobAdded: () => void

  constructor(
    private readonly database: Database,
    private readonly log: StoreLog,
    { limits = unlimited, jobAdded = () => {} }: StoreOptions = {},
  ) {
    this.limits = limits
    this.jobAdded = jobAdded
    this.main = database.main
    this.drafts = database.drafts
  }

  /** This run of the server: what another run left generating is an orphan, unless that one lives. */
  get owner(): string {
    return this.run
  }

  /** What it had until now may be anybody's: this is another run. */
  beginAnew(): void {
    this.run = newId()
  }

  async begin(input: NewQuestion): Promise<BeginResult> {
    try {
      const answer = await writeTransaction(this.main, async (transaction) => {
        const question = await writeQuestion(transaction, input, this)
        // The embedded database is one process's, which has counted already.
        if (this.database.shared) await this.countUnderWay(transaction, input.userId)
        return question
      })
      return { created: true, answer }
    } catch (error) {
      if (!(error instanceof AlreadyAsked)) throw error
    }
    const answer = await this.find(input.userId, input.requestId)
    if (answer === undefined) throw new QuestionNotFound(input.requestId)
    return { created: false, answer }
  }

  async find(userId: string, requestId: string): Promise<StoredAnswer | undefined> {
    const [row] = await selectAnswer(this.main, { userId, requestId })
    return row === undefined ? undefined : this.toStoredAnswer(row)
  }

  appendDrafts(drafts: readonly DraftAppend[]): Promise<readonly string[]> {
    return this.drafts.append(drafts)
  }

  async save(answer: FinalAnswer): Promise<{ answerId: string }> {
    const answerId = await writeTransaction(this.main, (transaction) => writeAnswer(transaction, answer))
    this.jobAdded()
    await this.forgetDrafts(answer.questionId)
    return { answerId }
  }

  async fail(answer: FailedAnswer): Promise<void> {
    const { questionId } = answer
    const isFailed = await writeTransaction(this.main, async (transaction) => {
      const failed = await transaction
        .updateTable('question')
        .set({
          status: 'failed',
          error_code: answer.errorCode,
          error_retryable: answer.retryable ? 1 : 0,
          failed_at: timestamp(),
          last_seq: answer.seq,
          partial_content: answer.content,
          partial_reasoning: answer.reasoning,
          partial_finish: null,
        })
        .where('id', '=', questionId)
        .where('fence', '=', answer.fence)
        .where('status', 'in', ['generating', 'failed'])
        .returning(['id', 'user_id', 'counted_on'])
        .executeTakeFirst()
      if (failed !== undefined && answer.content === '') await giveBackAsk(transaction, failed)
      return failed !== undefined
    })
    if (!isFailed) await this.refuseOvertaken(answer)
    await this.forgetDrafts(questionId)
  }

  /** The text moves from the drafts of earlier owners to the question: what they still write is not read any more. */
  async reopen(answer: TakenUp, discardText = false): Promise<number | undefined> {
    const { questionId } = answer
    const fence = answer.fence + 1
    const isReopened = await writeTransaction(this.main, async (transaction) => {
      const taken = transaction
        .updateTable('question')
        .set({
          status: 'generating',
          error_code: null,
          error_retryable: null,
          owner: this.owner,
          fence,
          last_seq: answer.lastSeq,
          ...(discardText ? noText : textOf(answer)),
        })
        .where('id', '=', questionId)
        .where('fence', '=', answer.fence)
        .returning(['id', 'user_id', 'session_id', 'again', 'counted_on'])
      const failed = await taken.where('status', '=', 'failed').executeTakeFirst()
      // Its student has asked for it, as for a new one; an orphan was counted when it began.
      if (failed) await this.countReopened(transaction, failed)
      const orphan = taken
        .where('status', '=', 'generating')
        .where(({ or, eb }) =>
          or([
            eb('owner', '=', this.owner),
            eb('owner', 'not in', livingServers({ main: transaction, now: this.database.now })),
          ]),
        )
      return (failed ?? (await orphan.executeTakeFirst())) !== undefined
    })
    if (!isReopened) return undefined
    await this.forgetDrafts(questionId)
    return fence
  }

  async unfinished(held: readonly string[]): Promise<StoredAnswer[]> {
    const rows = await selectAnswers(this.main)
      .where('question.status', '=', 'generating')
      .where(({ and, or, eb }) =>
        or([
          and([
            eb('question.owner', '=', this.owner),
            ...(held.length === 0 ? [] : [eb('question.id', 'not in', held)]),
          ]),
          and([
            eb('question.owner', '<>', this.owner),
            eb('question.owner', 'not in', livingServers(this.database)),
          ]),
        ]),
      )
      .orderBy('question.id')
      .execute()
    return Promise.all(rows.map((row) => this.toStoredAnswer(row)))
  }

  async history(
    sessionId: string,
    beforeQuestionId: string,
    max: number,
    except?: string,
  ): Promise<EarlierTurn[]> {
    if (max <= 0) return []
    return earlierTurns(this.main, sessionId, beforeQuestionId, max, except)
  }

  circumstances(asked: Pick<StoredAnswer, 'userId' | 'questionId' | 'params'>): Promise<Circumstances> {
    return circumstancesOf(this.main, asked)
  }

  /** Drops drafts that no answer reads any more: what a crash left between a save and its clearing up. */
  async dropStaleDrafts(): Promise<void> {
    const kept = await this.drafts.questionIds()
    if (kept.length === 0) return
    const rows = await this.main
      .selectFrom('question')
      .select('id')
      .where('status', '=', 'generating')
      .execute()
    const live = new Set(rows.map((row) => row.id))
    await this.drafts.drop(kept.filter((id) => !live.has(id)))
  }

  /** Forgets what is kept of these questions outside the main tables; they are deleted already. */
  async forgetQuestions(questionIds: readonly string[]): Promise<void> {
    await this.drafts.drop(questionIds)
  }

  private async countReopened(
    transaction: Transaction<Schema>,
    question: Placed & CountedQuestion,
  ): Promise<void> {
    const { shared } = this.database
    if (shared) await lockAskCount(transaction, question.user_id)
    await countAskAgain(transaction, question, this.limits)
    await holdAlone(transaction, question)
    if (shared) await this.countUnderWay(transaction, question.user_id)
  }

  private countUnderWay(transaction: Transaction<Schema>, userId: string): Promise<void> {
    return countUnderWay(transaction, userId, { most: this.limits.atOnce, now: this.database.now })
  }

  private async toStoredAnswer(row: AnswerRow): Promise<StoredAnswer> {
    const saved = savedAnswer(row)
    const draft = saved === undefined ? await this.drafts.read(row.id, row.last_seq, row.fence) : undefined
    const finish = draft?.finish ?? parseFinish(row.partial_finish)
    return {
      userId: row.user_id,
      requestId: row.request_id,
      sessionId: row.session_id,
      questionId: row.id,
      answerId: saved?.answerId ?? null,
      status: row.status,
      params: parseParams(row.params),
      content: saved?.content ?? row.partial_content + (draft?.content ?? ''),
      reasoning: saved?.reasoning ?? row.partial_reasoning + (draft?.reasoning ?? ''),
      lastSeq: draft?.lastSeq ?? row.last_seq,
      fence: row.fence,
      finishReason: saved?.finishReason ?? finish?.reason ?? null,
      usage: saved?.usage ?? finish?.usage ?? null,
      model: saved?.model ?? finish?.model ?? null,
      errorCode: parseErrorCode(row.error_code),
      errorRetryable: row.error_retryable === null ? null : row.error_retryable !== 0,
      traceparent: row.traceparent,
    }
  }

  /** What changed nothing may have been done before, or its question is gone; or it is not this owner's any more. */
  private async refuseOvertaken({ questionId, fence }: FailedAnswer): Promise<void> {
    const row = await this.main
      .selectFrom('question')
      .select('fence')
      .where('id', '=', questionId)
      .executeTakeFirst()
    if (row !== undefined && row.fence !== fence) throw new Overtaken(questionId)
  }

  /** The answer is safe already: drafts that stay are only space, and the next start clears them. */
  private async forgetDrafts(questionId: string): Promise<void> {
    try {
      await this.drafts.release(questionId)
    } catch (error) {
      this.log.warn({ err: error, questionId }, 'drafts of a finished answer could not be dropped')
    }
  }
}

const noText = { partial_content: '', partial_reasoning: '', partial_finish: null }

function textOf({ content, reasoning, finishReason, usage, model }: TakenUp) {
  const finish = finishReason && usage && { reason: finishReason, usage, ...(model ? { model } : {}) }
  return {
    partial_content: content,
    partial_reasoning: reasoning,
    partial_finish: finish ? JSON.stringify(finish) : null,
  }
}

function selectAnswers(database: Kysely<Schema>) {
  return database
    .selectFrom('question')
    .leftJoin('answer', 'answer.question_id', 'question.id')
    .select(savedAnswerColumns)
    .select([
      'question.id',
      'question.user_id',
      'question.session_id',
      'question.request_id',
      'question.params',
      'question.status',
      'question.error_code',
      'question.error_retryable',
      'question.last_seq',
      'question.fence',
      'question.partial_finish',
      'question.partial_content',
      'question.partial_reasoning',
      'question.traceparent',
    ])
}

type AnswerRow = QuestionRow & JoinedAnswer & Pick<QuestionTable, 'traceparent' | 'partial_finish'>

const selectAnswer = statement<{ userId: string; requestId: string }, AnswerRow>((database, value) =>
  selectAnswers(database)
    .where('question.user_id', '=', value('userId'))
    .where('question.request_id', '=', value('requestId')),
)
