import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * What every answer says to a browser, unless its route says otherwise. The mini-program reads none of them; they are for
 * whoever opens an address of ours, such as a page's or an exported sheet's, in a browser.
 */
const HEADERS: Readonly<Record<string, string>> = {
  // Nothing that comes from here runs a script, is framed, or sends a form, whatever it holds.
  'Content-Security-Policy':
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  // Of before frame-ancestors.
  'X-Frame-Options': 'DENY',
  // Strangers made the pictures: they are what their type says, or nothing.
  'X-Content-Type-Options': 'nosniff',
  // Addresses of pages are signed: they are told to no other site.
  'Referrer-Policy': 'no-referrer',
  // Answers are one student's: no proxy and no shared computer keeps them.
  'Cache-Control': 'no-store',
}

/** Sets them on the response itself, so that event streams and errors have them too; what a route sets comes over them. */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
}

/** To be registered before the routes. */
export function registerSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => setSecurityHeaders(reply.raw))
}
