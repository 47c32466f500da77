import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import WebSocket from 'ws'
import { startTestServer, type TestServer } from './test-server'

const OFFERS = {
  h2c: ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA'],
  'a WebSocket': [
    'Connection: keep-alive, Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ],
  'something that nobody knows': ['Connection: upgrade', 'Upgrade: brew/1'],
}
const OFFERED = Object.entries(OFFERS)

describe('a request that offers another protocol', () => {
  let server: TestServer

  beforeEach(async () => {
    server = await startTestServer()
  })

  afterEach(() => server.close())

  /** A connection, and the statuses that have come over it. */
  async function opened(): Promise<{
    socket: Socket
    statuses: (count: number) => Promise<number[]>
    heard: () => string
  }> {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
    await once(socket, 'connect')
    let heard = ''
    socket.setEncoding('utf8').on('data', (more: string) => {
      heard += more
    })
    const found = () => [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
    const statuses = async (count: number): Promise<number[]> => {
      while (found().length < count) await once(socket, 'data')
      return found()
    }
    return { socket, statuses, heard: () => heard }
  }

  const request = (line: string, headers: readonly string[], body = ''): string =>
    `${[line, 'Host: tutor', ...headers].join('\r\n')}\r\n\r\n${body}`

  test.each(OFFERED)(
    'is served without it, and so is the next one on its connection: %s',
    async (_what, offer) => {
      const { socket, statuses } = await opened()
      socket.write(request('GET /health HTTP/1.1', offer))
      expect(await statuses(1)).toEqual([200])
      socket.write(request('GET /health HTTP/1.1', []))
      expect(await statuses(2)).toEqual([200, 200])
      socket.write(request('GET /nowhere HTTP/1.1', offer) + request('GET /health HTTP/1.1', []))
      expect(await statuses(4)).toEqual([200, 200, 404, 200])
      socket.destroy()
    },
  )

  test.each(OFFERED)('has its body read: %s', async (_what, offer) => {
    const body = JSON.stringify({ name: '安娜' })
    const headers = [...offer, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
    const { socket, statuses, heard } = await opened()
    const head = request('POST /api/v1/auth/dev-login HTTP/1.1', headers)
    socket.write(head + body.slice(0, 5))
    // The rest comes when the connection has changed hands.
    await new Promise((resolve) => setImmediate(resolve))
    socket.write(body.slice(5))
    expect(await statuses(1)).toEqual([200])
    expect(heard()).toContain('access_token')
    socket.destroy()
  })

  test.each(OFFERED)('is answered in its turn among those that came with it: %s', async (_what, offer) => {
    const one = request('GET /health HTTP/1.1', offer)
    const other = request('GET /nowhere HTTP/1.1', [])
    for (const lines of [other + one, one + one, other + one + other + one]) {
      const { socket, statuses } = await opened()
      socket.write(lines)
      const expected = lines
        .split('\r\n')
        .flatMap((line) => (/^GET \/h/.test(line) ? [200] : /^GET/.test(line) ? [404] : []))
      expect(await statuses(expected.length)).toEqual(expected)
      socket.destroy()
    }
  })

  test('has all of its headers, and no body that is another request', async () => {
    const inner = request('GET /health HTTP/1.1', [])
    const many = Array.from({ length: 1100 }, () => 'a: b')
    const { socket, statuses } = await opened()
    socket.write(
      request('POST /nowhere HTTP/1.1', [...OFFERS.h2c, ...many, `Content-Length: ${inner.length}`], inner),
    )
    socket.write(request('GET /elsewhere HTTP/1.1', []))
    expect(await statuses(2)).toEqual([404, 404])
    socket.destroy()
  })

  test('keeps no server from ending', async () => {
    const connections = await Promise.all(OFFERED.map(opened))
    await Promise.all(
      connections.map(async ({ socket, statuses }, index) => {
        socket.write(request('GET /nowhere HTTP/1.1', OFFERED[index]?.[1] ?? []))
        await statuses(1)
      }),
    )
    await server.app.close()
    await Promise.all(connections.map(({ socket }) => socket.closed || once(socket, 'close')))
  })

  test.each([
    ['/nowhere', 404],
    ['/health', 200],
  ])('is told to a client of WebSockets at %s as HTTP %i', async (path, status) => {
    const client = new WebSocket(`${server.address.replace('http', 'ws')}${path}`)
    const [, response] = await once(client, 'unexpected-response')
    expect(response.statusCode).toBe(status)
    client.once('error', () => undefined).terminate()
  })

  test('and is a WebSocket to the address of questions is taken, with or without a query', async () => {
    for (const query of ['', '?from=x']) {
      const client = new WebSocket(`${server.address.replace('http', 'ws')}/api/v1/learning/ws/ask${query}`)
      await once(client, 'open')
      client.close()
      await once(client, 'close')
    }
  })
})
