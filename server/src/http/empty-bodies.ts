import type { FastifyInstance } from 'fastify'

/**
 * A call without a body is taken whatever its headers say: `wx.request` calls every body JSON, also that of a DELETE that
 * has none. To be registered before the routes.
 */
export function acceptEmptyBodies(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw: { headers } }) => {
    const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
    // What is not there has no type, so that nothing is looked for to read it.
    if (isEmpty) delete headers['content-type']
  })
  // Fields that nobody knows are ignored, also those that would be a prototype.
  const parseJson = app.getDefaultJsonParser('remove', 'remove')
  app.removeContentTypeParser('application/json')
  // A body that comes in chunks shows only at its end that it is none.
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null)
    else void parseJson(request, body, done)
  })
}
