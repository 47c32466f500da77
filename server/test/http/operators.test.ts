import { type AddressInfo, createServer } from 'node:net'
import fastify from 'fastify'
import { registerHealth } from '../../src/operate/health'
import { listenForMetrics } from '../../src/operate/metrics-routes'
import { readConfig } from '../../src/settings/config'
import { startTestServer, type TestServer } from './test-server'

let server: TestServer
let draining = false

beforeEach(async () => {
  draining = false
  server = await startTestServer({ draining: () => draining })
})

afterEach(() => server.close())

describe('/ready', () => {
  test('says that questions are taken, and in a word', async () => {
    const reply = await server.call('GET', '/ready')
    expect([reply.status, reply.body]).toEqual([200, { status: 'ok' }])
  })

  test('is 503 from the signal to end on, while the server still answers', async () => {
    draining = true
    const reply = await server.call('GET', '/ready')
    expect([reply.status, reply.body]).toEqual([503, { status: 'draining' }])
  })

  test('is 503 with a database that is gone', async () => {
    await server.parts.database.close()
    const reply = await server.call('GET', '/ready')
    expect([reply.status, reply.body]).toEqual([503, { status: 'error' }])
  })

  test('is 503 with a database or a Redis that says nothing, and many who ask cost one look', async () => {
    const silent = jest.fn(() => new Promise<void>(() => undefined))
    const app = fastify()
    const pingDatabase = async () => undefined
    registerHealth(app, { pingDatabase, pingRedis: silent, draining: () => false })
    const replies = await Promise.all([app.inject('/ready'), app.inject('/ready'), app.inject('/health')])
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503])
    expect(replies[2]?.json()).toMatchObject({ status: 'error', database: 'ok', redis: 'unavailable' })
    expect(silent).toHaveBeenCalledTimes(1)
    await app.close()
  })
})

test('a Redis that is away is one line of the log until it is back, however often balancers ask', async () => {
  const lines: { level: number; msg: string }[] = []
  const app = fastify({
    logger: { stream: { write: (line: string) => void lines.push(JSON.parse(line)) } },
  })
  let isAway = false
  const pingRedis = async () => {
    if (isAway) throw new Error('away')
  }
  registerHealth(app, { pingDatabase: async () => undefined, pingRedis, draining: () => false })
  for (const now of [false, true, true, true, false, false, true, true]) {
    isAway = now
    expect((await app.inject('/ready')).statusCode).toBe(now ? 503 : 200)
  }
  const ofHealth = lines.filter(({ msg }) => msg.startsWith('health check'))
  expect(ofHealth.map(({ level, msg }) => [level, msg])).toEqual([
    [50, 'health check: redis'],
    [30, 'health check: redis is back'],
    [50, 'health check: redis'],
  ])
  await app.close()
})

describe('/metrics', () => {
  test('is there for a program on this machine that asks for itself', async () => {
    const reply = await server.call('GET', '/metrics')
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  })

  test.each([
    { 'x-forwarded-for': '127.0.0.1' },
    { 'X-Forwarded-For': '198.51.100.7' },
    { forwarded: 'for=127.0.0.1' },
    { 'x-real-ip': '127.0.0.1' },
    { 'x-forwarded-proto': 'https' },
    { via: '1.1 proxy' },
  ])('does not exist for whom a proxy asks: %p', async (headers) => {
    const reply = await server.call('GET', '/metrics', { headers })
    expect([reply.status, reply.body]).toEqual([404, { code: 'NOT_FOUND', message: '没有找到相关内容' }])
  })

  test('does not exist for another address of this machine, whatever proxies are trusted', async () => {
    const reply = await server.app.inject({ url: '/metrics', remoteAddress: '192.0.2.7' })
    expect(reply.statusCode).toBe(404)
    const mapped = await server.app.inject({ url: '/metrics', remoteAddress: '::ffff:127.0.0.1' })
    expect(mapped.statusCode).toBe(200)
  })

  test('with METRICS_PORT is on that port only, and nothing else is', async () => {
    const other = await startTestServer({ environment: { METRICS_PORT: '9' } })
    expect((await other.call('GET', '/metrics')).status).toBe(404)
    await other.close()
    const port = await freePort()
    const end = await listenForMetrics(server.parts.metrics, { port, host: '127.0.0.1' })
    const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
    expect(await (await at('/metrics')).text()).toContain('tutor_answers_running 0')
    expect((await at('/health')).status).toBe(404)
    await end()
    await expect(at('/metrics')).rejects.toThrow()
  })

  test.each(['0', '65536', 'x', '8000'])('METRICS_PORT=%s is refused in one line', (port) => {
    expect(() => readConfig({ METRICS_PORT: port })).toThrow(/^METRICS_PORT must be /)
  })
})

describe('what browsers are told', () => {
  test.each([
    ['a call', '/api/v1/learning/sessions'],
    ['an address that is not there', '/nowhere'],
    ['an address that cannot be read', '/api/v1/files/%E0%A4%A'],
    ['the state of the server', '/health'],
  ])('by %s: to run nothing, frame nothing, guess nothing and keep nothing', async (_what, path) => {
    const { headers } = await server.call('GET', path)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toContain('script-src')
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  })

  test('by an event stream too, whose own word on keeping counts', async () => {
    const anna = await server.login('安娜')
    const body = { token: anna.access_token, params: { content: '1+1=?' } }
    const { status, headers } = await server.call('POST', '/api/v1/learning/ask-stream', { body })
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
