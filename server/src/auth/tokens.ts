import { createSigner, createVerifier, TokenError } from 'fast-jwt'
import * as v from 'valibot'
import { AuthError } from '../errors/auth-error'
import { present } from '../store/identifiers'

/** Seconds. */
export const accessLifetime = 2 * 60 * 60
/** Seconds that a refresh token is good for. */
export const refreshLifetime = 30 * 24 * 60 * 60

/** An access token opens every door, a refresh token only the one to new tokens. */
export type TokenKind = 'access' | 'refresh'

const payloadSchema = v.object({
  sub: v.string(),
  kind: v.picklist(['access', 'refresh']),
  /** The login that it comes from; tokens of before there were families have none. */
  fam: v.optional(v.string()),
  /** A refresh token's name in its family. */
  jti: v.optional(v.string()),
  /** Its end, in seconds since 1970. */
  exp: v.number(),
})

/** What a good token says. */
export interface TokenClaims {
  userId: string
  /** The login that it comes from. */
  family: string | undefined
  /** A refresh token's name in its family. */
  turn: string | undefined
}

/** Signs and checks JSON Web Tokens (HS256). */
export class Tokens {
  private readonly signPayload: (payload: object) => string
  private readonly verifyToken: (token: string) => unknown

  /** `now`: milliseconds since 1970. The servers' own: what one of them signs is good, and ends, at each of them. */
  constructor(
    secret: string,
    private readonly now: () => number = present,
  ) {
    this.signPayload = createSigner({ key: secret, algorithm: 'HS256' })
    this.verifyToken = createVerifier({ key: secret, algorithms: ['HS256'], ignoreExpiration: true })
  }

  /** `login`: where it comes from, and a refresh token's name there. */
  sign(userId: string, kind: TokenKind, login?: { family: string; turn?: string }): string {
    const issued = Math.floor(this.now() / 1000)
    const lifetime = kind === 'access' ? accessLifetime : refreshLifetime
    const times = { iat: issued, exp: issued + lifetime }
    return this.signPayload({ sub: userId, kind, fam: login?.family, jti: login?.turn, ...times })
  }

  /** What a token of this kind says, given with or without `Bearer `. Throws {@link AuthError}. */
  verify(token: string, kind: TokenKind): TokenClaims {
    const payload = v.safeParse(payloadSchema, this.decode(token.replace(/^Bearer\s+/i, '').trim()))
    if (!payload.success) throw new AuthError('AUTH_ERROR', 'the token has a foreign payload')
    const { sub: userId, kind: given, fam: family, jti: turn, exp } = payload.output
    if (exp * 1000 <= this.now()) throw new AuthError('AUTH_EXPIRED', 'the token has expired')
    if (given !== kind) throw new AuthError('AUTH_ERROR', `not an ${kind} token`)
    return { userId, family, turn }
  }

  private decode(token: string): unknown {
    try {
      return this.verifyToken(token)
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      throw new AuthError('AUTH_ERROR', error.message)
    }
  }
}
