import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AskClient } from '../http/ask-client'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'
import { backends, type TestDatabase } from '../store/backends'
import { SilentProxy } from './silent-proxy'

jest.setTimeout(60_000)

const [postgres] = backends.filter(({ name }) => name === 'PostgreSQL')
/** A command that restarts the server of `TEST_DATABASE_URL`; nobody else may use that one meanwhile. */
const { TEST_DATABASE_RESTART: restart } = process.env

;(postgres === undefined ? describe.skip : describe)('a PostgreSQL that goes away', () => {
  const pieces = Array.from({ length: 120 }, (_, index) => `第${index}步。`)
  let place: TestDatabase
  let proxy: SilentProxy
  let server: TestServer
  let token: string

  beforeEach(async () => {
    if (postgres === undefined) throw new Error('no PostgreSQL')
    place = await postgres.create()
    proxy = new SilentProxy(new URL(place.databaseUrl ?? ''))
    const databaseUrl = await proxy.open()
    server = await startTestServer({ databaseUrl, model: new ScriptedModel(pieces, 100) })
    token = (await server.login('安娜')).access_token
  })

  afterEach(async () => {
    await server.close()
    proxy.close()
    await place.remove()
  })

  const health = async () => (await server.call('GET', '/health')).body

  async function healthy(): Promise<void> {
    while (!isOk(await health())) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  async function underWay(): Promise<AskClient> {
    const client = new AskClient(server.address, { token, request_id: 'r1', params: { content: '算一算' } })
    await client.until(() => client.text.length > 20)
    return client
  }

  async function endsWhole(client: AskClient): Promise<void> {
    await client.closed
    expect(client.done).toMatchObject({ finish_reason: 'stop' })
    expect(client.finished?.full_content).toBe(pieces.join(''))
    expect(client.text).toBe(pieces.join(''))
    const { rows } = await stored()
    expect(rows).toEqual([{ content: pieces.join('') }])
  }

  async function stored() {
    const rows = await server.parts.database.main.selectFrom('answer').select('content').execute()
    return { rows }
  }

  ;(restart === undefined ? test.skip : test)('for a restart costs no answer and no process', async () => {
    const client = await underWay()
    await promisify(execFile)('sh', ['-c', restart ?? ''])
    await healthy()
    await endsWhole(client)
  })

  test('by a network that drops its connections without a word is reached anew, and the answer goes on', async () => {
    const client = await underWay()
    proxy.fallSilent(false)
    await healthy()
    await endsWhole(client)
  })

  test('for a while is told by /health, asks and resumes are put off, and then all goes on', async () => {
    const client = await underWay()
    proxy.fallSilent(true)
    expect(await health()).toMatchObject({ status: 'error', database: 'unavailable' })
    const resumed = new AskClient(server.address, { type: 'resume', token, request_id: 'r1', after_seq: 0 })
    const asked = new AskClient(server.address, { token, request_id: 'r2', params: { content: '再算' } })
    await Promise.all([resumed.closed, asked.closed])
    for (const { frames } of [resumed, asked]) {
      expect(frames).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN', retryable: true }])
    }
    const seen = client.text.length
    await client.until(() => client.text.length > seen)
    proxy.carryAgain()
    await healthy()
    await endsWhole(client)
  })
})

function isOk(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'status' in body && body.status === 'ok'
}
