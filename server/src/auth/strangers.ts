import { AuthError } from '../errors/auth-error'
import { MinuteCounts } from '../limits/minute-counts'
import { rateLimits } from '../limits/rate-limits'
import type { Authenticate } from './authenticate'

/**
 * Counts calls whose token opens nothing, by address and over all routes. Beyond the bound they are told so in place of their refusal;
 * who has a good token is let in all the same, since a school shares one address.
 */
export class Strangers {
  private readonly counts: MinuteCounts

  constructor(perMinute: number = rateLimits.strangers, now?: () => number) {
    this.counts = new MinuteCounts(perMinute, now)
  }

  /** The same check of a token, for whoever calls from this address. It rejects with `TooManyCalls`, too. */
  from(address: string, authenticate: Authenticate): Authenticate {
    return async (token) => {
      try {
        return await authenticate(token)
      } catch (error) {
        if (error instanceof AuthError) this.counts.count(address)
        throw error
      }
    }
  }

  /** For what costs work before a token is seen. Throws `TooManyCalls`. */
  refuse(address: string): void {
    this.counts.refuse(address)
  }
}
