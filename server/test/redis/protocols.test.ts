import { ScriptedModel } from '../http/scripted-model'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { call, deltasOf, read, type Told } from '../protocols/event-stream'
import type { TestDatabase } from '../store/backends'
import { describeShared, engines } from './engines'

jest.setTimeout(60_000)

const pieces = Array.from({ length: 30 }, (_, index) => `第${index}步。`)
const whole = pieces.join('')

describeShared('open protocols of servers that share PostgreSQL and Redis', () => {
  let place: TestDatabase
  let one: TestServer
  let other: TestServer
  let student: Student

  beforeEach(async () => {
    if (engines === undefined) throw new Error('no engines')
    place = await engines.postgres.create()
    const shared = { databaseUrl: place.databaseUrl, redisUrl: engines.redisUrl }
    one = await startTestServer({ ...shared, model: new ScriptedModel(pieces, 60) })
    other = await startTestServer({ ...shared, model: new ScriptedModel(pieces, 60) })
    student = await one.login('安娜')
  })

  afterEach(async () => {
    await Promise.all([one.close(), other.close()])
    await place.remove()
  })

  const run = (server: TestServer, after?: string): Promise<Response> => {
    const input = { threadId: 't1', runId: 'r1', state: {}, tools: [], context: [], forwardedProps: {} }
    const messages = [{ id: 'm1', role: 'user', content: '算一算' }]
    const headers = { ...student.headers, ...(after === undefined ? {} : { 'last-event-id': after }) }
    return call(server, headers, '/api/v1/agui', { ...input, messages })
  }
  const chat = (server: TestServer, trigger = 'submit-message'): Promise<Response> => {
    const messages = [{ id: 'm1', role: 'user', parts: [{ type: 'text', text: '算一算' }] }]
    return call(server, student.headers, '/api/v1/chat', { id: 'chat-1', messages, trigger })
  }
  const dataOf = ({ events }: Told, type: string) => events.find(({ data }) => data?.type === type)?.data
  const statuses = async (): Promise<string[]> => {
    const rows = await one.parts.database.main.selectFrom('question').select('status').orderBy('id').execute()
    return rows.map(({ status }) => status)
  }

  test('an AG-UI run that is begun at one is gone on with at the other, after its last event', async () => {
    const begun = await read(await run(one), ({ id }) => Number(id) > 8)
    const rest = await read(await run(other, begun.events.at(-1)?.id))
    expect(dataOf(rest, 'RUN_FINISHED')).toBeDefined()
    expect(deltasOf(begun, 'TEXT_MESSAGE_CONTENT') + deltasOf(rest, 'TEXT_MESSAGE_CONTENT')).toBe(whole)
    expect(await statuses()).toEqual(['done'])
  })

  test('a chat of the AI SDK that is begun at one is told again from its start, and stopped, at the other', async () => {
    const begun = await read(await chat(one), ({ data }) => data?.type === 'text-delta')
    const reading = call(other, student.headers, '/api/v1/chat/chat-1/stream').then((told) => read(told))
    const stopped = await call(other, student.headers, '/api/v1/chat/chat-1/stop', {})
    expect(stopped.status).toBe(200)
    const again = await reading
    expect(dataOf(again, 'start')).toEqual(dataOf(begun, 'start'))
    expect(deltasOf(again, 'text-delta').startsWith(deltasOf(begun, 'text-delta'))).toBe(true)
    expect(dataOf(again, 'finish')).toMatchObject({ messageMetadata: { finish_reason: 'stopped' } })
    expect(await statuses()).toEqual(['stopped'])
  })

  test('of answers that are asked anew at both in the same instant one is written to its end', async () => {
    await read(await chat(one))
    const anew = [one, other, one, other].map(async (server) =>
      read(await chat(server, 'regenerate-message')),
    )
    await Promise.all(anew)
    const ended = await statuses()
    expect(ended.filter((status) => status === 'generating')).toEqual([])
    // The first, and the newest: each of the others was stopped for it, or never begun.
    expect(ended.filter((status) => status === 'done')).toHaveLength(2)
  })
})
