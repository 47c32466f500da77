import { once } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { WebSocket } from 'ws'
import type { ClientMessage, ServerFrame } from '../../../typings/protocol'
import { type Nginx, serverName } from './nginx-process'

export interface Answered {
  status: number
  headers: IncomingMessage['headers']
  /** Parsed where it is JSON. */
  body: unknown
}

interface Call {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Another address of this machine, to call from. */
  from?: string
}

const tls = ({ port, certificate }: Nginx, from?: string) => ({
  host: '127.0.0.1',
  port,
  ca: certificate,
  servername: serverName,
  ...(from === undefined ? {} : { localAddress: from }),
})

/** One call by HTTPS; the path is sent as it stands. */
export async function callThrough(nginx: Nginx, path: string, call: Call = {}): Promise<Answered> {
  return wholeOf(await openThrough(nginx, path, call))
}

/** A call whose body is written piece by piece, or never. `end` cuts it off. */
export function beginThrough(
  nginx: Nginx,
  path: string,
  { method = 'GET', headers = {}, from }: Omit<Call, 'body'>,
) {
  const asked = request({ ...tls(nginx, from), path, method, headers, agent: false })
  asked.flushHeaders()
  const answered = answerTo(asked).then(wholeOf)
  // Whoever cuts it off does not wait for it.
  answered.catch(() => undefined)
  return { write: (bytes: Buffer) => asked.write(bytes), answered, end: () => asked.destroy() }
}

async function wholeOf(response: IncomingMessage): Promise<Answered> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const isJson = response.headers['content-type']?.startsWith('application/json') ?? false
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  }
}

/** The same, as soon as its headers are there. */
export async function openThrough(nginx: Nginx, path: string, call: Call = {}): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body } = call
  const asked = request({ ...tls(nginx, call.from), path, method, headers, agent: false })
  const answered = answerTo(asked)
  asked.end(body)
  return answered
}

function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  // A body that is too large may be cut off while it is still being sent; the answer is there all the same.
  asked.on('error', () => undefined)
  return new Promise((resolve, reject) => {
    asked.on('response', resolve)
    asked.on('close', () => reject(new Error('closed without an answer')))
  })
}

/** A socket through nginx, as far as its first word: its frames, or the status with which it was refused. */
export function socketThrough(
  nginx: Nginx,
  { message, headers, from }: { message?: ClientMessage; headers?: Record<string, string>; from?: string },
) {
  const { host, port, ...options } = tls(nginx, from)
  const socket = new WebSocket(`wss://${host}:${port}/api/v1/learning/ws/ask`, {
    ...options,
    ...(headers === undefined ? {} : { headers }),
  })
  const frames: ServerFrame[] = []
  socket.on('open', () => message && socket.send(JSON.stringify(message)))
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  socket.on('error', () => undefined)
  const status = new Promise<number>((resolve) => {
    socket.on('upgrade', () => resolve(101))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
  })
  return { frames, status, closed: once(socket, 'close'), end: () => socket.terminate() }
}
