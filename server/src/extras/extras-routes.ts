import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import type { Extras } from '../../../typings/protocol'
import { notFound } from '../errors/http-error'
import { parseInput, queryNumber } from '../http/parse-input'
import type { ExtrasRepository } from '../store/extras-repository'
import { isId } from '../store/identifiers'
import type { Clock } from '../time/clock'
import type { Bell } from './bell'

interface ExtrasRouteParts {
  extras: Pick<ExtrasRepository, 'find'>
  /** Rings when extras were made here, or a session was deleted. */
  extrasBell: Bell
}

/** Seconds of a long poll at the most. docs/protocol.md, "What follows an answer". */
const LONGEST_WAIT = 25
/** Milliseconds until it is looked whether another server made them. */
const LOOK = 1000

const waitQuery = v.object({ wait: queryNumber(0, 0, LONGEST_WAIT) })

/** What follows an answer, told as soon as it is there where the client waits for it. */
export function registerExtrasRoutes(
  scope: FastifyInstance,
  { extras, extrasBell }: ExtrasRouteParts,
  clock: Clock,
): void {
  scope.get<{ Params: { id: string } }>(
    '/api/v1/learning/answers/:id/extras',
    async (request, reply): Promise<Extras> => {
      const { wait } = parseInput(waitQuery, request.query)
      const { id } = request.params
      if (!isId(id)) throw notFound()
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const until = clock.now() + wait * 1000
      for (;;) {
        const found = await extras.find(request.userId, id)
        if (found === undefined) throw notFound()
        const left = until - clock.now()
        if (found.status !== 'pending' || left <= 0 || gone.signal.aborted) return found
        await extrasBell.wait(Math.min(left, LOOK), gone.signal)
      }
    },
  )
}
