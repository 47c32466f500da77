import http from 'node:http'
import net from 'node:net'
import type { Duplex } from 'node:stream'

/** Where the server listens. */
export interface Upstream {
  host: string
  port: number
}

/** As nginx says it in front of the server: who waits for an answer comes back. */
const UNREACHABLE = JSON.stringify({ code: 'SHUTTING_DOWN', message: '服务器没有启动' })

/** Headers on their way through: the client's own, and where it came from. */
function forwardedHeaders(request: http.IncomingMessage): http.OutgoingHttpHeaders {
  return { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress ?? '' }
}

/** Passes one HTTP request on, body and answer streamed; a client that leaves ends the upstream request too. */
export function proxyRequest(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  upstream: Upstream,
): void {
  const { method, url } = request
  const forwarded = http.request({ ...upstream, method, path: url, headers: forwardedHeaders(request) })
  forwarded.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  forwarded.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(502, { 'content-type': 'application/json; charset=utf-8' }).end(UNREACHABLE)
  })
  response.on('close', () => forwarded.destroy())
  request.pipe(forwarded)
}

/** Passes a WebSocket upgrade on as bytes: whatever breaks on one side breaks on the other. */
export function proxyUpgrade(
  request: http.IncomingMessage,
  socket: Duplex,
  head: Buffer,
  upstream: Upstream,
): void {
  const forwarded = net.connect(upstream.port, upstream.host)
  const headers: string[] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    headers.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`)
  }
  forwarded.on('connect', () => {
    forwarded.setNoDelay(true)
    forwarded.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
    forwarded.write(head)
    forwarded.pipe(socket)
    socket.pipe(forwarded)
  })
  forwarded.on('error', () => socket.destroy())
  socket.on('error', () => forwarded.destroy())
  forwarded.on('close', () => socket.destroy())
  socket.on('close', () => forwarded.destroy())
}
