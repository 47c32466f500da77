import { errorCode } from './error-code'

/**
 * The database does not answer now, or another process has it locked: what was asked may succeed soon. Every call of a
 * store may reject with it. What was written may have been carried out all the same.
 */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'
  /** What the database, or the operating system, calls it. */
  readonly code: string

  constructor(cause: unknown) {
    super('the database is away', { cause })
    this.code = errorCode(cause)
  }
}
