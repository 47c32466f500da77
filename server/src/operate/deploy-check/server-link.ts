import { WebSocket } from 'ws'
import type { AskMessage, ServerFrame } from '../../../../typings/protocol'
import { demand, Wrong } from './report'

/** Milliseconds for a call, and for an answer. */
const CALL = 30_000
const ANSWER = 180_000

/** What a server answered, whatever its status. */
export interface Reply {
  status: number
  headers: Headers
  bytes: Buffer
  /** Parsed where it is JSON. */
  body: unknown
}

/** A frame, and when it came, in milliseconds since the question was sent. */
export interface Arrived {
  frame: ServerFrame
  at: number
}

/** A server as a client far away sees it. */
export class ServerLink {
  token = ''
  private readonly base: string

  /** `address`: such as `https://tutor.example.com`. */
  constructor(address: string) {
    this.base = address.replace(/\/+$/, '')
  }

  /** A path below the server's address, or a whole address. */
  async call(
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: string | FormData } = {},
  ): Promise<Reply> {
    const authorization = this.token === '' ? {} : { authorization: `Bearer ${this.token}` }
    const response = await fetch(new URL(path, `${this.base}/`), {
      method,
      headers: { ...authorization, ...options.headers },
      body: options.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(CALL),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes, body: json(response, bytes) }
  }

  send(method: string, path: string, body: object): Promise<Reply> {
    return this.call(method, path, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  /** Everything that comes over a WebSocket until it closes. */
  askBySocket(message: AskMessage): Promise<Arrived[]> {
    const frames: Arrived[] = []
    const socket = new WebSocket(`${this.base.replace(/^http/, 'ws')}/api/v1/learning/ws/ask`, {
      handshakeTimeout: CALL,
    })
    let begun = 0
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => socket.terminate(), ANSWER)
      socket.on('open', () => {
        begun = performance.now()
        socket.send(JSON.stringify(message))
      })
      socket.on('message', (data) =>
        frames.push({ frame: JSON.parse(String(data)), at: performance.now() - begun }),
      )
      socket.on('error', (error) => reject(new Wrong(`the socket: ${error.message}`)))
      socket.on('close', () => {
        clearTimeout(timer)
        resolve(frames)
      })
    })
  }

  /** The same over server-sent events. */
  async askByEvents(message: Omit<AskMessage, 'token'>): Promise<Arrived[]> {
    const begun = performance.now()
    const response = await fetch(`${this.base}/api/v1/learning/ask-stream`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(ANSWER),
    })
    const type = response.headers.get('content-type') ?? 'nothing'
    demand(
      response.status === 200 && type.startsWith('text/event-stream'),
      `it is ${response.status} and ${type}`,
    )
    const frames: Arrived[] = []
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const data = /^data: (.*)$/.exec(line)?.[1]
        if (data !== undefined) frames.push({ frame: JSON.parse(data), at: performance.now() - begun })
      }
    }
    return frames
  }
}

function json(response: Response, bytes: Buffer): unknown {
  if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) return undefined
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}
