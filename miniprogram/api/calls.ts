import { serverOrigin } from '../config'
import type { HttpRequest, HttpResponse } from '../platform/ports'
import { wxHttp } from '../platform/wx-http'
import { bearer } from '../stream/token'
import { tokenSource } from './login'
import { callError } from './responses'

/** Milliseconds for one call. */
const TIMEOUT = 15000

/**
 * Runs `attempt` with the beginning of the API's addresses and a token that is good there, and once more with another token where the server
 * refuses it. Rejects with `LearningError`.
 */
export async function withToken(
  attempt: (api: string, authorization: string) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  // Both of the server that is chosen now: another may be until there is a token.
  const api = `${serverOrigin()}/api/v1`
  const token = tokenSource()
  try {
    const response = await attempt(api, bearer(await token()))
    return response.status === 401 ? await attempt(api, bearer(await token())) : response
  } catch (error) {
    throw callError(error)
  }
}

/**
 * One call of the server's API, logged in. `path` begins after `/api/v1`; `timeout`: milliseconds. Rejects with `LearningError`.
 */
export function call(
  method: HttpRequest['method'],
  path: string,
  body?: object,
  timeout = TIMEOUT,
): Promise<HttpResponse> {
  return withToken((api, authorization) =>
    wxHttp.send({
      method,
      url: api + path,
      headers: { Authorization: authorization },
      ...(body === undefined ? {} : { body }),
      timeout,
    }),
  )
}

/** `?name=value…` out of what is given; nothing where nothing is. */
export function query(values: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
