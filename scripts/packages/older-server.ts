import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** What a program that asks an older server has of it. */
export interface OlderServer {
  readonly port: number
  close(): Promise<void>
}

/**
 * A tutor's server of before there were numbers (docs/protocol.md, "Older servers"): the first message is `{token, params}`, each frame has
 * the text so far. It lets everybody in, and writes four characters of the text each `pause` milliseconds.
 */
export async function startOlderServer(text: string, pause: number): Promise<OlderServer> {
  const server = createServer((_login, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ access_token: 'token' }))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.once('message', () => write(socket, text, pause)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    async close() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function write(socket: WebSocket, text: string, pause: number): void {
  const deltas = text.match(/.{1,4}/gsu) ?? []
  const say = (frame: object): void => socket.send(JSON.stringify(frame))
  let whole = ''
  const timer = setInterval(() => {
    const content = deltas.shift()
    if (content !== undefined) {
      whole += content
      say({ type: 'content', content, full_content: whole })
      return
    }
    clearInterval(timer)
    say({ type: 'content_finished', full_content: whole })
    say({ type: 'done', question_id: 'question', session_id: 'session' })
    socket.close(1000)
  }, pause)
  socket.on('close', () => clearInterval(timer))
}
