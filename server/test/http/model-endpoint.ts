import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Message {
  role: string
  content: unknown
}

/** An OpenAI-compatible endpoint that writes one text slowly, and goes on from what a request says is written. */
export interface ModelEndpoint {
  baseUrl: string
  /** What it was asked for students, each time; what follows an answer is refused. */
  requests: Message[][]
  close(): Promise<void>
}

/** `pieces` of the text are sent one each `pause` milliseconds. */
export async function startModelEndpoint(pieces: readonly string[], pause: number): Promise<ModelEndpoint> {
  const requests: Message[][] = []
  const server = createServer((request, response) => {
    const body: Buffer[] = []
    request.on('data', (data: Buffer) => body.push(data))
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(body).toString()) as {
        messages: Message[]
        response_format?: object
      }
      const { messages, response_format } = asked
      if (response_format !== undefined) {
        refuseExtras(response)
        return
      }
      requests.push(messages)
      write(response, remaining(pieces, messages), pause)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refuseExtras(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message: 'refused', code: 'content_filter' } }))
}

/** What is written already stands in the last message of the assistant. */
function remaining(pieces: readonly string[], messages: readonly Message[]): string[] {
  const written = messages.findLast((message) => message.role === 'assistant')?.content ?? ''
  const rest = pieces.join('').slice(String(written).length)
  return rest.match(/.{1,4}/gsu) ?? []
}

function write(response: ServerResponse, pieces: readonly string[], pause: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  let next = 0
  const timer = setInterval(() => {
    const content = pieces[next++]
    if (content !== undefined) {
      send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
      return
    }
    clearInterval(timer)
    send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
    send({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 } })
    response.end('data: [DONE]\n\n')
  }, pause)
  response.on('close', () => clearInterval(timer))
}
