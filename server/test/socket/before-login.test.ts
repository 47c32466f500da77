import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { CallLimits } from '../../src/socket/call-limits'
import { Turns } from '../../src/socket/turns'
import { systemClock } from '../../src/time/clock'
import { AskClient } from '../support/ask-client'
import { AskServer } from '../support/ask-server'
import { ScriptModel } from '../support/script-model'

const model = new ScriptModel(systemClock, [['hang']])
let server: AskServer
let strangers: Socket[]

afterEach(async () => {
  for (const stranger of strangers) stranger.destroy()
  await server.close()
})

const start = async (parts: { limits?: CallLimits; firstMessagePatience?: number; turns?: Turns }) => {
  strangers = []
  server = await AskServer.start({ model, parts })
}

/** A socket of somebody who opens it and then neither speaks nor closes; resolves with what the server says first. */
async function stranger(): Promise<{ socket: Socket; reply: string }> {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  strangers.push(socket)
  socket.on('error', () => undefined)
  socket.write(
    'GET /api/v1/learning/ws/ask HTTP/1.1\r\nHost: tutor\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  const [first] = await once(socket, 'data')
  return { socket, reply: String(first) }
}

describe('before login', () => {
  test('an address has so many sockets and no more, and a place is free again when one logs in or leaves', async () => {
    await start({ limits: new CallLimits(2) })
    expect((await stranger()).reply).toMatch(/^HTTP\/1\.1 101 /)
    const last = await stranger()
    expect(last.reply).toMatch(/^HTTP\/1\.1 101 /)
    const refused = await stranger()
    expect(refused.reply).toMatch(/^HTTP\/1\.1 429 [\s\S]*\r\n\r\n/)
    last.socket.destroy()

    // The server hears of it a moment later. From then on there is one place, which who has logged in takes no longer.
    const students = [await admitted('r0')]
    for (const requestId of ['r1', 'r2']) {
      const student = ask(requestId)
      await student.sees('accepted')
      students.push(student)
    }
    expect(students.map(({ types }) => types[0])).toEqual(['accepted', 'accepted', 'accepted'])
  })

  test('sockets that come at once share the turns of the event loop, and no more get in than may', async () => {
    const later: (() => void)[] = []
    await start({ limits: new CallLimits(30), turns: new Turns((callback) => void later.push(callback)) })
    const replies: string[] = []
    const all = Array.from({ length: 40 }, async () => replies.push((await stranger()).reply.slice(9, 12)))
    const inTurns: number[] = []
    while (replies.length < 40) {
      const before = replies.length
      // What is under way over the network comes in meanwhile.
      await sleep(100)
      inTurns.push(replies.length - before)
      for (const callback of later.splice(0)) callback()
    }
    await Promise.all(all)
    expect(Math.max(...inTurns)).toBeLessThanOrEqual(12)
    expect(replies.filter((status) => status === '101')).toHaveLength(30)
    expect(replies.filter((status) => status === '429')).toHaveLength(10)
  })

  test('requests that are no handshake take nobody a place', async () => {
    await start({ limits: new CallLimits(2) })
    const agent = new Agent({ keepAlive: true })
    for (let request = 0; request < 5; request += 1) {
      const address = { port: server.port, host: '127.0.0.1', path: '/api/v1/learning/ws/ask', agent }
      const [response] = await once(get(address), 'response')
      response.resume()
      expect(response.statusCode).toBe(426)
      await once(response, 'end')
    }
    expect((await stranger()).reply).toMatch(/^HTTP\/1\.1 101 /)
    agent.destroy()
  })

  test.each([
    ['than a question may be, in characters that take one byte', 256 * 1024 + 1, 'a'],
    ['than the socket takes at all', 3 * 256 * 1024 + 1, 'a'],
    ['than that, in characters that take three bytes', 256 * 1024 + 1, '好'],
  ])('a message longer %s is refused with a word, and the next student is heard', async (_, length, of) => {
    await start({})
    const sender = new AskClient(server.port, of.repeat(length))
    await sender.closed
    expect(sender.frames).toMatchObject([{ type: 'error', code: 'BAD_REQUEST', retryable: false }])
    await ask('r1').sees('accepted')
  })

  test('a few messages of a newer client are ignored, and more of them are refused with a word', async () => {
    await start({})
    const newer = async (messages: number) => {
      const { socket } = await stranger()
      for (let message = 0; message < messages; message += 1) socket.write(masked('{"type":"later"}'))
      socket.write(
        masked(JSON.stringify({ token: 'good', params: { content: '一加一？' }, request_id: 'r1' })),
      )
      const [heard] = await once(socket, 'data')
      return String(heard)
    }
    expect(await newer(8)).toContain('"accepted"')
    expect(await newer(9)).toContain('BAD_REQUEST')
  })

  test('what came in time is heard, though the process stood still until the time was over', async () => {
    await start({ firstMessagePatience: 300 })
    const { socket } = await stranger()
    const heard: string[] = []
    socket.on('data', (data) => heard.push(String(data)))
    socket.write(masked(JSON.stringify({ token: 'good', params: { content: '一加一？' }, request_id: 'r1' })))
    const until = performance.now() + 600
    while (performance.now() < until);
    while (!heard.join('').includes('"accepted"')) {
      expect(heard.join('')).not.toContain('BAD_REQUEST')
      await once(socket, 'data')
    }
  })

  test('a socket that never speaks is told so and gone at once, though its other side never closes', async () => {
    await start({ firstMessagePatience: 50 })
    const { socket } = await stranger()
    const heard: string[] = []
    socket.on('data', (data) => heard.push(String(data)))
    // By the handshake of closing alone it would be kept for 30 s.
    await once(socket, 'end')
    expect(heard.join('')).toContain('BAD_REQUEST')
  })
})

/** A text message of a client, by RFC 6455: its mask changes nothing. */
function masked(text: string): Buffer {
  const body = Buffer.from(text)
  const length = body.length < 126 ? [0x80 | body.length] : [0x80 | 126, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), body])
}

function ask(requestId: string): AskClient {
  return new AskClient(server.port, { token: 'good', params: { content: '一加一？' }, request_id: requestId })
}

/** Asks until there is a place. */
async function admitted(requestId: string): Promise<AskClient> {
  const student = ask(requestId)
  const isRefused = await Promise.race([
    student.sees('accepted').then(() => false),
    student.closed.then(() => true),
  ])
  return isRefused ? admitted(requestId) : student
}
