import type { FastifyInstance } from 'fastify'
import type { Mistake, MistakePage } from '../../../typings/mistakes'
import { notFound } from '../errors/http-error'
import type { FileAddresses } from '../files/file-address'
import type { FileStorage } from '../files/file-storage'
import { removePages } from '../files/remove-pages'
import { type ById, existing, idOf, registerPatch } from '../http/by-id'
import { parseInput } from '../http/parse-input'
import { type CheckContent, refuseRiskyText } from '../safety/content-safety'
import { textsIn } from '../safety/texts-in'
import type { CorrectionRepository } from '../store/correction-repository'
import { present } from '../store/identifiers'
import type { MistakeEntry } from '../store/mistake-entry'
import { sameByHand } from '../store/mistake-keys'
import type { MistakeFilter, MistakeRepository } from '../store/mistake-repository'
import { changeBody, correctedBody, listQuery, ownBody, reviewBody } from './mistake-input'
import { mistakeItem } from './mistake-item'
import { reviewed } from './review-schedule'
import { registerSheet } from './sheet-routes'

interface MistakeRouteParts {
  mistakes: MistakeRepository
  corrections: Pick<CorrectionRepository, 'mistakeOf'>
  addresses: Pick<FileAddresses, 'sign'>
  storage: Pick<FileStorage, 'remove'>
  checkContent: CheckContent
}

const list = '/api/v1/learning/mistakes'
const single = '/api/v1/learning/mistakes/:id'

/** A student's mistake book. The scope has made sure who asks; what is somebody else's is 404. */
export function registerMistakeRoutes(scope: FastifyInstance, parts: MistakeRouteParts): void {
  const { mistakes, storage } = parts
  const told = (entry: MistakeEntry): Mistake =>
    mistakeItem(entry, { addresses: parts.addresses, now: new Date(present()) })

  scope.get(list, async (request): Promise<MistakePage> => {
    const { due, page, size, ...query } = parseInput(listQuery, request.query)
    const found = await mistakes.list(request.userId, { ...given(query), page, size, due: due === 'true' })
    return { ...found, items: found.items.map(told), page, size }
  })

  scope.post(list, async ({ userId, body }, reply): Promise<Mistake> => {
    const { entry, isNew } = await added(userId, body, parts)
    reply.code(isNew ? 201 : 200)
    return told(entry)
  })

  registerPatch(scope, single, async (request): Promise<Mistake> => {
    const changes = parseInput(changeBody, request.body)
    await refuseRiskyText(parts.checkContent, request.userId, ...textsIn(Object.values(changes)))
    return told(existing(await mistakes.change(request.userId, idOf(request), changes)))
  })

  scope.delete<ById>(single, async (request, reply) => {
    const unused = existing(await mistakes.remove(request.userId, idOf(request)))
    await removePages(storage, unused)
    return reply.code(204).send()
  })

  scope.post<ById>(`${single}/review`, async (request): Promise<Mistake> => {
    const { rating } = parseInput(reviewBody, request.body)
    const schedule = (entry: MistakeEntry) => reviewed(entry, rating, new Date(present()))
    return told(existing(await mistakes.review(request.userId, idOf(request), rating, schedule)))
  })

  registerSheet(scope, mistakes)
}

interface ListedBy extends Omit<MistakeFilter, 'marked'> {
  question_id?: string | undefined
  no?: string | undefined
}

/** An empty filter is none. */
function given({ subject, point, search, question_id: questionId, no }: ListedBy): MistakeFilter {
  return {
    subject: subject || undefined,
    point: point || undefined,
    search: search || undefined,
    marked: questionId && no ? { questionId, no } : undefined,
  }
}

type AddParts = Pick<MistakeRouteParts, 'mistakes' | 'corrections' | 'checkContent'>

/**
 * What was sent as a mistake: an exercise of a correction, or one written down by hand. One that is there already stays as it is: of what was
 * sent nothing is kept, so that nobody has to be paid to look at it. Throws a 400, a 404 or a 422.
 */
async function added(
  userId: string,
  body: unknown,
  { mistakes, corrections, checkContent }: AddParts,
): Promise<{ entry: MistakeEntry; isNew: boolean }> {
  if (typeof body === 'object' && body !== null && 'question_id' in body && body.question_id !== null) {
    const { question_id: questionId, no } = parseInput(correctedBody, body)
    const mistake = await corrections.mistakeOf(userId, questionId, no)
    if (mistake === undefined) throw notFound()
    return mistakes.add(mistake)
  }
  const written = parseInput(ownBody, body)
  const sameAs = sameByHand(written.subject, written.text)
  const entry = await mistakes.findByHand(userId, sameAs)
  if (entry !== undefined) return { entry, isNew: false }
  await refuseRiskyText(checkContent, userId, ...textsIn(Object.values(written)))
  return mistakes.add({ ...written, userId, sameAs, ...BY_HAND })
}

/** It stands on no page, and in no correction. */
const BY_HAND = { questionId: null, no: null, fileId: null, box: null } as const
