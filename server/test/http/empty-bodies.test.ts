import { type Route, routesOf } from './routes'
import { type Student, startTestServer, type TestServer } from './test-server'

const TYPES = ['application/json', 'application/json; charset=utf-8', 'text/plain', 'image/png', 'nonsense']

describe('A call without a body', () => {
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    server = await startTestServer()
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  const answer = async ({ method, path }: Route, headers: Record<string, string> = {}) => {
    const reply = await server.call(method, path, { headers: { ...anna.headers, ...headers } })
    return [reply.status, method === 'GET' && path === '/metrics' ? '' : reply.body]
  }

  test('is answered the same whatever it says that its body is, on every route', async () => {
    const routes = routesOf(server).filter(({ path }) => !/health|ready|ws\/ask/.test(path))
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['POST /api/v1/learning/sessions', 'POST /api/v1/files']),
    )
    expect(routes.filter(({ method }) => method === 'DELETE').length).toBeGreaterThan(0)
    // What makes something new, or ends who asks, is answered otherwise the second time.
    const once = /^POST .*(sessions|dev-login)$|^DELETE .*users\/me$/
    for (const route of routes.filter(({ method, path }) => !once.test(`${method} ${path}`))) {
      const plain = await answer(route)
      for (const type of TYPES)
        expect([route, await answer(route, { 'content-type': type })]).toEqual([route, plain])
    }
  })

  test.each(TYPES)('deletes a conversation as a phone asks for it, with %s', async (type) => {
    const made = await anna.call('POST', '/api/v1/learning/sessions', { title: '分数' })
    const { id } = made.body as { id: string }
    const headers = { ...anna.headers, 'content-type': type }
    expect((await server.call('DELETE', `/api/v1/learning/sessions/${id}`, { headers })).status).toBe(204)
  })

  test('is none either where it only turns out at its end, in chunks', async () => {
    const reply = await fetch(`${server.address}/api/v1/learning/sessions`, {
      method: 'POST',
      headers: { ...anna.headers, 'content-type': 'application/json' },
      body: new ReadableStream({ start: (controller) => controller.close() }),
      duplex: 'half',
    } as RequestInit)
    expect(reply.status).toBe(201)
  })

  test('is not taken for one where there is a body: what is no JSON is refused', async () => {
    const headers = { ...anna.headers, 'content-type': 'application/json' }
    const reply = await server.call('POST', '/api/v1/learning/sessions', { headers, body: '{' })
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test.each([
    '"__proto__": {"title": "毒"}',
    '"\\u005f_proto__": {"title": "毒"}',
    '"constructor": {"prototype": {"title": "毒"}}',
  ])('has a prototype for a field that nobody knows, and that is ignored: %s', async (field) => {
    const headers = { ...anna.headers, 'content-type': 'application/json' }
    const sent = { [`{${field}}`]: '新的提问', [`{"title": "分数", ${field}}`]: '分数' }
    for (const [body, title] of Object.entries(sent)) {
      const reply = await server.call('POST', '/api/v1/learning/sessions', { headers, body })
      expect([reply.status, reply.body]).toMatchObject([201, { title }])
    }
    const settings = `{"settings": {"kept": {"in": 1}, ${field}}}`
    const changed = await server.call('PATCH', '/api/v1/users/me', { headers, body: settings })
    expect([changed.status, changed.body]).toMatchObject([200, { settings: { kept: { in: 1 } } }])
    expect(JSON.stringify(changed.body)).not.toContain('毒')
  })
})
