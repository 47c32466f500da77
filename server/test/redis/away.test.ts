import { Redis } from 'ioredis'
import { AskClient } from '../http/ask-client'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'
import { SilentProxy } from '../postgres/silent-proxy'
import type { TestDatabase } from '../store/backends'
import { describeShared, engines } from './engines'

jest.setTimeout(90_000)

const pieces = Array.from({ length: 100 }, (_, index) => `第${index}步。`)
const whole = pieces.join('')

describeShared('a Redis that goes away', () => {
  let place: TestDatabase
  let proxy: SilentProxy
  let redis: Redis
  let writing: TestServer
  let other: TestServer
  let token: string

  beforeEach(async () => {
    if (engines === undefined) throw new Error('no engines')
    place = await engines.postgres.create()
    const url = new URL(engines.redisUrl)
    // Keys of its own, which it may lose.
    url.pathname = '/5'
    redis = new Redis(url.href)
    proxy = new SilentProxy(url)
    const redisUrl = await proxy.open()
    const start = () =>
      startTestServer({ databaseUrl: place.databaseUrl, redisUrl, model: new ScriptedModel(pieces, 100) })
    writing = await start()
    other = await start()
    token = (await writing.login('安娜')).access_token
  })

  afterEach(async () => {
    await Promise.all([writing.close(), other.close()])
    proxy.close()
    redis.disconnect()
    await place.remove()
  })

  const health = async (server: TestServer) => (await server.call('GET', '/health')).body
  const status = async (server: TestServer) => (await server.call('GET', '/ready')).status

  async function ready(): Promise<void> {
    for (const server of [writing, other]) {
      while ((await status(server)) !== 200) await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  const resumes = (server: TestServer, client_id: string) =>
    new AskClient(server.address, { type: 'resume', token, request_id: 'r1', after_seq: 0, client_id })

  /** Again and again, as a phone does, until it is not put off any more. */
  async function comesBack(server: TestServer, client_id: string): Promise<AskClient> {
    for (;;) {
      const client = resumes(server, client_id)
      await client.closed
      const isPutOff = client.frames.some((frame) => frame.type === 'error' && frame.code === 'SHUTTING_DOWN')
      if (!isPutOff) return client
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  /** One reads where it is written, one elsewhere. */
  async function underWay(): Promise<[AskClient, AskClient]> {
    const asked = new AskClient(writing.address, { token, request_id: 'r1', params: { content: '算一算' } })
    await asked.until(() => asked.text.length > 10)
    const along = resumes(other, 'tablet')
    await along.until(() => along.text.length > 10)
    return [asked, along]
  }

  async function endsWhole(client: AskClient): Promise<void> {
    await client.closed
    expect(client.done).toMatchObject({ finish_reason: 'stop' })
    expect(client.text).toBe(whole)
  }

  test('for a restart, and comes back with nothing, costs nobody a word', async () => {
    const [asked, along] = await underWay()
    await redis.flushdb()
    await redis.script('FLUSH')
    proxy.cut()
    const seen = along.text.length
    await along.until(() => along.text.length > seen + 10)
    await Promise.all([endsWhole(asked), endsWhole(along)])
  })

  test('for a while is told by /health and /ready, and asks and resumes are put off; the answer goes on where it is written', async () => {
    const [asked, along] = await underWay()
    proxy.fallSilent(true)
    expect(await status(writing)).toBe(503)
    expect(await health(writing)).toMatchObject({ status: 'error', database: 'ok', redis: 'unavailable' })
    const refused = [
      resumes(writing, 'phone'),
      resumes(other, 'phone'),
      new AskClient(writing.address, { token, request_id: 'r2', params: { content: '再算' } }),
    ]
    await Promise.all(refused.map((each) => each.closed))
    for (const { frames } of refused) {
      expect(frames).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN', retryable: true }])
    }
    await endsWhole(asked)
    expect(await writing.parts.database.main.selectFrom('answer').select('content').execute()).toEqual([
      { content: whole },
    ])
    proxy.carryAgain()
    await ready()
    // Who read elsewhere is given the rest, or finds it when it comes again.
    await along.closed
    const back = await comesBack(other, 'tablet')
    expect(along.done ?? back.done).toMatchObject({ finish_reason: 'stop' })
    expect(back.finished?.full_content ?? back.text).toBe(whole)
  })
})
