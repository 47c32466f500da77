import { AskClient } from '../http/ask-client'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'
import { SilentProxy } from '../postgres/silent-proxy'
import type { TestDatabase } from '../store/backends'
import { describeShared, engines } from './engines'

jest.setTimeout(90_000)

const pieces = Array.from({ length: 100 }, (_, index) => `第${index}步。`)
const whole = pieces.join('')

describeShared('one server of two that alone is cut off', () => {
  let place: TestDatabase
  let proxies: Record<'PostgreSQL' | 'Redis', SilentProxy>
  let lone: TestServer
  let other: TestServer
  let token: string

  beforeEach(async () => {
    if (engines === undefined) throw new Error('no engines')
    const { postgres, redisUrl } = engines
    place = await postgres.create()
    const { databaseUrl = '' } = place
    proxies = { PostgreSQL: new SilentProxy(new URL(databaseUrl)), Redis: new SilentProxy(new URL(redisUrl)) }
    const model = () => new ScriptedModel(pieces, 100)
    other = await startTestServer({ databaseUrl, redisUrl, model: model() })
    lone = await startTestServer({
      databaseUrl: await proxies.PostgreSQL.open(),
      redisUrl: await proxies.Redis.open(),
      model: model(),
    })
    token = (await other.login('安娜')).access_token
  })

  afterEach(async () => {
    await Promise.all([lone.close(), other.close()])
    for (const proxy of Object.values(proxies)) proxy.close()
    await place.remove()
  })

  const status = async (server: TestServer) => (await server.call('GET', '/ready')).status
  const asks = (server: TestServer, request_id: string) =>
    new AskClient(server.address, { token, request_id, params: { content: '算一算' }, client_id: 'phone' })
  const resumes = (server: TestServer, client_id: string) =>
    new AskClient(server.address, { type: 'resume', token, request_id: 'r1', after_seq: 0, client_id })

  /** To its end: over this link, or over the one with which it comes back, as a phone does. */
  async function read(client: AskClient, client_id: string): Promise<string | undefined> {
    await client.closed
    for (let last = client; ; last = resumes(other, client_id)) {
      await last.closed
      if (last.done !== undefined) return last.finished?.full_content ?? last.text
      expect(last.frames.at(-1)).toMatchObject({ type: 'error', code: 'SHUTTING_DOWN', retryable: true })
    }
  }

  test.each(['PostgreSQL', 'Redis'] as const)(
    'from %s says so by /ready, puts off who asks, loses no word, and finds back by itself; the other one serves',
    async (engine) => {
      const asked = asks(lone, 'r1')
      await asked.until(() => asked.text.length > 10)
      const along = resumes(other, 'tablet')
      await along.until(() => along.text.length > 10)
      proxies[engine].fallSilent(true)
      expect(await status(lone)).toBe(503)
      expect(await status(other)).toBe(200)
      const [refused, taken] = [asks(lone, 'r2'), asks(other, 'r3')]
      await taken.until(() => taken.text !== '')
      await refused.closed
      expect(refused.frames).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN', retryable: true }])
      proxies[engine].carryAgain()
      while ((await status(lone)) !== 200) await new Promise((resolve) => setTimeout(resolve, 50))
      expect(await Promise.all([read(asked, 'phone'), read(along, 'tablet')])).toEqual([whole, whole])
      await taken.closed
      const saved = await other.parts.database.main
        .selectFrom('answer')
        .innerJoin('question', 'question.id', 'answer.question_id')
        .select(['question.request_id', 'answer.content'])
        .execute()
      const texts = Object.fromEntries(saved.map(({ request_id, content }) => [request_id, content]))
      // What was put off may have been begun before that was known: it is written then, for the phone that comes back.
      expect(texts).toEqual({ r1: whole, r3: whole, ...('r2' in texts && { r2: whole }) })
    },
  )
})
