import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound } from '../errors/http-error'
import { isId } from '../store/identifiers'

/** A route that names one thing in its address. */
export interface ById {
  Params: { id: string }
}

/** What is no id names nothing. Throws a 404. */
export function idOf({ params }: FastifyRequest<ById>): string {
  if (!isId(params.id)) throw notFound()
  return params.id
}

/** Throws a 404 where nothing was found. */
export function existing<T>(found: T | undefined): T {
  if (found === undefined) throw notFound()
  return found
}

/** A PATCH, also as the mini-program says it. */
export function registerPatch<Body>(
  scope: FastifyInstance,
  url: string,
  change: (request: FastifyRequest<ById>) => Promise<Body>,
): void {
  scope.patch<ById>(url, change)
  scope.post<ById>(url, patchedByPost(change))
}

/** `wx.request` knows no PATCH: it is a POST with a header that says so. Any other POST is a 404. */
export function patchedByPost<Request extends FastifyRequest<ById> | FastifyRequest, Body>(
  change: (request: Request) => Promise<Body>,
): (request: Request) => Promise<Body> {
  return async (request) => {
    if (request.headers['x-http-method-override'] !== 'PATCH') throw notFound()
    return change(request)
  }
}
