import type { Clock, SocketFactory, SocketHandlers } from '../platform/ports'

/**
 * Sockets being opened at once, those among them that were given up: none can be closed until it opens, and WeChat has five
 * for the whole program.
 */
const MOST_OPENING = 4

/** A socket factory that a network which comes and goes cannot make open a socket each time. */
export class BoundedSockets implements SocketFactory {
  /** When each socket was begun that has neither opened nor failed. */
  private readonly opening = new Map<SocketHandlers, number>()
  private readonly sockets: SocketFactory
  private readonly clock: Clock

  constructor(sockets: SocketFactory, clock: Clock) {
    this.sockets = sockets
    this.clock = clock
  }

  /** As the factory's own; one too many is told as `closed`, and the next attempt finds room again. */
  connect(url: string, timeout: number, handlers: SocketHandlers): void {
    const now = this.clock.now()
    for (const [attempt, since] of this.opening) {
      // The host has given it up by now, also where it did not say so.
      if (now - since >= timeout) this.opening.delete(attempt)
    }
    if (this.opening.size >= MOST_OPENING) {
      handlers.closed('too many sockets are being opened')
      return
    }
    this.opening.set(handlers, now)
    this.sockets.connect(url, timeout, {
      opened: (socket) => {
        this.opening.delete(handlers)
        handlers.opened(socket)
      },
      message: (text) => handlers.message(text),
      closed: (reason) => {
        this.opening.delete(handlers)
        handlers.closed(reason)
      },
    })
  }
}
