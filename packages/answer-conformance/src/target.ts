import { Unreachable } from './unreachable'

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
  /** Asked where an answer has to fail after its question was accepted; without it what holds then is not tried. */
  failingQuestion?: string
  /** Milliseconds of silence after which nothing is waited for any more; 60,000 unless told. */
  patience?: number
}

const PATH = '/api/v1/learning/ws/ask'

/** `url`: the server's origin, or the whole address of its socket. Throws {@link Unreachable} where it is neither. */
export function targetOf(url: string, others: Omit<Target, 'socket' | 'calls'>): Target {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || !/^(http|ws)s?:$/.test(address.protocol))
    throw new Unreachable(
      'NOT_CONNECTED',
      `${url} is no address of a server, such as https://tutor.example.com`,
    )
  const path = address.pathname === '/' ? PATH : address.pathname
  const isSecure = /s:$/.test(address.protocol)
  return {
    ...others,
    socket: `${isSecure ? 'wss' : 'ws'}://${address.host}${path}`,
    calls: `${isSecure ? 'https' : 'http'}://${address.host}${path.replace(/\/learning\/ws\/ask$/, '')}`,
  }
}
