import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpError } from '../errors/http-error'

/** Bytes of one body: clients of open protocols send every earlier picture again. */
export const LARGEST_BODY = 150 * 1024 * 1024
/** Bytes of bodies that are read at once; each is in memory twice while it is parsed. */
const MOST_AT_ONCE = 2 * LARGEST_BODY
/** Bytes of a body that needs no room of its own. */
const SMALL = 1024 * 1024

/** Bounds the large bodies that are read at the same moment. To be registered after the scope knows who asks. */
export function boundBodies(scope: FastifyInstance): void {
  let reading = 0
  const leave = new WeakMap<FastifyRequest, () => void>()
  scope.addHook('onRequest', async (request, reply) => {
    const { headers } = request.raw
    // One that comes in chunks does not tell how large it is.
    const announced =
      headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : LARGEST_BODY
    if (!(announced > SMALL)) return
    if (reading + announced > MOST_AT_ONCE) throw new HttpError(503, 'OVERLOADED')
    reading += announced
    let left = false
    const leaveOnce = () => {
      if (!left) reading -= announced
      left = true
    }
    leave.set(request, leaveOnce)
    reply.raw.once('close', leaveOnce)
  })
  scope.addHook('preHandler', async (request) => leave.get(request)?.())
}
