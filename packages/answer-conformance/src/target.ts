/** The server that is tried. */
export interface Target {
  /** `ws…/api/v1/learning/ws/ask`. */
  socket: string
  /** Where its calls are, such as `https://tutor.example.com/api/v1`. */
  calls: string
  token: string
  /** Of another user; without it what is between users is not tried. */
  otherToken?: string
  /** Its answer takes a few seconds. */
  question: string
}

const PATH = '/api/v1/learning/ws/ask'

/** `url`: the server's origin, or the whole address of its socket. Throws where it is neither. */
export function targetOf(url: string, others: Omit<Target, 'socket' | 'calls'>): Target {
  const address = new URL(url)
  if (!/^(http|ws)s?:$/.test(address.protocol)) throw new Error(`${url} is no address of a server`)
  const path = address.pathname === '/' ? PATH : address.pathname
  const isSecure = /s:$/.test(address.protocol)
  return {
    ...others,
    socket: `${isSecure ? 'wss' : 'ws'}://${address.host}${path}`,
    calls: `${isSecure ? 'https' : 'http'}://${address.host}${path.replace(/\/learning\/ws\/ask$/, '')}`,
  }
}
