import type { ServerResponse } from 'node:http'
import type { WebSocket } from 'ws'
import { type Frame, seqOf } from '../frame'

/** What carries frames to a client. */
export interface Wire {
  send(frame: Frame): void
  /** Resolves when the client has all of it, or is gone. */
  arrived(): Promise<void>
  /** As a server does that is done. */
  close(): void
  /** Without a word, as a network does. */
  cut(): void
}

/** A client's WebSocket answers a ping only after all that came before it. */
export function socketWire(socket: WebSocket): Wire {
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    arrived: () =>
      new Promise((resolve) => {
        socket.once('pong', () => resolve())
        socket.once('close', () => resolve())
        socket.ping('', undefined, (error) => error && resolve())
      }),
    close: () => socket.close(1000),
    cut: () => socket.terminate(),
  }
}

/** The same frames as server-sent events. */
export function eventWire(response: ServerResponse): Wire {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  response.flushHeaders()
  return {
    send: (frame) => {
      const seq = seqOf(frame)
      response.write(`${seq === undefined ? '' : `id: ${seq}\n`}data: ${JSON.stringify(frame)}\n\n`)
    },
    arrived: () =>
      new Promise((resolve) => {
        response.once('close', () => resolve())
        response.write(': \n\n', () => resolve())
      }),
    close: () => void response.end(),
    cut: () => void response.end(),
  }
}
