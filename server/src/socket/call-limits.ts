import { Strangers } from '../auth/strangers'
import { LoginGate } from '../limits/login-gate'
import { MinuteCounts } from '../limits/minute-counts'
import { rateLimits } from '../limits/rate-limits'

/** A class behind one address, all of whom open the page at once. */
const MOST_BEFORE_LOGIN = 200
/** How often in a minute each of them may come anew, each time with another socket. */
const COMES_BACK = 30

/** What strangers and students may do at the routes that look at tokens themselves. */
export class CallLimits {
  /** Sockets and bodies of one address before login. */
  readonly gate: LoginGate
  /** Sockets that one address opens. */
  readonly opened: MinuteCounts
  /** Asks, resumes and stops of one user, however they come. */
  readonly calls: MinuteCounts
  readonly strangers = new Strangers()

  /** `mostBeforeLogin`: of one address. `callsPerMinute`: of one user. */
  constructor(mostBeforeLogin = MOST_BEFORE_LOGIN, callsPerMinute: number = rateLimits.calls) {
    this.calls = new MinuteCounts(callsPerMinute)
    this.gate = new LoginGate(mostBeforeLogin)
    this.opened = new MinuteCounts(mostBeforeLogin * COMES_BACK)
  }
}
