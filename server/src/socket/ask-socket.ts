import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import { AskConversation, type AskParts, type SocketLink } from './ask-conversation'

/** Bytes of one message that the socket takes at all; the limit of a question is checked later and politely. */
const MAX_PAYLOAD = 1024 * 1024

/** `GET /api/v1/learning/ws/ask`: one answer over one WebSocket. */
export async function registerAskSocket(app: FastifyInstance, parts: AskParts): Promise<void> {
  await app.register(websocket, { options: { maxPayload: MAX_PAYLOAD } })
  app.get('/api/v1/learning/ws/ask', { websocket: true }, (socket) => converse(socket, parts))
}

/** Listeners are attached before anything is awaited, so that no message is lost. */
function converse(socket: WebSocket, parts: AskParts): void {
  const conversation = new AskConversation(new WebSocketLink(socket), parts)
  socket.on('message', (data) => conversation.receive(data.toString()))
  socket.on('error', (error) => parts.logger.debug({ err: error }, 'socket failed'))
  socket.on('close', () => conversation.end())
}

class WebSocketLink implements SocketLink {
  constructor(private readonly socket: WebSocket) {}

  get buffered(): number {
    return this.socket.bufferedAmount
  }

  send(frame: object, written: () => void): void {
    this.socket.send(JSON.stringify(frame), written)
  }

  close(code: number): void {
    this.socket.close(code)
  }

  cut(): void {
    this.socket.terminate()
  }
}
