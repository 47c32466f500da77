import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify, { type FastifyInstance } from 'fastify'
import { letGoOfUnread } from '../../src/http/unread-replies'

const MB = 1024 * 1024
/** Far more than lies in the buffers of two systems. */
const LONG = 64 * MB
/** Milliseconds. */
const PATIENCE = 400

describe('a long reply', () => {
  let app: FastifyInstance
  let port: number

  beforeAll(async () => {
    app = fastify()
    letGoOfUnread(app, PATIENCE)
    app.get('/', async () => 'x'.repeat(LONG))
    // The reply to the call behind it is ready before its own.
    app.get('/late', async () => {
      await sleep(200)
      return 'x'
    })
    app.get('/short', async () => 'x')
    port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
  })

  afterAll(() => app.close())

  const connections = () =>
    new Promise<number>((resolve, reject) =>
      app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )

  async function ask(path = '/') {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    return socket
  }

  test('that nobody reads is let go of', async () => {
    const socket = await ask()
    await sleep(100)
    expect(await connections()).toBe(1)
    const ends = Date.now() + 20_000
    while ((await connections()) > 0 && Date.now() < ends) await sleep(50)
    expect(await connections()).toBe(0)
    socket.destroy()
  })

  test('that nobody reads is let go of, also where a call before it on the same connection was answered', async () => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const call = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`
    socket.write(call('/late') + call('/'))
    await sleep(300)
    expect(await connections()).toBe(1)
    const ends = Date.now() + 10_000
    while ((await connections()) > 0 && Date.now() < ends) await sleep(50)
    expect(await connections()).toBe(0)
    socket.destroy()
  }, 20_000)

  test('that is read slowly comes whole, though it takes longer than one may take nothing', async () => {
    const began = performance.now()
    const socket = await ask()
    let read = 0
    let rested = 0
    for await (const piece of socket) {
      read += piece.length
      if (read > LONG) break
      if (read - rested > 4 * MB) {
        rested = read
        await sleep(50)
      }
    }
    expect(read).toBeGreaterThan(LONG)
    expect(performance.now() - began).toBeGreaterThan(PATIENCE)
    socket.destroy()
  })

  test('leaves the connection to be used again, for as long as others are', async () => {
    const socket = await ask('/short')
    await once(socket, 'data')
    await sleep(2 * PATIENCE)
    socket.write('GET /short HTTP/1.1\r\nHost: x\r\n\r\n')
    const [again] = await once(socket, 'data')
    expect(String(again)).toMatch(/^HTTP\/1.1 200/)
    socket.destroy()
  })
})
