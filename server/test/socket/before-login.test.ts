import { EventEmitter, once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
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

/** A socket of somebody who opens it and then neither speaks nor closes. */
function shakeHands(): Socket {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  strangers.push(socket)
  socket.on('error', () => undefined)
  socket.write(
    'GET /api/v1/learning/ws/ask HTTP/1.1\r\nHost: tutor\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  return socket
}

/** The same; resolves with what the server says first. */
async function stranger(): Promise<{ socket: Socket; reply: string }> {
  const socket = shakeHands()
  const [first] = await once(socket, 'data')
  return { socket, reply: String(first) }
}

/** Turns that end when a test says so, and tell who has asked for one and who has got it. */
class StepTurns extends Turns {
  asked = 0
  granted = 0
  private readonly changes = new EventEmitter()

  private constructor(private readonly steps: (() => void)[]) {
    super((callback) => void steps.push(callback))
  }

  static begin(): StepTurns {
    return new StepTurns([])
  }

  override take(cost: number): Promise<void> | undefined {
    this.asked += 1
    this.changes.emit('change')
    const turn = super.take(cost)
    if (turn !== undefined) return turn.then(() => this.grant())
    this.grant()
    return undefined
  }

  private grant(): void {
    this.granted += 1
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(this.changes, 'change')
  }

  /** This turn of the event loop is over. Resolves when whoever has a place in the next one knows it. */
  async next(): Promise<void> {
    for (const callback of this.steps.splice(0)) callback()
    await new Promise(setImmediate)
  }
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
    const turns = StepTurns.begin()
    await start({ limits: new CallLimits(30), turns })
    const all = Array.from({ length: 40 }, async () => (await stranger()).reply.slice(9, 12))
    await turns.until(() => turns.asked === 40)
    const inTurns = [turns.granted]
    while (turns.granted < 40) {
      const before = turns.granted
      await turns.next()
      inTurns.push(turns.granted - before)
    }
    const replies = await Promise.all(all)
    expect(Math.max(...inTurns)).toBeLessThanOrEqual(12)
    expect(replies.filter((status) => status === '101')).toHaveLength(30)
    expect(replies.filter((status) => status === '429')).toHaveLength(10)
  })

  test('a handshake whose connection is cut before its turn keeps no place', async () => {
    const turns = StepTurns.begin()
    await start({ limits: new CallLimits(1), turns })
    // All of this turn: who comes now waits for the next one.
    await turns.take(10_000)
    shakeHands()
    await turns.until(() => turns.asked === 2)
    await server.cutConnections()
    await turns.next()
    expect(turns.granted).toBe(2)
    expect((await stranger()).reply).toMatch(/^HTTP\/1\.1 101 /)
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
