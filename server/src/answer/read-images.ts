import type { FileLookup } from '../files/file-lookup'
import type { ModelImage } from '../model/model'
import { imagesNotFound } from './answer-error'

/** The pages at these addresses, in order. Rejects with `BAD_REQUEST` where one is not, or no longer, this user's. */
export async function readImages(
  files: FileLookup,
  userId: string,
  urls: readonly string[],
): Promise<ModelImage[]> {
  const found = await Promise.all(urls.map((url) => files.resolve(userId, url)))
  const missing = found.flatMap((image, place) => (image === undefined ? [place + 1] : []))
  if (missing.length > 0) throw imagesNotFound(missing)
  return found.flatMap((image) => image ?? [])
}
