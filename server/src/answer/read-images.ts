import type { FileLookup } from '../files/file-lookup'
import { messages } from '../messages/zh-CN'
import type { ModelImage } from '../model/model'
import { AnswerError } from './answer-error'

/** The pages at these addresses, in order. Rejects with `BAD_REQUEST` where one is not, or no longer, this user's. */
export async function readImages(
  files: FileLookup,
  userId: string,
  urls: readonly string[],
): Promise<ModelImage[]> {
  const found = await Promise.all(urls.map((url) => files.resolve(userId, url)))
  return found.map((image) => {
    if (!image) throw new AnswerError('BAD_REQUEST', { message: messages.imageNotFound })
    return image
  })
}
