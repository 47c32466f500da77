import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import WebSocket from 'ws'

type Listener<Value> = (value: Value) => void

interface RequestOptions {
  url: string
  method: string
  header: Record<string, string>
  data?: string
  enableChunked?: boolean
  success(result: { statusCode: number; data: unknown }): void
  fail(reason: { errMsg: string }): void
}

/** A phone on a real network: `wx` over Node's own sockets and requests, with a network that a test can spoil. */
export class NodeWx {
  readonly storage = new Map<string, unknown>()
  /** No WebSocket gets through. */
  blocked = false
  /** Each socket breaks after this many messages. */
  cutAfter = Number.POSITIVE_INFINITY
  /** Sockets opened so far. */
  sockets = 0

  readonly wx = {
    connectSocket: ({ url }: { url: string }) => this.connect(url),
    request: (options: RequestOptions) => request(options),
    getStorageSync: (key: string) => this.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => this.storage.set(key, value),
    removeStorageSync: (key: string) => this.storage.delete(key),
  }

  private connect(url: string) {
    this.sockets += 1
    // Nothing listens on the port of a blocked network.
    const socket = new WebSocket(this.blocked ? 'ws://127.0.0.1:1' : url)
    let messages = 0
    return {
      send: ({ data }: { data: string }) => socket.send(data),
      close: ({ code }: { code: number }) => socket.close(code),
      onOpen: (listener: Listener<object>) => socket.on('open', () => listener({})),
      onMessage: (listener: Listener<{ data: string }>) =>
        socket.on('message', (data) => {
          messages += 1
          if (messages <= this.cutAfter) listener({ data: data.toString() })
          else socket.terminate()
        }),
      onError: (listener: Listener<{ errMsg: string }>) =>
        socket.on('error', ({ message }) => listener({ errMsg: message })),
      onClose: (listener: Listener<{ code: number; reason: string }>) =>
        socket.on('close', (code) => listener({ code, reason: '' })),
    }
  }
}

function request(options: RequestOptions) {
  const chunks: Listener<{ data: ArrayBuffer }>[] = []
  const heads: Listener<object>[] = []
  const sent: ClientRequest = httpRequest(
    options.url,
    // As WeChat does: every call is called JSON, also one without a body.
    { method: options.method, headers: { 'content-type': 'application/json', ...options.header } },
    (response: IncomingMessage) => {
      const parts: Buffer[] = []
      for (const listener of heads) listener({})
      response.on('data', (part: Buffer) => {
        parts.push(part)
        for (const listener of chunks) listener({ data: new Uint8Array(part).buffer })
      })
      response.on('end', () => {
        const data = options.enableChunked ? '' : Buffer.concat(parts).toString()
        options.success({ statusCode: response.statusCode ?? 0, data })
      })
    },
  )
  sent.on('error', ({ message }) => options.fail({ errMsg: message }))
  sent.end(options.data)
  return {
    abort: () => sent.destroy(),
    onChunkReceived: (listener: Listener<{ data: ArrayBuffer }>) => chunks.push(listener),
    onHeadersReceived: (listener: Listener<object>) => heads.push(listener),
  }
}
