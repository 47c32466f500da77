import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Milliseconds in which the operating system takes some of a reply. It takes more only once about a third of its own buffer (4 MB at most on Linux)
 * has gone out, so that whoever reads steadily, 5 KB a second or more, is not cut; of who reads nothing it is seen by then.
 */
const PATIENCE = 300_000

/** Replies of each connection that are not written out: calls may be sent before the one before them is answered. */
const underWay = new WeakMap<Socket, number>()

/**
 * Lets go of connections whose reader takes nothing of a reply: it is held here until they do, and a student may have hundreds made in a minute. Streams
 * of answers are bounded by themselves (socket/deliver.ts). To be registered before the routes.
 */
export function letGoOfUnread(app: FastifyInstance, patience = PATIENCE): void {
  app.addHook('onSend', async ({ raw: { socket } }, reply, payload) => {
    // Calls without a connection have none.
    if (!(socket instanceof Socket)) return payload
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1)
    // Begins anew with each piece that the operating system takes; Node destroys the connection.
    socket.setTimeout(patience)
    // Before Node waits on this connection for the next request.
    reply.raw.prependOnceListener('finish', () => {
      const left = (underWay.get(socket) ?? 1) - 1
      underWay.set(socket, left)
      socket.setTimeout(left > 0 ? patience : 0)
    })
    return payload
  })
}
