import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorBody } from '../../../typings/protocol'
import { errorMessages } from '../messages/zh-CN'

/** What Node says of a request that it could not read, and with which status that is told; everything else is a 400. */
const STATUSES: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

/** What cannot be read as a request at all: it has no route and no reply, but the `{code, message}` of every error. */
export function refuseUnparsed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  refuseOn(socket, STATUSES[error.code ?? ''] ?? 400)
}

/** An upgrade to a WebSocket that is none by RFC 6455, which asks to be told the version that is spoken here (4.4). */
export function refuseHandshake(_error: Error, socket: Duplex): void {
  refuseOn(socket, 400, ['Sec-WebSocket-Version: 13'])
}

/** A body that took too long: whatever its route was about to say. */
export function refuseLate(socket: Duplex): void {
  if (!socket.destroyed) refuseOn(socket, 408)
}

function refuseOn(socket: Duplex, status: number, headers: readonly string[] = []): void {
  const refusal: ErrorBody = { code: 'BAD_REQUEST', message: errorMessages.BAD_REQUEST }
  const body = JSON.stringify(refusal)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ]
  // Whoever asked may be gone, and behind an upgrade or a tunnel nobody but this listens to the socket.
  socket.on('error', () => socket.destroy())
  socket.once('finish', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
