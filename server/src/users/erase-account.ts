import type { AnswerService } from '../answer/answer-service'
import type { Database } from '../store/database'
import type { JobQueue } from '../store/job-queue'
import type { UserRepository } from '../store/user-repository'
import type { Logger } from '../tracing/logger'
import { type Erased, type EraseUserParts, eraseUser } from './erase-user'

/** The kind of the job that tries again to leave nothing of the erased on the disk. */
export const SCRUB = 'scrub'

/** Erases a user's account with all that belongs to it; `undefined` where there is none. */
export type EraseAccount = (userId: string) => Promise<Erased | undefined>

interface EraseAccountParts extends EraseUserParts {
  users: Pick<UserRepository, 'erase' | 'requestsUnderWay'>
  answerService: Pick<AnswerService, 'end' | 'forgetUser'>
  database: Pick<Database, 'scrub'>
  queue: Pick<JobQueue, 'add'>
  logger: Pick<Logger, 'warn'>
}

/** Answers under way are stopped first, as in a session that is deleted: their models are let go, and nothing has failed. */
export function createEraseAccount(parts: EraseAccountParts): EraseAccount {
  const { users, answerService, database, queue, logger } = parts
  const end = (userId: string, requestId: string) =>
    answerService.end(userId, requestId).catch((error: unknown) => {
      logger.warn({ err: error, request_id: requestId }, 'an answer of an erased user could not be stopped')
    })
  const scrub = () =>
    database.scrub().catch((error: unknown) => {
      logger.warn({ err: error }, 'what is left of an erased user on the disk goes later')
      return queue.add({ kind: SCRUB, payload: null, name: SCRUB })
    })
  return async (userId) => {
    const underWay = await users.requestsUnderWay(userId)
    await Promise.all(underWay.map((requestId) => end(userId, requestId)))
    const erased = await eraseUser(parts, userId, (requestIds) =>
      answerService.forgetUser(userId, requestIds),
    )
    if (erased !== undefined) await scrub()
    return erased
  }
}
