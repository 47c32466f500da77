import { serverOrigin } from '../config'
import type { HttpRequest, HttpResponse } from '../platform/ports'
import { wxHttp } from '../platform/wx-http'
import { bearer } from '../stream/token'
import { accessToken, tokenAfter } from './login'
import { callError } from './responses'

/** Milliseconds for one call. */
const TIMEOUT = 15000

/** Runs `attempt` with a token, and once more with another where the server refuses it. Rejects with `LearningError`. */
export async function withToken(
  attempt: (authorization: string) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  try {
    const token = await accessToken()
    const response = await attempt(bearer(token))
    return response.status === 401 ? await attempt(bearer(await tokenAfter(token))) : response
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
  const url = `${serverOrigin()}/api/v1${path}`
  return withToken((authorization) =>
    wxHttp.send({
      method,
      url,
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
