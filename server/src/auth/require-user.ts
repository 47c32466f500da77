import type { FastifyInstance } from 'fastify'
import type { UserRepository } from '../store/user-repository'
import { AuthError, type Authenticate } from './authenticate'
import type { Tokens } from './tokens'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; empty outside the routes that require a user. */
    userId: string
  }
}

/** Checks access tokens; a user who is no longer in the database is refused. */
export function createAuthenticate(tokens: Tokens, users: UserRepository): Authenticate {
  return async (token) => {
    const userId = tokens.verify(token, 'access')
    const user = await users.find(userId)
    if (user === undefined) throw new AuthError('AUTH_ERROR', 'the user of the token does not exist')
    return { userId }
  }
}

/** Lets only requests with a valid `Authorization` header reach the routes of this scope. */
export function requireUser(scope: FastifyInstance, authenticate: Authenticate): void {
  scope.addHook('onRequest', async (request) => {
    const { userId } = await authenticate(request.headers.authorization ?? '')
    request.userId = userId
  })
}
