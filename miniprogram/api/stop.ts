import { HostLacks } from '../platform/ports'
import { wxHttp } from '../platform/wx-http'
import { wxLogger } from '../platform/wx-logger'
import type { TokenSource } from '../stream/answer-types'
import type { WaitingStop } from '../stream/stop-outbox'
import { tokenSource } from './login'

/** Milliseconds for one call. */
const TIMEOUT = 15000

/** Tokens of this run's streams, for stops that they leave: a test or another login may have its own. */
const tokens = new Map<string, TokenSource>()

/** Names the token that a stop of this answer goes out with. */
export function rememberToken(requestId: string, token: TokenSource): void {
  tokens.set(requestId, token)
}

/** The stop was delivered, or none was left. */
export function forgetToken(requestId: string): void {
  tokens.delete(requestId)
}

/** Tells the server to stop. True when it answered: also a refusal is final. False where no answer came or it cannot serve. */
export async function deliverStop({ requestId, origin }: WaitingStop): Promise<boolean> {
  const token = tokens.get(requestId) ?? tokenSource()
  try {
    const status = await post(origin, requestId, token)
    // A source gives another token when it is asked again.
    const final =
      status === 401 && typeof token === 'function' ? await post(origin, requestId, token) : status
    if (final >= 500 || final === 429) return false
    forgetToken(requestId)
    return true
  } catch (error) {
    wxLogger.debug('[stop] not delivered', error)
    // A host without requests will never deliver it.
    return error instanceof HostLacks
  }
}

async function post(origin: string, requestId: string, token: TokenSource): Promise<number> {
  const given = typeof token === 'string' ? token : await token()
  const response = await wxHttp.send({
    method: 'POST',
    url: `${origin}/api/v1/learning/stop`,
    headers: { Authorization: given.startsWith('Bearer ') ? given : `Bearer ${given}` },
    body: { request_id: requestId },
    timeout: TIMEOUT,
  })
  return response.status
}
