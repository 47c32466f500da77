import type { FastifyInstance } from 'fastify'
import { badRequest } from '../errors/http-error'
import { refuseUnparsed } from './refuse-unparsed'

/** For the server that {@link hearAllRequests} gets: a request without a host comes to its routes. */
export const HEARS_ALL = { requireHostHeader: false } as const

/**
 * Some requests Node refuses by itself, with no body or with nothing at all, before a route or a hook hears of them: they get what every other one gets. One
 * that names no host, where HTTP/1.1 demands it (RFC 9112, 3.2), is refused by the form of every error, and so is one for a tunnel, which nobody
 * builds here. What expects something that is not known is served without it, as every server may (RFC 9110, 10.1.1). To be registered before the routes.
 */
export function hearAllRequests(app: FastifyInstance): void {
  const { server } = app
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.on('connect', (_request, socket) => refuseUnparsed(new Error('a tunnel was asked for'), socket))
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined) throw badRequest()
  })
}
