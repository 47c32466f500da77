import { badRequest } from '../errors/http-error'
import { messages } from '../messages/zh-CN'
import { foreignPicture, type ImageHeader, readImageHeader } from '../pictures/image-header'
import type { FileRepository, StoredFile } from '../store/file-repository'
import type { FileStorage } from './file-storage'
import { MOST_PIXELS, type PageEncoder } from './page-encoder'

interface AcceptPageParts {
  files: Pick<FileRepository, 'insert'>
  storage: Pick<FileStorage, 'received' | 'replace' | 'keep'>
  pageEncoder: PageEncoder
}

/** Makes a page of an upload that was received under `id`; what cannot be one is a 400 that says why, and is not kept. Rejects with `PagesFull`. */
export async function acceptPage(
  { files, storage, pageEncoder }: AcceptPageParts,
  { id, userId, gone }: { id: string; userId: string; gone?: AbortSignal | undefined },
): Promise<StoredFile> {
  const wish = { of: userId, signal: gone }
  const header = await pageEncoder.look(wish, async () => checkedHeader(await storage.received(id)))
  // Its bytes are read again when it is its turn: of those that wait none are in memory.
  const given = { ...header, read: () => storage.received(id) }
  const page = await pageEncoder.encode(given, wish)
  if (page === undefined) throw badRequest(messages.fileBroken)
  const { bytes, ...encoded } = page
  await storage.replace(id, bytes)
  const file = { id, user_id: userId, ...encoded, bytes: bytes.length }
  await storage.keep(id)
  await files.insert(file)
  return file
}

function checkedHeader(bytes: Buffer): ImageHeader {
  const header = readImageHeader(bytes)
  if (header === undefined) throw badRequest(refusalOf(bytes))
  if (header.width * header.height > MOST_PIXELS) throw badRequest(messages.fileDimensions)
  return header
}

/** A picture that only has the wrong format is told by its name, with what to do. */
function refusalOf(bytes: Buffer): string {
  const kind = foreignPicture(bytes)
  return kind === undefined ? messages.fileNotImage : messages.fileForeign[kind]
}
