import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { backends, type TestDatabase } from '../store/backends'
import { routesOf } from './routes'
import { type Student, startTestServer, type TestServer } from './test-server'

const BAD_REQUEST = { code: 'BAD_REQUEST', message: '请求内容有误，请检查后重试' }

describe.each(backends)('A body that is not what the contract asks for, on $name', ({ create }) => {
  let place: TestDatabase
  let server: TestServer
  let anna: Student

  beforeAll(async () => {
    place = await create()
    server = await startTestServer({ databaseUrl: place.databaseUrl })
    anna = await server.login('安娜')
  })

  afterAll(async () => {
    await server.close()
    await place.remove()
  })

  /** What reads no body at all, or a form. */
  const readsNoJson = /\/stop$|\/files$|\/transcriptions$|\/speech$/

  test.each([[[]], [[{ text: '1+1=', title: '分数', name: '安娜' }]], ['a word'], [7]])(
    'is refused on every route that reads one: %j is no object with fields',
    async (body) => {
      const routes = routesOf(server)
        .filter(({ method, path }) => method === 'PATCH' || (method === 'POST' && !readsNoJson.test(path)))
        .filter(
          ({ method, path }) => method === 'PATCH' || !/(sessions|mistakes)\/[^/]+$|users\/me$/.test(path),
        )
      expect(routes.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['/api/v1/auth/dev-login', '/api/v1/learning/sessions', '/api/v1/users/me']),
      )
      for (const { method, path } of routes) {
        const headers = { ...anna.headers, 'content-type': 'application/json' }
        const reply = await server.call(method, path, { headers, body: JSON.stringify(body) })
        expect([method, path, reply.status, reply.body]).toMatchObject([method, path, 400, BAD_REQUEST])
      }
    },
  )

  test.each([
    ['/api/v1/auth/dev-login', 200, {}, ['name']],
    ['/api/v1/learning/sessions', 201, {}, ['title', 'subject']],
    [
      '/api/v1/learning/mistakes',
      200,
      { text: '求 x' },
      ['subject', 'student_answer', 'correct_answer', 'reason', 'points', 'note', 'question_id', 'no'],
    ],
  ])('has what it need not have as null too, on %s', async (path, status, body, fields) => {
    await anna.call('POST', path, body)
    for (const field of [...fields, 'of a newer client']) {
      const reply = await anna.call('POST', path, { ...body, [field]: null })
      expect([field, reply.status]).toEqual([field, status])
    }
  })
})

describe('What is no request that can be read', () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer()
  })

  afterAll(() => server.close())

  const upgrade =
    'GET /api/v1/learning/ws/ask HTTP/1.1\r\nHost: tutor\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'

  test.each([
    ['a line that is no request line', 400, 'hello\r\n\r\n'],
    ['a method that nobody knows', 400, 'BREW /health HTTP/1.1\r\nHost: tutor\r\n\r\n'],
    ['a length that is no number', 400, 'POST /health HTTP/1.1\r\nHost: tutor\r\nContent-Length: x\r\n\r\n'],
    [
      'headers without end',
      431,
      `GET /health HTTP/1.1\r\nHost: tutor\r\nAuthorization: ${'x'.repeat(20_000)}\r\n\r\n`,
    ],
    ['an upgrade without a key', 400, `${upgrade}Sec-WebSocket-Version: 13\r\n\r\n`],
    ['an upgrade to a WebSocket of before RFC 6455', 400, `${upgrade}${key}Sec-WebSocket-Version: 7\r\n\r\n`],
    ['HTTP/1.1 without a host', 400, 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a tunnel', 400, 'CONNECT tutor:443 HTTP/1.1\r\nHost: tutor\r\n\r\n'],
  ])('is refused by the form of every error: %s', async (_what, status, request) => {
    const [head = '', body = ''] = (await said(request)).split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(JSON.parse(body)).toEqual(BAD_REQUEST)
  })

  test.each([
    ['of HTTP/1.0, which names no host', 'GET /health HTTP/1.0\r\n\r\n'],
    ['for the whole address', `${head('GET http://elsewhere/health HTTP/1.1')}\r\n`],
    ['that expects what nobody knows', `${head('GET /health HTTP/1.1')}Expect: a-miracle\r\n\r\n`],
  ])('and one that can be read is served: one %s', async (_what, request) => {
    const reply = await said(request)
    expect(reply).toMatch(/^HTTP\/1\.1 200 /)
    expect(reply).toContain('"status":"ok"')
  })

  test('a tunnel whose client is gone before it is refused ends nobody else', async () => {
    for (let one = 0; one < 300; one++) {
      const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
      await once(socket, 'connect')
      socket.write('CONNECT tutor:443 HTTP/1.1\r\nHost: tutor\r\n\r\n')
      if (one % 2 === 0) await new Promise(setImmediate)
      socket.resetAndDestroy()
    }
    expect(await said(`${head('GET /health HTTP/1.1')}\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test.each(['TRACE', 'PROPFIND', 'PURGE', 'OPTIONS'])(
    'a method that no route has is 404 in the same form: %s',
    async (method) => {
      const [status = '', body = ''] = (await said(`${head(`${method} /health HTTP/1.1`)}\r\n`)).split(
        '\r\n\r\n',
      )
      expect(status).toMatch(/^HTTP\/1\.1 404 /)
      expect(JSON.parse(body)).toEqual({ code: 'NOT_FOUND', message: '没有找到相关内容' })
    },
  )

  /** All that the server says to these bytes until it closes. */
  async function said(request: string): Promise<string> {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write(request)
    return await text(socket)
  }
})

/** Of a request behind which the connection is closed, but for its empty line. */
function head(line: string): string {
  return `${line}\r\nHost: tutor\r\nConnection: close\r\n`
}
