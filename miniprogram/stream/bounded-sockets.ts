import type { Clock, Socket, SocketFactory, SocketHandlers } from '../platform/ports'

/** Sockets that WeChat gives one program at once; those being opened count. */
const MOST_SOCKETS = 5
/** Those being opened at once, those among them that were given up: none can be closed until it opens. One is left for another use. */
const MOST_OPENING = 4

/** A socket factory that no network which comes and goes, and no number of answers, can make open more than WeChat has. */
export class BoundedSockets implements SocketFactory {
  /** When each socket was begun that has neither opened nor failed. */
  private readonly opening = new Map<SocketHandlers, number>()
  private readonly open = new Set<SocketHandlers>()
  private readonly sockets: SocketFactory
  private readonly clock: Clock

  constructor(sockets: SocketFactory, clock: Clock) {
    this.sockets = sockets
    this.clock = clock
  }

  /** As the factory's own; one too many is told as `full`. */
  connect(url: string, timeout: number, handlers: SocketHandlers): void {
    const now = this.clock.now()
    for (const [attempt, since] of this.opening) {
      // The host has given it up by now, also where it did not say so.
      if (now - since >= timeout) this.opening.delete(attempt)
    }
    const { size } = this.opening
    if (size >= MOST_OPENING || size + this.open.size >= MOST_SOCKETS) {
      handlers.full('too many sockets are open or being opened')
      return
    }
    this.opening.set(handlers, now)
    this.sockets.connect(url, timeout, {
      opened: (socket) => {
        this.opening.delete(handlers)
        this.open.add(handlers)
        handlers.opened(this.counted(socket, handlers))
      },
      message: (text) => handlers.message(text),
      closed: (reason) => {
        this.opening.delete(handlers)
        this.open.delete(handlers)
        handlers.closed(reason)
      },
      full: (reason) => {
        this.opening.delete(handlers)
        handlers.full(reason)
      },
    })
  }

  /** A socket that no longer counts once it is closed, also where the host does not report that. */
  private counted(socket: Socket, handlers: SocketHandlers): Socket {
    return {
      send: (text, failed) => socket.send(text, failed),
      close: () => {
        this.open.delete(handlers)
        socket.close()
      },
    }
  }
}
