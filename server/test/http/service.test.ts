import { startTestServer, type TestServer } from './test-server'

describe('what operators look at', () => {
  let server: TestServer
  let draining: boolean

  beforeEach(async () => {
    draining = false
    server = await startTestServer({ draining: () => draining })
  })

  afterEach(() => server.close())

  test('a healthy server says so, with its version', async () => {
    const reply = await server.call('GET', '/health')
    expect([reply.status, reply.body]).toEqual([
      200,
      { status: 'ok', version: '0.1.1', database: 'ok', redis: 'none', uptime: expect.any(Number) },
    ])
  })

  test('a server that is ending, or whose database is gone, is not healthy', async () => {
    draining = true
    const ending = await server.call('GET', '/health')
    expect([ending.status, ending.body]).toMatchObject([503, { status: 'draining', database: 'ok' }])
    draining = false
    await server.parts.database.close()
    const broken = await server.call('GET', '/health')
    expect([broken.status, broken.body]).toMatchObject([503, { status: 'error', database: 'unavailable' }])
  })

  test('requests are measured by their route, never by their address', async () => {
    const anna = await server.login('安娜')
    await anna.call('GET', '/api/v1/learning/sessions/a-secret-id')
    const metrics = (await server.call('GET', '/metrics')).bytes.toString()
    expect(metrics).toContain('route="/api/v1/learning/sessions/:id",status="404"')
    expect(metrics).toContain('tutor_answers_running 0')
    expect(metrics).not.toContain('a-secret-id')
  })

  test('an unknown address has the form of every error', async () => {
    const reply = await server.call('GET', '/nowhere')
    expect([reply.status, reply.body]).toEqual([404, { code: 'NOT_FOUND', message: '没有找到相关内容' }])
  })

  test.each([
    ['an address that is no text', 400, 'BAD_REQUEST', '/api/v1/files/%E0%A4%A'],
    ['a query that is no text', 404, 'NOT_FOUND', '/api/v1/nowhere?x=%E0%A4%A'],
    ['an id that is far too long', 414, 'BAD_REQUEST', `/api/v1/learning/sessions/${'secret'.repeat(1000)}`],
    ['a socket asked for without an upgrade', 426, 'BAD_REQUEST', '/api/v1/learning/ws/ask'],
  ])('%s has the form of every error, and nothing of it comes back', async (_what, status, code, path) => {
    const reply = await (await server.login('安娜')).call('GET', path)
    expect([reply.status, reply.body]).toEqual([
      status,
      { code, message: expect.stringMatching(/^[一-龥，]+$/) },
    ])
  })

  test('a body that is too large is refused', async () => {
    const anna = await server.login('安娜')
    const reply = await anna.call('POST', '/api/v1/learning/sessions', { title: 'x'.repeat(2_000_000) })
    expect([reply.status, reply.body]).toEqual([413, { code: 'BAD_REQUEST', message: '提交的内容太长了' }])
  })

  test('a fault inside is told to the log and to nobody else', async () => {
    const anna = await server.login('安娜')
    jest.spyOn(server.parts.sessions, 'list').mockRejectedValue(new Error('table chat_session is broken'))
    const reply = await anna.call('GET', '/api/v1/learning/sessions')
    expect([reply.status, reply.body]).toEqual([
      500,
      { code: 'INTERNAL', message: '服务出了点问题，请稍后再试' },
    ])
    expect(server.log.join('')).toContain('table chat_session is broken')
  })
})
