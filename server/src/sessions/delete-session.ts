import type { AnswerService } from '../answer/answer-service'
import type { FileStorage } from '../files/file-storage'
import { removePages } from '../files/remove-pages'
import type { AnswerRepository } from '../store/answer-repository'
import type { DeletedSession, SessionRepository } from '../store/session-repository'
import type { Logger } from '../tracing/logger'

/** Deletes a user's session with all that belongs to it; `undefined` where the user has no such session. */
export type DeleteSession = (userId: string, sessionId: string) => Promise<DeletedSession | undefined>

interface DeleteSessionParts {
  sessions: SessionRepository
  answers: AnswerRepository
  storage: FileStorage
  answerService: Pick<AnswerService, 'end' | 'forget'>
  logger: Pick<Logger, 'warn'>
}

/**
 * Answers under way are stopped and kept first: nobody will read them. Then the rows go together, and what memory holds of
 * them; after that nobody can reach drafts and bytes, so that these may go one by one.
 */
export function createDeleteSession(parts: DeleteSessionParts): DeleteSession {
  const { sessions, answers, storage, answerService, logger } = parts
  const end = (userId: string, requestId: string) =>
    answerService.end(userId, requestId).catch((error: unknown) => {
      logger.warn(
        { err: error, request_id: requestId },
        'an answer of a deleted session could not be stopped',
      )
    })
  return async (userId, sessionId) => {
    const underWay = await sessions.requestsUnderWay(userId, sessionId)
    await Promise.all(underWay.map((requestId) => end(userId, requestId)))
    const deleted = await sessions.delete(userId, sessionId)
    if (deleted === undefined) return undefined
    await answerService.forget(userId, sessionId, deleted.requestIds)
    await answers.forgetQuestions(deleted.questionIds)
    await removePages(storage, deleted.fileIds)
    return deleted
  }
}
