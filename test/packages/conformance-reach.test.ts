import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import { PROMISES, tryPromises } from '../../packages/answer-conformance/src/check-server'
import { type Frame, parseFrame } from '../../packages/answer-conformance/src/frame'
import { type Outcome, targetOf } from '../../packages/answer-conformance/src/index'

/** Milliseconds for which the suite waits in silence. */
const PATIENCE = 250
const TOKEN = 'a-token-that-nobody-may-read'
const ACCEPTED = {
  type: 'accepted',
  request_id: 'r',
  session_id: 's',
  question_id: 'q',
  resumed: false,
  keepalive_interval: 100,
}

const BIN = path.resolve(__dirname, '../../packages/answer-conformance/bin.cjs')

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A server at an address of its own. `heard`: what it does with a message; without it there is no socket, and each call is 404. */
async function serverThat(heard?: (socket: WebSocket, message: Frame) => void): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(404).end('no such page')
  })
  servers.push(server)
  if (heard !== undefined) {
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket) =>
      socket.on('message', (data) => heard(socket, parseFrame(String(data)))),
    )
    server.on('close', () => sockets.close())
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

/** Where nothing listens any more. */
async function nowhere(): Promise<string> {
  const address = await serverThat()
  const [server] = servers.splice(0)
  await new Promise((resolve) => server?.close(resolve))
  return address
}

function tried(url: string, promises = PROMISES): Promise<Outcome[]> {
  const target = targetOf(url, { token: TOKEN, question: '?', patience: PATIENCE })
  return tryPromises(target, undefined, promises)
}

async function command(...words: string[]): Promise<{ code: unknown; said: string; complained: string }> {
  const child = spawn(process.execPath, [BIN, ...words])
  const [said, complained, [code]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close'),
  ])
  return { code, said, complained }
}

const say = (socket: WebSocket, frame: object): void => socket.send(JSON.stringify(frame))

describe('what cannot be asked at all is told once, and nothing else is tried', () => {
  const cases: readonly [what: string, address: () => Promise<string>, told: string][] = [
    ['nothing listens', nowhere, 'ECONNREFUSED'],
    ['a page that is no socket', () => serverThat(), 'HTTP 404'],
    ['a socket on which nothing is said', () => serverThat(() => undefined), 'says nothing on it'],
    [
      'a token that is refused',
      () =>
        serverThat((socket) => {
          say(socket, { type: 'error', code: 'AUTH_ERROR', message: '请重新登录', retryable: false })
          socket.close(1011)
        }),
      'AUTH_ERROR: 请重新登录',
    ],
  ]
  test.each(cases)('%s', async (_what, address, told) => {
    expect(await tried(await address())).toEqual([
      { sentence: 'the server can be asked', held: 'no', detail: expect.stringContaining(told) },
    ])
  })
})

test('a server that accepts and falls silent is given up at each promise', async () => {
  const address = await serverThat((socket) => say(socket, ACCEPTED))
  const outcomes = await tried(address)
  expect(outcomes.map(({ sentence }) => sentence)).toEqual(PROMISES.map(([sentence]) => sentence))
  expect(outcomes.filter(({ held }) => held === 'yes')).toEqual([])
  expect(outcomes[0]?.detail).toContain('after accepted nothing else was heard')
})

test('keepalives alone hold nothing open for ever', async () => {
  const address = await serverThat((socket) => {
    say(socket, ACCEPTED)
    const timer = setInterval(() => say(socket, { type: 'keepalive', content: '', full_content: '' }), 50)
    socket.on('close', () => clearInterval(timer))
  })
  const [outcome] = await tried(address, PROMISES.slice(0, 1))
  expect(outcome).toMatchObject({ held: 'no', detail: expect.stringContaining('no end came') })
})

test('what is closed without a word is told with its close code', async () => {
  const address = await serverThat((socket) => socket.close(1013))
  const [outcome] = await tried(address, PROMISES.slice(0, 1))
  expect(outcome?.detail).toContain('it was closed with 1013, without a word')
})

test('a token is not shown, whatever a server says of it', async () => {
  const address = await serverThat((socket, message) => {
    const { token } = message
    say(socket, { ...ACCEPTED, request_id: `what ${token} asked`, session_id: token, resumed: `"${token}"` })
    socket.close(1000)
  })
  const outcomes = await tried(address)
  expect(outcomes.map(({ detail }) => detail).join()).not.toContain(TOKEN)
  expect(outcomes.map(({ detail }) => detail).join()).toContain('…')
})

test('what was seen is told in a line, however much it was', async () => {
  const address = await serverThat((socket) => {
    for (let seq = 1; seq < 500; seq += 1) say(socket, { type: 'status', seq, stage: 'thinking' })
    socket.close(1000)
  })
  const outcomes = await tried(address)
  expect(Math.max(...outcomes.map(({ detail }) => detail.length))).toBeLessThan(500)
})

test('--help tells what there is', async () => {
  const { code, said } = await command('--help')
  expect(code).toBe(0)
  for (const word of ['--url', '--token', '--failing-question', 'serve', '--port'])
    expect(said).toContain(word)
})

test('what is not understood is said in words, and where help is', async () => {
  for (const words of [['--nonsense'], ['--port'], ['tries'], ['serve', '--port', 'x'], []]) {
    const { code, said, complained } = await command(...words)
    expect(code).toBe(1)
    expect(said).toBe('0 passed, 1 failed\n')
    expect(complained).toMatch(/\n--help tells what there is\n$/)
    expect(complained).not.toMatch(/\n +at /)
  }
})

test('an address at which nothing listens is named by the command, with or without a token', async () => {
  const url = await nowhere()
  const withToken = await command('--url', url, '--token', TOKEN)
  expect(withToken.said).toMatch(/^✗ the server can be asked: .*ECONNREFUSED.*\n0 passed, 1 failed\n$/)
  const without = await command('--url', url)
  expect(without.complained).toContain('ECONNREFUSED')
  expect(without.said).toBe('0 passed, 1 failed\n')
})
