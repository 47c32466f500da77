import type { FileStorage } from '../files/file-storage'
import type { AnswerRepository } from '../store/answer-repository'
import type { UserRepository } from '../store/user-repository'

export interface EraseUserParts {
  users: Pick<UserRepository, 'erase'>
  answers: Pick<AnswerRepository, 'forgetQuestions'>
  storage: Pick<FileStorage, 'remove'>
}

/** How much of somebody was erased. */
export interface Erased {
  questions: number
  pages: number
}

/**
 * Erases an account: the rows together, then drafts and the bytes of pages, which nobody can reach any more. An answer that is
 * being written finds no question to be saved to. `undefined` where there is no such user.
 */
export async function eraseUser(parts: EraseUserParts, userId: string): Promise<Erased | undefined> {
  const erased = await parts.users.erase(userId)
  if (erased === undefined) return undefined
  await parts.answers.forgetQuestions(erased.questionIds)
  for (const id of erased.fileIds) await parts.storage.remove(id)
  return { questions: erased.questionIds.length, pages: erased.fileIds.length }
}
