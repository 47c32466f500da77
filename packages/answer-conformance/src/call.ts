import { PATIENCE } from './link'
import type { Target } from './target'
import { networkError, Unreachable } from './unreachable'

/** A call of the server, as JSON. Rejects with {@link Unreachable} where it is not answered in time; so does what reads its body. */
export async function callOf(
  { calls, patience = PATIENCE }: Pick<Target, 'calls' | 'patience'>,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const url = `${calls}${path}`
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      // Bounds its body, too.
      signal: AbortSignal.timeout(patience),
    })
  } catch (error) {
    throw new Unreachable('NO_ANSWER', `POST ${url}: ${networkError(error)}`)
  }
}

/** The text of a response. Rejects with {@link Unreachable} where it does not come to its end in time. */
export async function bodyOf(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch (error) {
    throw new Unreachable('NO_ANSWER', `POST ${response.url} breaks off: ${networkError(error)}`)
  }
}
