import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { HistoryPage, ListedSession, Session, SessionPage } from '../../../typings/protocol'
import type { FileAddresses } from '../files/file-address'
import { type ById, existing, idOf, registerPatch } from '../http/by-id'
import { characters, parseInput, queryNumber, shortText } from '../http/parse-input'
import { wordsFor } from '../model/subjects'
import { type CheckContent, refuseRiskyText } from '../safety/content-safety'
import type { HistoryEntry, HistoryRepository } from '../store/history-repository'
import { isId } from '../store/identifiers'
import type { ListedEntry, SessionRepository } from '../store/session-repository'
import type { DeleteSession } from './delete-session'

interface SessionRouteParts {
  sessions: SessionRepository
  history: HistoryRepository
  addresses: FileAddresses
  deleteSession: DeleteSession
  checkContent: CheckContent
}

const listQuery = v.object({
  page: queryNumber(1, 1, 100_000),
  size: queryNumber(20, 1, 100),
  search: v.optional(characters(0, 100)),
  subject: v.optional(shortText(0, 50)),
})
const createBody = v.object({
  title: v.nullish(characters(1, 100)),
  subject: v.nullish(shortText(1, 50)),
})
const renameBody = v.object({ title: characters(1, 100) })
const historyQuery = v.object({
  before: v.optional(v.pipe(v.string(), v.check(isId))),
  limit: queryNumber(20, 1, 100),
})

const list = '/api/v1/learning/sessions'
const single = '/api/v1/learning/sessions/:id'

/** A student's sessions. The scope has made sure who asks; what is somebody else's is 404. */
export function registerSessionRoutes(scope: FastifyInstance, parts: SessionRouteParts): void {
  const { sessions, addresses } = parts
  const withAddress = ({ thumbnailId, ...session }: ListedEntry): ListedSession => ({
    ...session,
    thumbnail_url: thumbnailId && addresses.sign(thumbnailId),
  })

  scope.get(list, async (request): Promise<SessionPage> => {
    const { page, size, search, subject } = parseInput(listQuery, request.query)
    const { items, total } = await sessions.list(request.userId, {
      page,
      size,
      search: search || undefined,
      subjects: subject ? wordsFor(subject) : undefined,
    })
    return { items: items.map(withAddress), total, page, size }
  })

  scope.post(list, async (request, reply): Promise<Session> => {
    const { title, subject = null } = parseInput(createBody, request.body)
    await refuseRiskyText(parts.checkContent, request.userId, title, subject)
    reply.code(201)
    return sessions.create(request.userId, title ?? undefined, subject)
  })

  scope.get<ById>(single, async (request): Promise<Session> => {
    return existing(await sessions.find(request.userId, idOf(request)))
  })

  const rename = async (request: FastifyRequest<ById>): Promise<Session> => {
    const { title } = parseInput(renameBody, request.body)
    await refuseRiskyText(parts.checkContent, request.userId, title)
    return existing(await sessions.rename(request.userId, idOf(request), title))
  }
  registerPatch(scope, single, rename)

  scope.delete<ById>(single, async (request, reply) => {
    existing(await parts.deleteSession(request.userId, idOf(request)))
    return reply.code(204).send()
  })

  registerHistoryRoute(scope, parts)
}

function registerHistoryRoute(
  scope: FastifyInstance,
  { sessions, history, addresses }: SessionRouteParts,
): void {
  const withAddresses = ({ fileIds, ...entry }: HistoryEntry) => ({
    ...entry,
    image_urls: fileIds.map((id) => addresses.sign(id)),
  })
  scope.get<ById>(`${single}/history`, async (request): Promise<HistoryPage> => {
    const query = parseInput(historyQuery, request.query)
    const session = existing(await sessions.find(request.userId, idOf(request)))
    const { items, hasMore } = await history.page(session.id, query)
    return { items: items.map(withAddresses), has_more: hasMore }
  })
}
