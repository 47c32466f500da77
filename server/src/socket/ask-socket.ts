import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { HttpError } from '../errors/http-error'
import { refuseHandshake } from '../http/refuse-unparsed'
import { upgradesTo } from '../http/upgrades'
import { AskConversation, type AskParts, type SocketLink } from './ask-conversation'
import { MAX_MESSAGE_LENGTH } from './client-message'
import { explainRefusals } from './explain-refusals'
import { HANDSHAKE } from './turns'

/** Bytes of one message that the socket takes at all: what the longest one has in UTF-8. Strangers may send as much. */
const MAX_PAYLOAD = 3 * MAX_MESSAGE_LENGTH

/** Bytes that are gathered before they leave. */
const MOST_GATHERED = 16 * 1024

const address = '/api/v1/learning/ws/ask'

/** `GET /api/v1/learning/ws/ask`: one answer over one WebSocket. */
export async function registerAskSocket(app: FastifyInstance, parts: AskParts): Promise<void> {
  const { gate, opened, strangers } = parts.limits
  /** What each request leaves the gate by. */
  const entered = new WeakMap<IncomingMessage, () => void>()
  const conversations = new Set<AskConversation>()
  // Before the hook of the plugin, which closes every socket without a word.
  app.addHook('preClose', async () => {
    for (const conversation of conversations) conversation.shutDown()
  })
  const server = upgradesTo(app.server, ({ url = '' }) => url.split('?', 1)[0] === address)
  await app.register(websocket, { options: { maxPayload: MAX_PAYLOAD, server }, errorHandler: endFailed })
  app.websocketServer.on('wsClientError', refuseHandshake)
  app.route({
    method: 'GET',
    url: address,
    onRequest: async ({ ip, raw }) => {
      // A class that comes back is there in one turn of the event loop: everybody else's next word must not wait for all of them.
      await parts.turns.take(HANDSHAKE)
      opened.count(ip)
      if (!gate.admits(ip)) throw new HttpError(429, 'RATE_LIMITED')
      const leave = gate.enter(ip)
      entered.set(raw, leave)
      if (raw.socket.destroyed) leave()
      else raw.socket.once('close', leave)
    },
    handler: ({ raw }) => {
      entered.get(raw)?.()
      throw new HttpError(426, 'BAD_REQUEST')
    },
    wsHandler: (socket, { raw, ip }) =>
      converse(new WebSocketLink(socket, raw.socket), socket, {
        parts: { ...parts, authenticate: strangers.from(ip, parts.authenticate) },
        conversations,
        loggedIn: entered.get(raw) ?? (() => undefined),
      }),
  })
}

/** What comes over a socket and is no WebSocket's is its sender's fault; anybody may send it. */
function endFailed(error: NodeJS.ErrnoException, socket: WebSocket, { log }: FastifyRequest): void {
  if (error.code?.startsWith('WS_ERR_') || error.syscall !== undefined) {
    log.debug({ err: error }, 'socket failed')
  } else log.error({ err: error }, 'a socket could not be served')
  socket.terminate()
}

/** Listeners are attached before anything is awaited, so that no message is lost. */
function converse(
  link: WebSocketLink,
  socket: WebSocket,
  {
    parts,
    conversations,
    loggedIn,
  }: { parts: AskParts; conversations: Set<AskConversation>; loggedIn: () => void },
): void {
  explainRefusals(socket)
  const conversation = new AskConversation(link, parts, loggedIn)
  conversations.add(conversation)
  parts.metrics.socketOpened()
  socket.on('message', (data) => conversation.receive(data.toString()))
  socket.on('error', (error) => parts.logger.debug({ err: error }, 'socket failed'))
  socket.on('close', () => {
    conversations.delete(conversation)
    parts.metrics.socketClosed()
    conversation.end()
  })
}

class WebSocketLink implements SocketLink {
  private gathers = false

  /** `stream`: what carries the socket. */
  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Socket,
  ) {}

  /** What is gathered leaves before anything else is done. */
  get buffered(): number {
    return this.gathers ? 0 : this.socket.bufferedAmount
  }

  send(frame: object, written?: () => void): void {
    if (written === undefined) this.gather()
    else this.release()
    this.socket.send(JSON.stringify(frame), written)
    if (this.stream.writableLength > MOST_GATHERED) this.release()
  }

  close(code: number): void {
    this.socket.close(code)
  }

  /** What was sent lies with the operating system by then, which goes on delivering it. */
  dismiss(code: number): void {
    this.socket.close(code)
    setImmediate(() => this.socket.terminate())
  }

  cut(): void {
    this.socket.terminate()
  }

  /** Frames that follow each other without a wait leave in one call of the operating system, which costs more than all the rest of them. */
  private gather(): void {
    if (this.gathers) return
    this.gathers = true
    this.stream.cork()
    process.nextTick(() => this.release())
  }

  private release(): void {
    if (!this.gathers) return
    this.gathers = false
    this.stream.uncork()
  }
}
