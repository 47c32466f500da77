/** Why a token was refused: `AUTH_EXPIRED` may be cured by a refresh, `AUTH_ERROR` only by a new login. */
export type AuthErrorCode = 'AUTH_ERROR' | 'AUTH_EXPIRED'

/** A token that does not open the door. `message` is for the log and names no token. */
export class AuthError extends Error {
  override readonly name = 'AuthError'

  constructor(
    readonly code: AuthErrorCode,
    message: string,
  ) {
    super(message)
  }
}
