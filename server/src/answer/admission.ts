import { messages } from '../messages/zh-CN'
import { AnswerError } from './answer-error'
import type { AnswerLimits } from './limits'

/** Milliseconds until it makes sense to ask again. */
const RETRY_AFTER_OVERLOAD = 5000
const RETRY_AFTER_RATE = 3000

/** Counts the answers that are begun or written, and refuses those that are too many. */
export class Admission {
  private total = 0
  private readonly byUser = new Map<string, number>()

  constructor(private readonly limits: Pick<AnswerLimits, 'mostRunning' | 'mostRunningPerUser'>) {}

  /** Takes a place; what it returns gives it back, once. Throws `OVERLOADED` or `RATE_LIMITED`. */
  enter(userId: string): () => void {
    const ofUser = this.byUser.get(userId) ?? 0
    const { mostRunningPerUser } = this.limits
    if (ofUser >= mostRunningPerUser) {
      const message = messages.answersAtOnce(mostRunningPerUser)
      throw new AnswerError('RATE_LIMITED', { message, retryAfterMs: RETRY_AFTER_RATE })
    }
    if (this.total >= this.limits.mostRunning) {
      throw new AnswerError('OVERLOADED', { retryAfterMs: RETRY_AFTER_OVERLOAD })
    }
    this.count(userId, 1)
    let left = false
    return () => {
      if (!left) this.count(userId, -1)
      left = true
    }
  }

  private count(userId: string, change: 1 | -1): void {
    this.total += change
    const ofUser = (this.byUser.get(userId) ?? 0) + change
    if (ofUser === 0) this.byUser.delete(userId)
    else this.byUser.set(userId, ofUser)
  }
}
