import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { LoginResult } from '../../../typings/protocol'
import { type ServerProcess, startServerProcess } from './server-process'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(60_000)

describe('the server as a process', () => {
  let dataDirectory: string
  let running: ServerProcess[]

  beforeEach(async () => {
    running = []
    dataDirectory = await mkdtemp(join(tmpdir(), 'tutor-main-'))
  })

  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGKILL')
      await ended
    }
    await rm(dataDirectory, { recursive: true, force: true })
  })

  const start = (environment: Record<string, string> = {}) => {
    const server = startServerProcess({ DATA_DIR: dataDirectory, ...environment })
    running.push(server)
    return server
  }

  test('it prints its address, serves, and ends cleanly on a signal', async () => {
    const server = start()
    const address = await server.ready
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${address}/health`)).status).toBe(200)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(server.output()).toContain(`server ready at ${address}`)
    expect(server.output()).not.toContain('Warning')
  })

  test('a socket that has asked nothing yet is told that the server goes down, and to come back', async () => {
    const server = start()
    const socket = new WebSocket(`${(await server.ready).replace('http', 'ws')}/api/v1/learning/ws/ask`)
    const frames: unknown[] = []
    socket.on('message', (data) => frames.push(JSON.parse(data.toString())))
    await once(socket, 'open')
    server.child.kill('SIGTERM')
    await once(socket, 'close')
    expect(frames).toMatchObject([
      { type: 'error', code: 'SHUTTING_DOWN', retryable: true, retry_after_ms: expect.any(Number) },
    ])
    expect(await server.ended).toBe(0)
  })

  test('it ends cleanly when its parent process asks, even if a signal comes with it', async () => {
    const server = start()
    await server.ready
    server.child.kill('SIGINT')
    server.child.send({ type: 'end' })
    expect(await server.ended).toBe(0)
  })

  test('it ends when its parent process is gone', async () => {
    const server = start()
    await server.ready
    server.child.disconnect()
    expect(await server.ended).toBe(0)
  })

  test('a port in use is one line that says what to do', async () => {
    const first = start()
    const port = new URL(await first.ready).port
    const second = start({ PORT: port })
    expect(await second.ended).toBe(1)
    const lines = second.output().trim().split('\n')
    expect(lines.at(-1)).toBe(
      `Port ${port} is already in use. End the program that uses it, or choose another port, for example PORT=${Number(port) + 10}.`,
    )
    expect(second.output()).not.toContain('    at ')
  })

  test('a second server on the same data is refused in one line before it does anything, and the first goes on', async () => {
    const first = start()
    const address = await first.ready
    const second = start()
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(
      /^The data in \S+ is in use by another server\. End that one, or choose another folder with DATA_DIR\.\n$/,
    )
    expect((await fetch(`${address}/health`)).status).toBe(200)
  })

  test('a database that cannot be reached is one line, without its password', async () => {
    const server = start({ DATABASE_URL: 'postgres://tutor:a-password@127.0.0.1:1/tutor' })
    expect(await server.ended).toBe(1)
    expect(server.output()).toMatch(/^The database of DATABASE_URL cannot be used: [^\n]+$/m)
    expect(server.output()).not.toContain('    at ')
    expect(server.output()).not.toContain('a-password')
  })

  test('in production it does not start without its secret, and says so in one line', async () => {
    const server = start({ NODE_ENV: 'production', OPENAI_MODEL: 'm', OPENAI_API_KEY: 'k' })
    expect(await server.ended).toBe(1)
    expect(server.output()).toMatch(/^JWT_SECRET is missing[^\n]*\n$/)
  })

  test.each([
    ['a short one is warned of', 'a secret', 1],
    ['a long one is not', 'a secret of thirty-two characters', 0],
  ])('of its secret %s', async (_, secret, warnings) => {
    const server = start({ JWT_SECRET: secret })
    await server.ready
    server.child.kill('SIGTERM')
    await server.ended
    expect(server.output().match(/JWT_SECRET has less than 32 characters/g) ?? []).toHaveLength(warnings)
    expect(server.output()).not.toContain(secret)
  })

  test('a login outlives a restart', async () => {
    const first = start()
    const login = await fetch(`${await first.ready}/api/v1/auth/dev-login`, { method: 'POST' })
    const { access_token } = (await login.json()) as LoginResult
    first.child.kill('SIGTERM')
    await first.ended
    const second = start()
    const headers = { authorization: `Bearer ${access_token}` }
    const reply = await fetch(`${await second.ready}/api/v1/learning/sessions`, { headers })
    expect(reply.status).toBe(200)
  })
})
