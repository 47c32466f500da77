import { bodyOf, callOf } from './call'
import type { Target } from './target'
import { Unreachable } from './unreachable'

/** The development login, where no token is given. Rejects with {@link Unreachable} where the server has none. */
export async function logIn(target: Pick<Target, 'calls' | 'patience'>, name: string): Promise<string> {
  const response = await callOf(target, '/auth/dev-login', { name })
  const { access_token: token } = Object(response.ok ? parsed(await bodyOf(response)) : {})
  if (typeof token === 'string') return token
  throw new Unreachable(
    'NO_ANSWER',
    `--token is missing, and ${response.url} is no development login: HTTP ${response.status}`,
  )
}

/** Nothing where it is none: a wrong address may show a page. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
