import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

/** A server that speaks chat completions exactly as well as a test wants. */
export class ChatEndpoint {
  readonly bodies: { messages: { role: string; content: unknown }[]; [field: string]: unknown }[] = []
  private open = 0
  private noneOpen: (() => void) | undefined
  private readonly server = createServer((request, response) => this.serve(request, response))

  private constructor(public behaviour: Behaviour) {}

  static async start(behaviour: Behaviour): Promise<ChatEndpoint> {
    const endpoint = new ChatEndpoint(behaviour)
    await new Promise<void>((resolve) => endpoint.server.listen(0, '127.0.0.1', resolve))
    return endpoint
  }

  get baseUrl(): string {
    const { port } = this.server.address() as AddressInfo
    return `http://127.0.0.1:${port}/v1`
  }

  /** Resolves when no call is open any more. */
  async allClosed(): Promise<void> {
    if (this.open === 0) return
    await new Promise<void>((resolve) => {
      this.noneOpen = resolve
    })
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const body: Buffer[] = []
    this.open += 1
    response.on('close', () => {
      this.open -= 1
      if (this.open === 0) this.noneOpen?.()
    })
    request.on('data', (data: Buffer) => body.push(data))
    request.on('end', () => {
      this.bodies.push(JSON.parse(Buffer.concat(body).toString()))
      this.behaviour(response, request)
    })
  }
}

/** Sends these chunks as server-sent events; the response stays open. */
export function sendChunks(response: ServerResponse, chunks: readonly object[]): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`)
}

export const delta = (content: string) => ({
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
})
export const finish = (finish_reason = 'stop') => ({ choices: [{ index: 0, delta: {}, finish_reason }] })
export const usageChunk = {
  choices: [],
  usage: { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 },
}

/** Streams these chunks and ends as vendors do. */
export function streams(...chunks: object[]): Behaviour {
  return (response) => {
    sendChunks(response, chunks)
    response.end('data: [DONE]\n\n')
  }
}

/** Refuses with a status and a body as vendors do. */
export function refuses(status: number, message: string, code?: string, headers = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error: { message, code } }))
  }
}
