import type { ResponseHead } from '../../platform/ports'
import type { ErrorIn } from '../frames'
import { pauseAsked, refusalOf, refusalOfStatus } from '../http-refusal'
import type { LossReason } from '../link'

/** What an HTTP refusal of a tutor's chunked request comes to. */
export type FallbackRefusal =
  /** The tutor's own word, which ends an answer or puts it off as over a socket. */
  { error: ErrorIn } | { lost: LossReason }

/**
 * Statuses that say nothing of the question: there is no such call (an older server), a request was not read in time, or the network wants a login of
 * its own (407; 511 is among those of 500 and more, which are a server's that is away).
 */
const OF_THE_WAY: ReadonlySet<number> = new Set([404, 405, 407, 408, 410, 425])

/**
 * Only a code is the tutor's own word. Any other refusal may be that of somebody on the way (a gateway, a portal, a blocking proxy), who is
 * gone with the next network: that is a lost link, tried again like any other, and said as what it is where no attempt is left and nothing
 * of the question can have arrived. `renewable`: the login can be asked for another token. `mayBeKnown`: the question may have reached the
 * server, so that a later attempt can have its answer whoever refused this one.
 */
export function fallbackRefusal(
  head: ResponseHead,
  text: string,
  renewable: boolean,
  mayBeKnown: boolean,
): FallbackRefusal {
  const told = refusalOf({ ...head, text })
  if (told !== undefined) return { error: told }
  const refusal = refusalOfStatus(head)
  // A gateway that checks tokens does not tell one that has expired from one that is wrong.
  if (head.status === 401 && renewable) return { error: { ...refusal, code: 'AUTH_EXPIRED' } }
  const detail = `refused with HTTP ${head.status}`
  const lost: LossReason = { kind: 'closed', detail, retryAfterMs: pauseAsked(head.headers) }
  return { lost: mayBeKnown ? lost : { ...lost, refusal } }
}

/** Whether a refusal of this status, without a code, says nothing of the question: it may even have arrived. */
export function saysNothing(status: number): boolean {
  return status >= 500 || OF_THE_WAY.has(status)
}
