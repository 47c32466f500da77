import type { FileStorage } from '../files/file-storage'
import type { AnswerRepository } from '../store/answer-repository'
import type { DeletedSession, SessionRepository } from '../store/session-repository'

/** Deletes a user's session with all that belongs to it; `undefined` where the user has no such session. */
export type DeleteSession = (userId: string, sessionId: string) => Promise<DeletedSession | undefined>

export interface DeleteSessionParts {
  sessions: SessionRepository
  answers: AnswerRepository
  storage: FileStorage
}

/** Rows go first and together; after that nobody can reach drafts and bytes, so that these may go one by one. */
export function createDeleteSession({ sessions, answers, storage }: DeleteSessionParts): DeleteSession {
  return async (userId, sessionId) => {
    const deleted = await sessions.delete(userId, sessionId)
    if (deleted === undefined) return undefined
    await answers.forgetQuestions(deleted.questionIds)
    await Promise.all(deleted.fileIds.map((id) => storage.remove(id)))
    return deleted
  }
}
