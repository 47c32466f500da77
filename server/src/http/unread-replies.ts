import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Milliseconds in which whoever was answered takes some of the answer: phones on a bad network take some in each. */
const PATIENCE = 60_000

/**
 * Lets go of connections whose reader takes nothing of a reply: it is held here until they do, and a student may have hundreds made in a minute. Streams
 * of answers are bounded by themselves (socket/deliver.ts). To be registered before the routes.
 */
export function letGoOfUnread(app: FastifyInstance, patience = PATIENCE): void {
  app.addHook('onSend', async ({ raw: { socket } }, reply, payload) => {
    // Calls without a connection have none.
    if (!(socket instanceof Socket)) return payload
    // Begins anew with each piece that the other side takes; Node destroys the connection.
    socket.setTimeout(patience)
    // Before Node waits on this connection for the next request.
    reply.raw.prependOnceListener('finish', () => socket.setTimeout(0))
    return payload
  })
}
