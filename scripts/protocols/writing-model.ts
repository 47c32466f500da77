import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An OpenAI-compatible endpoint that thinks and writes the same each time, whatever it is asked. */
export interface WritingModel {
  baseUrl: string
  /** How often it was asked for an answer; what follows an answer is refused. */
  readonly asked: number
  close(): Promise<void>
}

/** `pieces` are written one each `pause` milliseconds, the thoughts before them. */
export async function startWritingModel(
  thoughts: readonly string[],
  pieces: readonly string[],
  pause: number,
): Promise<WritingModel> {
  let asked = 0
  const server = createServer((request, response) => {
    const body: Buffer[] = []
    request.on('data', (data: Buffer) => body.push(data))
    request.on('end', () => {
      const isExtras = 'response_format' in JSON.parse(Buffer.concat(body).toString())
      if (isExtras) {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end('{"error":{"message":"refused","code":"content_filter"}}')
        return
      }
      asked += 1
      const deltas = [
        ...thoughts.map((reasoning_content) => ({ reasoning_content })),
        ...pieces.map((content) => ({ content })),
      ]
      write(response, deltas, pause)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    get asked() {
      return asked
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function write(response: ServerResponse, deltas: readonly object[], pause: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (delta: object, finish_reason: string | null) =>
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`)
  let next = 0
  const timer = setInterval(() => {
    const delta = deltas[next++]
    if (delta !== undefined) {
      send(delta, null)
      return
    }
    clearInterval(timer)
    send({}, 'stop')
    response.end('data: [DONE]\n\n')
  }, pause)
  response.on('close', () => clearInterval(timer))
}
