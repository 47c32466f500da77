import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'

const MINUTE = '1 minute'

/** Calls a minute. Far above what a student's phone does, and below what would hurt the others. */
export const rateLimits = {
  /** By address: a school may share one. */
  login: 300,
  /** By address: calls whose token opens nothing, such as those of a school whose logins have all ended. */
  strangers: 3000,
  /** By user: ten pages for each of twelve questions. */
  upload: 120,
  /** By address: a long history shows many pages at once. */
  download: 3000,
  /** By user: each is a call of a model. */
  speech: 60,
  /** By user: each reads all that is kept of them, or sets it for paper. */
  exports: 20,
  /** By user: everything else. */
  calls: 600,
} as const

/** Limits the calls of this scope, counted by user where the scope requires one, else by address. */
export async function limitRate(scope: FastifyInstance, perMinute: number): Promise<void> {
  await scope.register(rateLimit, {
    max: perMinute,
    timeWindow: MINUTE,
    keyGenerator: (request) => request.userId || request.ip,
  })
}

/** Options of a route that may be called less often than the others of its scope. */
export function limited(perMinute: number): { config: { rateLimit: { max: number; timeWindow: string } } } {
  return { config: { rateLimit: { max: perMinute, timeWindow: MINUTE } } }
}
