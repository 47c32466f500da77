/** Somebody called more often than they may. */
export class TooManyCalls extends Error {
  override readonly name = 'TooManyCalls'

  /** Milliseconds until there is room again. */
  constructor(readonly retryAfterMs: number) {
    super('more calls than a minute has room for')
  }
}
