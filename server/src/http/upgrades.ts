import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** What only offers another protocol, and is not there in the request that is served instead. */
const OFFERS: ReadonlySet<string> = new Set(['upgrade', 'http2-settings'])

/**
 * A server that hears of nothing but the upgrades to a WebSocket that `isOurs` says are for it. Any other offer is not taken, as every server may do
 * (RFC 9110, 7.8), and its request is served as what it is beside that. Node has let go of such a connection by then: answered by itself it would
 * never be read again, not even the body of this request, and stay open beyond the end of the server. So it comes back to `server` as a
 * new connection that begins with the same request, without the offer.
 */
export function upgradesTo(server: Server, isOurs: (request: IncomingMessage) => boolean): Server {
  const taken = createServer()
  /** The response to the last request of each connection: they end in their order. */
  const last = new WeakMap<Duplex, ServerResponse>()
  // All headers are given, and not the first thousand alone: a length that is left out would make the body another request. Their bytes are bounded.
  server.maxHeadersCount = 0
  server.on('request', ({ socket }, response) => void last.set(socket, response))
  server.on('upgrade', (request, socket, head) => {
    const isTaken = isWebSocket(request) && isOurs(request) && taken.emit('upgrade', request, socket, head)
    if (isTaken) return
    const serve = () => serveWithout(server, { request, socket, head })
    const before = last.get(socket)
    // Requests that came in one piece with it are answered first: their connection is the old one.
    if (before === undefined || before.closed) serve()
    else before.once('close', () => setImmediate(serve))
  })
  return taken
}

function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket'
}

function serveWithout(
  server: Server,
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
): void {
  if (socket.destroyed) return
  socket.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), head]))
  server.emit('connection', socket)
}

/** The request's head as it came, but for what it offers. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    const isConnection = name.toLowerCase() === 'connection'
    if (!OFFERS.has(name.toLowerCase())) {
      lines.push(`${name}: ${isConnection ? withoutOffers(value) : value}`)
    }
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

function withoutOffers(tokens: string): string {
  return tokens
    .split(',')
    .map((token) => token.trim())
    .filter((token) => !OFFERS.has(token.toLowerCase()))
    .join(', ')
}
