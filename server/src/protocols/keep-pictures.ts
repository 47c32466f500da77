import { Readable } from 'node:stream'
import { AnswerError } from '../answer/answer-error'
import { HttpError } from '../errors/http-error'
import { acceptPage } from '../files/accept-page'
import { type FileRouteParts, largestFile, uploadFailure } from '../files/file-routes'
import { messages } from '../messages/zh-CN'
import { plainFileUrl } from '../store/file-reference'
import { newId } from '../store/identifiers'
import type { Picture } from './picture'

/** What pictures are kept by. */
export type PictureParts = Pick<FileRouteParts, 'files' | 'storage' | 'pageEncoder'>

/** Rejects with {@link AnswerError} where there is no room for any of these: before anything else is done for them. */
export async function refuseFull(
  userId: string,
  pictures: readonly Picture[],
  { files }: Pick<PictureParts, 'files'>,
): Promise<void> {
  if (!pictures.some((picture) => 'bytes' in picture)) return
  try {
    await files.refuseMore(userId)
  } catch (error) {
    throw refusal(uploadFailure(error))
  }
}

/** Keeps what came as bytes like uploads of this user; gives the addresses of all, in their order. Rejects with {@link AnswerError}. */
export async function keepPictures(
  userId: string,
  pictures: readonly Picture[],
  parts: PictureParts,
): Promise<string[]> {
  const tooLarge = pictures.some((picture) => 'bytes' in picture && picture.bytes.length > largestFile)
  if (tooLarge) throw new AnswerError('BAD_REQUEST', { message: messages.fileTooLarge })
  const urls: string[] = []
  // One after the other: what is refused leaves at the most those before it, which are tidied up like uploads of no question.
  for (const picture of pictures) {
    urls.push('url' in picture ? picture.url : await keepPicture(userId, picture.bytes, parts))
  }
  return urls
}

async function keepPicture(userId: string, bytes: Buffer, parts: PictureParts): Promise<string> {
  const id = newId()
  try {
    await parts.storage.receive(id, Readable.from([bytes]))
    await acceptPage(parts, { id, userId })
    return plainFileUrl(id)
  } catch (error) {
    await parts.storage.remove(id)
    throw refusal(uploadFailure(error))
  }
}

function refusal(error: unknown): unknown {
  if (!(error instanceof HttpError)) return error
  const { message } = error
  return new AnswerError(error.code === 'SAVE_FAILED' ? 'SAVE_FAILED' : 'BAD_REQUEST', {
    message,
    cause: error,
  })
}
