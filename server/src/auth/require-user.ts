import type { FastifyInstance } from 'fastify'
import { AuthError } from '../errors/auth-error'
import type { LoginRepository, Standing } from '../store/login-repository'
import type { UserRepository } from '../store/user-repository'
import type { Authenticate } from './authenticate'
import type { Strangers } from './strangers'
import type { Tokens } from './tokens'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; empty outside the routes that require a user. */
    userId: string
  }
}

/**
 * Checks access tokens; a user who is no longer in the database is refused. One of a login that was ended counts as expired, so
 * that whoever is the user logs in anew in the middle of an answer.
 */
export function createAuthenticate(
  tokens: Tokens,
  users: Pick<UserRepository, 'find'>,
  logins: Pick<LoginRepository, 'standing'>,
): Authenticate {
  const standingOf = async (userId: string): Promise<Standing> =>
    (await users.find(userId)) === undefined ? 'nobody' : 'good'
  return async (token) => {
    const { userId, family } = tokens.verify(token, 'access')
    const standing = family === undefined ? await standingOf(userId) : await logins.standing(userId, family)
    if (standing === 'nobody') throw new AuthError('AUTH_ERROR', 'the user of the token does not exist')
    if (standing === 'ended') throw new AuthError('AUTH_EXPIRED', 'the login of the token has ended')
    return { userId }
  }
}

/** Lets only requests with a valid `Authorization` header reach the routes of this scope; the others are counted by their address. */
export function requireUser(scope: FastifyInstance, authenticate: Authenticate, strangers: Strangers): void {
  scope.addHook('onRequest', async (request) => {
    const check = strangers.from(request.ip, authenticate)
    const { userId } = await check(request.headers.authorization ?? '')
    request.userId = userId
  })
}
