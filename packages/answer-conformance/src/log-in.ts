import type { Target } from './target'

/** The development login, where no token is given. Rejects where the server has none. */
export async function logIn({ calls }: Pick<Target, 'calls'>, name: string): Promise<string> {
  const response = await fetch(`${calls}/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  const { access_token: token } = Object(response.ok ? await response.json() : {})
  if (typeof token !== 'string')
    throw new Error('--token is missing, and the server has no development login')
  return token
}
