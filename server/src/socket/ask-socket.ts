import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import { HttpError } from '../http-error'
import { AskConversation, type AskParts, type SocketLink } from './ask-conversation'
import { explainRefusals } from './explain-refusals'

/** Bytes of one message that the socket takes at all: more than any question, whose limit is checked later. */
const MAX_PAYLOAD = 2 * 1024 * 1024

const address = '/api/v1/learning/ws/ask'

/** `GET /api/v1/learning/ws/ask`: one answer over one WebSocket. */
export async function registerAskSocket(app: FastifyInstance, parts: AskParts): Promise<void> {
  const conversations = new Set<AskConversation>()
  // Before the hook of the plugin, which closes every socket without a word.
  app.addHook('preClose', async () => {
    for (const conversation of conversations) conversation.shutDown()
  })
  await app.register(websocket, { options: { maxPayload: MAX_PAYLOAD } })
  app.route({
    method: 'GET',
    url: address,
    handler: () => {
      throw new HttpError(426, 'BAD_REQUEST')
    },
    wsHandler: (socket) => converse(socket, parts, conversations),
  })
}

/** Listeners are attached before anything is awaited, so that no message is lost. */
function converse(socket: WebSocket, parts: AskParts, conversations: Set<AskConversation>): void {
  explainRefusals(socket)
  const conversation = new AskConversation(new WebSocketLink(socket), parts)
  conversations.add(conversation)
  socket.on('message', (data) => conversation.receive(data.toString()))
  socket.on('error', (error) => parts.logger.debug({ err: error }, 'socket failed'))
  socket.on('close', () => {
    conversations.delete(conversation)
    conversation.end()
  })
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
