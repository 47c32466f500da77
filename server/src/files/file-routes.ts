import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { UploadedFile } from '../../../typings/protocol'
import type { Authenticate } from '../auth/authenticate'
import { errorCode } from '../errors/error-code'
import { badRequest, HttpError, notFound } from '../errors/http-error'
import { StoreAway } from '../errors/store-away'
import { countedFile } from '../http/arriving-body'
import { FORM_LIMITS, readable } from '../http/readable-form'
import { messages } from '../messages/zh-CN'
import { type FileRepository, PagesFull, type StoredFile } from '../store/file-repository'
import { isId, newId } from '../store/identifiers'
import { acceptPage } from './accept-page'
import type { FileAddresses } from './file-address'
import type { FileStorage } from './file-storage'
import type { PageEncoder } from './page-encoder'

/** What the routes of pages stand on. */
export interface FileRouteParts {
  files: FileRepository
  storage: FileStorage
  pageEncoder: PageEncoder
  addresses: FileAddresses
  authenticate: Authenticate
}

/** Bytes of a page. docs/protocol.md, "Plain calls". */
export const largestFile = 10 * 1024 * 1024

const signedQuery = v.object({
  expires: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
  signature: v.string(),
})

/** Upload; the scope has made sure who asks. */
export async function registerFileUpload(scope: FastifyInstance, parts: FileRouteParts): Promise<void> {
  await scope.register(multipart, { limits: { ...FORM_LIMITS, fileSize: largestFile } })
  scope.post(
    '/api/v1/files',
    { config: { takesLong: true, keptOnDisk: true } },
    async (request, reply): Promise<UploadedFile> => {
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort(badRequest(messages.fileMissing)))
      const { id, width, height, bytes } = await receive(request, gone.signal, parts).catch(
        (error: unknown) => {
          throw uploadFailure(error)
        },
      )
      return { id, url: parts.addresses.sign(id), width, height, bytes }
    },
  )
}

/** Download by a signed address, or for the owner. */
export function registerFileDownload(scope: FastifyInstance, parts: FileRouteParts): void {
  scope.get<{ Params: { id: string } }>('/api/v1/files/:id', async (request, reply) => {
    const { id } = request.params
    const file = await visibleFile(id, request, parts)
    const bytes = await parts.storage.openFile(file.id)
    if (bytes === undefined) throw notFound()
    return sendFile(reply, file, bytes)
  })
}

/** `gone`: nobody waits for it any more. */
async function receive(
  request: FastifyRequest,
  gone: AbortSignal,
  parts: FileRouteParts,
): Promise<StoredFile> {
  const { storage } = parts
  // Nobody has to send what would not be kept.
  await parts.files.refuseMore(request.userId)
  if (!request.isMultipart()) throw badRequest(messages.fileMissing)
  const part = await readable(request.file(), messages.fileMissing)
  if (part === undefined) throw badRequest(messages.fileMissing)
  const id = newId()
  await readable(storage.receive(id, countedFile(request, part.file)), messages.fileMissing)
  try {
    if (part.fieldname !== 'file') throw badRequest(messages.fileMissing)
    if (part.file.truncated) throw new HttpError(413, 'BAD_REQUEST', messages.fileTooLarge)
    return await acceptPage(parts, { id, userId: request.userId, gone })
  } catch (error) {
    await storage.remove(id)
    throw error
  }
}

/** What the operating system says of a disk that is full, or takes nothing for another reason. */
const DISK_REFUSALS: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EIO',
  'EMFILE',
  'ENFILE',
])

/**
 * A disk, or a store, that takes nothing now may do so later: the student is told that, and may try again. Of too many pages they are told what
 * makes room.
 */
export function uploadFailure(error: unknown): unknown {
  if (error instanceof PagesFull) {
    return new HttpError(413, 'BAD_REQUEST', messages.pagesFull(error.megabytes), { cause: error })
  }
  return DISK_REFUSALS.has(errorCode(error)) || error instanceof StoreAway
    ? new HttpError(503, 'SAVE_FAILED', messages.fileNotSaved, { cause: error })
    : error
}

/** A good signature opens the file for anybody; without one only its owner's token does. */
async function visibleFile(
  id: string,
  request: FastifyRequest,
  { files, addresses, authenticate }: FileRouteParts,
): Promise<StoredFile> {
  const signed = v.safeParse(signedQuery, request.query)
  const allowed = signed.success && addresses.allows(id, signed.output)
  const userId = allowed ? undefined : (await authenticate(request.headers.authorization ?? '')).userId
  const file = isId(id) ? await files.find(id) : undefined
  if (file === undefined || (userId !== undefined && file.user_id !== userId)) throw notFound()
  return file
}

/** Pages never change, so a device may keep them; `nosniff` since strangers made them. */
function sendFile(reply: FastifyReply, file: StoredFile, bytes: NodeJS.ReadableStream): FastifyReply {
  return reply
    .header('content-type', file.mime)
    .header('content-length', file.bytes)
    .header('cache-control', 'private, max-age=86400, immutable')
    .header('x-content-type-options', 'nosniff')
    .send(bytes)
}
