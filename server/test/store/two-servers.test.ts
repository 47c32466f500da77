import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoginResult } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'
import { type ModelEndpoint, startModelEndpoint } from '../http/model-endpoint'
import { type ServerProcess, startServerProcess } from '../http/server-process'
import { backends, type TestDatabase } from './backends'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(90_000)

const shared = backends.filter(({ name }) => name === 'PostgreSQL')

;(shared.length === 0 ? describe.skip : describe)('two servers on one PostgreSQL', () => {
  const pieces = Array.from({ length: 100 }, (_, step) => `第${step}步。`)
  let place: TestDatabase
  let endpoint: ModelEndpoint
  const running: ServerProcess[] = []

  beforeEach(async () => {
    const [postgres] = shared
    if (postgres === undefined) throw new Error('no PostgreSQL')
    place = await postgres.create()
    endpoint = await startModelEndpoint(pieces, 100)
  })

  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
    await endpoint.close()
    await place.remove()
  })

  const start = async (name: string) => {
    const directory = join(place.dataDirectory, name)
    await mkdir(directory, { recursive: true })
    const server = startServerProcess({
      DATA_DIR: directory,
      DATABASE_URL: place.databaseUrl ?? '',
      JWT_SECRET: 'a secret that both have',
      OPENAI_BASE_URL: endpoint.baseUrl,
      OPENAI_MODEL: 'slow',
    })
    running.push(server)
    return { server, address: await server.ready }
  }

  test('the second lets the first write its answer, and goes on with it when the first ends', async () => {
    const first = await start('first')
    const login = await fetch(`${first.address}/api/v1/auth/dev-login`, { method: 'POST' })
    const { access_token: token } = (await login.json()) as LoginResult
    const asked = new AskClient(first.address, { token, request_id: 'r1', params: { content: '算一算' } })
    await asked.until(() => asked.text.length > 10)
    const second = await start('second')
    const early = new AskClient(second.address, { type: 'resume', token, request_id: 'r1', after_seq: 0 })
    await early.closed
    expect(early.frames).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN', retryable: true }])
    const seen = asked.text.length
    await asked.until(() => asked.text.length > seen)
    expect(endpoint.requests).toHaveLength(1)

    first.server.child.send({ type: 'end' })
    expect(await first.server.ended).toBe(0)
    await asked.closed
    expect(asked.frames.at(-1)).toMatchObject({ type: 'error', code: 'SHUTTING_DOWN' })
    const resume = { type: 'resume' as const, token, request_id: 'r1', after_seq: asked.lastSeq }
    const after = new AskClient(second.address, resume)
    await after.closed
    expect(after.finished?.full_content).toBe(pieces.join(''))
    expect(after.done).toBeDefined()
    expect(endpoint.requests).toHaveLength(2)
  })

  test('the next one on the data folder of a killed one goes on with its answers at once', async () => {
    const first = await start('only')
    const login = await fetch(`${first.address}/api/v1/auth/dev-login`, { method: 'POST' })
    const { access_token: token } = (await login.json()) as LoginResult
    const asked = new AskClient(first.address, { token, request_id: 'r1', params: { content: '算一算' } })
    await asked.until(() => asked.text.length > 10)
    first.server.child.kill('SIGKILL')
    await asked.closed

    const second = await start('only')
    const resume = { type: 'resume' as const, token, request_id: 'r1', after_seq: asked.lastSeq }
    const after = new AskClient(second.address, resume)
    await after.until(() => after.text !== '')
    expect(after.accepted?.resumed).toBe(true)
  })
})
