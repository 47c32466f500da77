import type { FileStorage } from '../files/file-storage'
import { removePages } from '../files/remove-pages'
import type { AnswerRepository } from '../store/answer-repository'
import type { UserRepository } from '../store/user-repository'

/** What erasing somebody needs of the server. */
export interface EraseUserParts {
  users: Pick<UserRepository, 'erase'>
  answers: Pick<AnswerRepository, 'forgetQuestions'>
  storage: Pick<FileStorage, 'remove'>
}

/** How much of somebody was erased. */
export interface Erased {
  questions: number
  /** Whose bytes are removed. */
  pages: number
  /** Whose bytes were not found or could not be removed now: the job that went with their rows does it, at a server. */
  pagesLeft: number
}

/**
 * Erases an account: the rows together, then what memory holds (`forget`, told the request ids of their answers), drafts and the
 * bytes of pages, which nobody can reach any more. What is left of all that on the disk goes with the database's next `scrub`.
 * `undefined` where there is no such user.
 */
export async function eraseUser(
  { users, answers, storage }: EraseUserParts,
  userId: string,
  forget: (requestIds: readonly string[]) => Promise<void> = async () => undefined,
): Promise<Erased | undefined> {
  const erased = await users.erase(userId)
  if (erased === undefined) return undefined
  const { questionIds, requestIds, fileIds } = erased
  await forget(requestIds)
  await answers.forgetQuestions(questionIds)
  const pages = await removePages(storage, fileIds)
  return { questions: questionIds.length, pages, pagesLeft: fileIds.length - pages }
}
