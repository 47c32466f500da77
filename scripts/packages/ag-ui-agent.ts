import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An agent of somebody else's: it speaks AG-UI and knows nothing of this repository. */
export interface Agent {
  port: number
  close(): Promise<void>
}

/** Answers each POST with one run that says `text`, four characters each `pause` milliseconds. */
export async function startAgent(text: string, pause: number): Promise<Agent> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => run(response, text.match(/.{1,4}/gsu) ?? [], pause))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function run(response: ServerResponse, deltas: readonly string[], pause: number): void {
  const ids = { threadId: 't1', runId: 'r1' }
  const messageId = 'm1'
  const events: object[] = [
    { type: 'RUN_STARTED', ...ids },
    { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' },
    ...deltas.map((delta) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta })),
    { type: 'TEXT_MESSAGE_END', messageId },
    { type: 'RUN_FINISHED', ...ids },
  ]
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let next = 0
  const timer = setInterval(() => {
    const event = events[next++]
    if (event !== undefined) response.write(`data: ${JSON.stringify(event)}\n\n`)
    else {
      clearInterval(timer)
      response.end()
    }
  }, pause)
  response.on('close', () => clearInterval(timer))
}
