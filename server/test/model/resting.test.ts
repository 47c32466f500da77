import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { RestingSocket, Rests, restingAgent } from '../../src/model/chat/resting-socket'
import { selfSigned } from '../support/self-signed'

/** Longer than any test. */
const NEVER = 600_000

describe.each([
  { over: 'HTTP', library: http },
  { over: 'HTTPS', library: https },
])('an answer over $over whose connection may rest', ({ library }) => {
  let server: http.Server
  /** The server's side of the call under way. */
  let served: Promise<ServerResponse>
  let agent: http.Agent
  let connections: number

  beforeEach(async () => {
    server = library === https ? https.createServer(selfSigned) : http.createServer()
    connections = 0
    server.on(library === https ? 'secureConnection' : 'connection', () => {
      connections += 1
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    agent = restingAgent(library, { keepAlive: true, ca: selfSigned.cert }, new Rests(NEVER))
  })

  afterEach(async () => {
    agent.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  /** Asks; the answer has a head and no text yet. `mayRest`: what its reader says to each piece. */
  async function ask(mayRest: () => boolean) {
    served = once(server, 'request').then(([, response]) => {
      response.flushHeaders()
      return response
    })
    const { port } = server.address() as AddressInfo
    const request = library.request({ port, host: '127.0.0.1', method: 'POST', agent })
    request.end('问')
    const [response]: IncomingMessage[] = await once(request, 'response')
    if (response === undefined) throw new Error('no answer')
    const { socket } = response
    if (!(socket instanceof RestingSocket)) throw new Error('it cannot rest')
    let wake = () => {}
    const heard = {
      text: '',
      response,
      request,
      socket,
      until: async (text: string) => {
        while (!heard.text.endsWith(text))
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      },
    }
    response.setEncoding('utf8')
    response.on('data', (piece: string) => {
      heard.text += piece
      socket.mayRest = mayRest()
      wake()
    })
    response.on('error', () => {})
    return heard
  }

  const written = (response: ServerResponse, text: string) =>
    new Promise<void>((resolve) => response.write(text, () => resolve()))

  test('hears nothing while it rests, and all of it when it wakes', async () => {
    const heard = await ask(() => heard.text === '一')
    const response = await served
    await written(response, '一')
    await heard.until('一')
    await written(response, '二')
    await written(response, '三')
    // Whatever had been on its way has come by the time another connection was there and back.
    await fetchOnce(server, library)
    expect(heard.text).toBe('一')
    heard.socket.wake()
    await heard.until('三')
    const ended = once(heard.response, 'end')
    response.end('四')
    await ended
    expect(heard.text).toBe('一二三四')
  })

  test('goes on by itself at the next beat, to its end, and the connection is used again', async () => {
    agent = restingAgent(library, { keepAlive: true, ca: selfSigned.cert }, new Rests(20))
    for (const turn of [1, 2]) {
      const heard = await ask(() => true)
      const response = await served
      const ended = once(heard.response, 'end')
      for (const piece of ['一', '二', '三', '四']) await written(response, piece)
      response.end('五')
      await ended
      expect([turn, heard.text]).toEqual([turn, '一二三四五'])
      if (turn === 1) await freed(agent)
    }
    expect(connections).toBe(1)
  })

  test('keeps no listeners of calls that are over', async () => {
    agent = restingAgent(library, { keepAlive: true, timeout: NEVER, ca: selfSigned.cert }, new Rests(NEVER))
    const listeners: number[][] = []
    for (const turn of [1, 2, 3]) {
      const { response, socket } = await ask(() => false)
      const ended = once(response, 'end')
      ;(await served).end(`${turn}`)
      await ended
      await freed(agent)
      listeners.push(socket.eventNames().map((name) => socket.listenerCount(name)))
    }
    expect(connections).toBe(1)
    expect(listeners).toEqual([listeners[0], listeners[0], listeners[0]])
  })

  test('that breaks off is told to, as over any connection', async () => {
    const heard = await ask(() => false)
    const failed = new Promise((resolve) => heard.response.on('error', resolve))
    ;(await served).destroy()
    expect(await failed).toMatchObject({ code: 'ECONNRESET' })
  })

  test('is let go while it rests', async () => {
    const heard = await ask(() => true)
    const response = await served
    await written(response, '一')
    await heard.until('一')
    const gone = once(response, 'close')
    heard.request.destroy()
    await gone
  })
})

/** Resolves when the agent has a connection that waits for the next call. */
async function freed(agent: http.Agent): Promise<void> {
  for (let turn = 0; turn < 1000 && Object.keys(agent.freeSockets).length === 0; turn += 1)
    await new Promise((resolve) => setImmediate(resolve))
}

/** A call over a connection of its own. */
async function fetchOnce(server: http.Server, library: typeof http | typeof https): Promise<void> {
  const other = once(server, 'request').then(([, response]) => response.end())
  const { port } = server.address() as AddressInfo
  const request = library.request({ port, host: '127.0.0.1', agent: false, ca: selfSigned.cert })
  request.end()
  const [response]: IncomingMessage[] = await once(request, 'response')
  await other
  response?.resume()
  if (response) await once(response, 'end')
}
