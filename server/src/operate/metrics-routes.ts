import { once } from 'node:events'
import { createServer } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound } from '../errors/http-error'
import { wasRefused } from '../http/error-handler'
import { isLoopback } from '../settings/trusted-proxies'
import type { Metrics } from './metrics'

/** What the route of a request is called for which there is none. */
const NO_ROUTE = 'none'

/** The time of every request by its route. Before any route: each is told. */
export function measureRequests(app: FastifyInstance, { requests }: Metrics): void {
  requests.known(NO_ROUTE)
  app.addHook('onRoute', ({ url }) => requests.known(url))
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const { statusCode: status, elapsedTime } = reply
    const isFailure = status >= 500 && !wasRefused(request)
    requests.answered({ method, route: routeOptions.url ?? NO_ROUTE, status, isFailure }, elapsedTime / 1000)
  })
}

/** `GET /metrics` for a program on this very machine; to everybody else the address does not exist. */
export function registerMetrics(app: FastifyInstance, { registry, scrape }: Metrics): void {
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!isDirectFromHere(request)) throw notFound()
    return reply.type(registry.contentType).send(await scrape())
  })
}

/**
 * `GET /metrics` on an address of its own (METRICS_PORT), to whoever reaches that; nothing else is there. What it returns ends
 * it.
 */
export async function listenForMetrics(
  { registry, scrape }: Metrics,
  { port, host }: { port: number; host: string },
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') response.writeHead(404).end()
    else {
      scrape().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      )
    }
  })
  server.listen(port, host)
  await once(server, 'listening')
  return async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

/**
 * By the socket's own address, whatever a header says; and without a header by which a proxy on this machine tells that
 * it asks for somebody else.
 */
function isDirectFromHere({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = Object.keys(headers).some((name) =>
    /^(forwarded|via|x-real-ip|x-client-ip|cf-connecting-ip|true-client-ip|x-forwarded-.*)$/.test(name),
  )
  return !isForwarded && socket.remoteAddress !== undefined && isLoopback(socket.remoteAddress)
}
