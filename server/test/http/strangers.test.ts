import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import { requireUser } from '../../src/auth/require-user'
import { Strangers } from '../../src/auth/strangers'
import { AuthError } from '../../src/errors/auth-error'
import { boundArrival } from '../../src/http/arriving-bodies'
import { registerErrorHandler } from '../../src/http/error-handler'
import { LoginGate } from '../../src/limits/login-gate'
import { startTestServer, type TestServer } from './test-server'

const objects = (count: number) => `[${'{},'.repeat(count)}0]`

test('an address whose tokens are bad is asked to wait, and who has a good one there is not', async () => {
  const app = fastify()
  app.decorateRequest('userId', '')
  registerErrorHandler(app, () => undefined)
  const authenticate = async (token: string) => {
    if (token !== 'good') throw new AuthError('AUTH_ERROR', 'unknown')
    return { userId: 'anna' }
  }
  requireUser(app, authenticate, new Strangers(2))
  app.get('/', async () => 'good')
  const call = (authorization: string) => app.inject({ url: '/', headers: { authorization } })
  const replies = [await call('bad'), await call('bad'), await call('bad'), await call('good')]
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([401, 401, 429, 200])
  expect(replies[2]?.headers['retry-after']).toMatch(/^\d+$/)
  await app.close()
})

describe('bodies of strangers', () => {
  const slow = async (gate: LoginGate) => {
    const app = fastify()
    app.decorateRequest('userId', '')
    registerErrorHandler(app, () => undefined)
    const patience = { stranger: 150, student: 150, pages: 150 }
    boundArrival(app, { gate, strangers: new Strangers(), patience })
    app.post('/', async () => 'good')
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const begin = async () => {
      const socket = connect({ port: Number(port), host: '127.0.0.1' })
      socket.write(
        'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      )
      const [said] = await once(socket, 'data')
      socket.destroy()
      return String(said).split('\r\n')[0]
    }
    return { app, begin }
  }

  test('that do not come to an end are refused', async () => {
    const { app, begin } = await slow(new LoginGate(5))
    expect(await begin()).toMatch(/408/)
    await app.close()
  })

  test('are few of one address at once', async () => {
    const { app, begin } = await slow(new LoginGate(2))
    const said = await Promise.all([begin(), begin(), begin()])
    expect(said.filter((line) => /429/.test(line ?? ''))).toHaveLength(1)
    await app.close()
  })
})

describe('at the server', () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer()
  })

  afterAll(() => server.close())

  const json = { 'content-type': 'application/json' }

  test('a body of many small things is refused before it is parsed, with a login and without', async () => {
    const stranger = await server.call('POST', '/api/v1/auth/dev-login', {
      headers: json,
      body: `{"name":${objects(200)}}`,
    })
    expect([stranger.status, stranger.body]).toMatchObject([413, { code: 'BAD_REQUEST' }])
    const anna = await server.login('Anna')
    const own = await server.call('PATCH', '/api/v1/users/me', {
      headers: { ...json, ...anna.headers },
      body: `{"settings":${objects(20_000)}}`,
    })
    expect(own.status).toBe(413)
    for (const path of ['/api/v1/agui', '/api/v1/chat']) {
      const began = performance.now()
      const reply = await server.call('POST', path, {
        headers: { ...json, ...anna.headers },
        body: `{"threadId":"t","runId":"r","id":"t","messages":${objects(1_000_000)}}`,
      })
      expect(reply.status).toBe(413)
      expect(performance.now() - began).toBeLessThan(5000)
    }
  })

  test('two bodies that only say that they will be large shut nobody out', async () => {
    const [anna, ben] = [await server.login('Anna'), await server.login('Ben')]
    const { port } = new URL(server.address)
    const holding = [0, 1].map(() => {
      const socket = connect({ port: Number(port), host: '127.0.0.1' })
      const head = `POST /api/v1/agui HTTP/1.1\r\nHost: x\r\nAuthorization: ${anna.headers.authorization}\r\nContent-Type: application/json\r\n`
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`)
      return socket
    })
    await sleep(100)
    const reply = await ben.call('POST', '/api/v1/agui', {
      threadId: 't',
      runId: 'large',
      pad: 'x'.repeat(2_000_000),
      messages: [{ id: '1', role: 'user', content: '1+1' }],
    })
    expect(reply.status).toBe(200)
    for (const socket of holding) socket.destroy()
  })

  test('a frame that claims a gigabyte is no fault of the server in its log', async () => {
    const before = server.log.length
    const socket = connect({ port: Number(new URL(server.address).port), host: '127.0.0.1' })
    socket.on('error', () => undefined)
    socket.write(
      'GET /api/v1/learning/ws/ask HTTP/1.1\r\nHost: tutor\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    await once(socket, 'data')
    socket.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]))
    socket.resume()
    await once(socket, 'close')
    expect(server.log.slice(before).filter((line) => /"level":"?(50|error)/.test(line))).toEqual([])
  })
})
