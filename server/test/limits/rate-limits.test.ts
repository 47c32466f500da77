import fastify from 'fastify'
import { registerErrorHandler } from '../../src/http/error-handler'
import { limitRate } from '../../src/limits/rate-limits'

test('a student who calls without end is asked to wait, and nobody else is', async () => {
  const app = fastify()
  app.decorateRequest('userId', '')
  registerErrorHandler(app, () => undefined)
  app.addHook('onRequest', async (request) => {
    request.userId = String(request.headers.authorization)
  })
  await limitRate(app, 3)
  app.get('/', async () => 'good')
  const call = (authorization: string) => app.inject({ url: '/', headers: { authorization } })
  const replies = [await call('anna'), await call('anna'), await call('anna'), await call('anna')]
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429])
  const [refused] = replies.slice(-1)
  expect(refused?.json()).toEqual({ code: 'RATE_LIMITED', message: '操作太频繁了，请稍等一会儿再试' })
  expect(refused?.headers['retry-after']).toMatch(/^\d+$/)
  expect((await call('ben')).statusCode).toBe(200)
  await app.close()
})
