import type { AskParams } from '../../../typings/protocol'
import type { Logger } from '../tracing/logger'
import { type AskRequest, StillAnswered } from './answer-store'

/** What a question is looked at by before it is written. */
export interface LookParts {
  /** Rejects with `TooManyAsked` where this user may ask no more today, or this minute. Missing: it is only counted. */
  refuseTooMany?: (userId: string) => Promise<void>
  /** Rejects with `AnswerError` where a question may not be asked; without it each may. */
  checkQuestion?: (userId: string, params: AskParams) => Promise<void>
  /** Counts a question that was checked and is not asked as one of the minute: its check cost as much as that of one that is. */
  countUnasked?: (userId: string) => Promise<void>
  logger: Logger
}

/**
 * What is asked, looked at and with its pictures kept. Both cost something, so what would be refused for its number is refused
 * before; the count itself is the database's, when the question is written.
 */
export class FirstLook {
  private isChecked = false

  constructor(
    private readonly userId: string,
    private readonly parts: LookParts,
  ) {}

  /** What is asked. Rejects where it may not be. */
  async paramsOf({ params }: AskRequest): Promise<AskParams> {
    const { refuseTooMany, checkQuestion } = this.parts
    const costs = typeof params === 'function' || checkQuestion !== undefined
    if (costs) await refuseTooMany?.(this.userId)
    const asked = typeof params === 'function' ? await params((words) => this.judge(words)) : params
    await this.judge(asked)
    return asked
  }

  /** The question is not written, for this reason. Never rejects: the reason is what is told. */
  async unasked(reason: unknown): Promise<void> {
    // Who has to end another answer first comes again with the same one.
    if (!this.isChecked || reason instanceof StillAnswered) return
    try {
      await this.parts.countUnasked?.(this.userId)
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'a question that was refused was not counted')
    }
  }

  /** Once for each question. */
  private async judge(asked: AskParams): Promise<void> {
    const { checkQuestion } = this.parts
    if (this.isChecked || checkQuestion === undefined) return
    this.isChecked = true
    await checkQuestion(this.userId, asked)
  }
}
