import { setTimeout as sleep } from 'node:timers/promises'
import { TOGETHER } from '../../src/answer/live-answers'
import { AskClient } from '../http/ask-client'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'
import type { TestDatabase } from '../store/backends'
import { describeShared, engines } from './engines'

jest.setTimeout(60_000)

const pieces = Array.from({ length: 40 }, (_, index) => `第${index}步。`)
const whole = pieces.join('')

describeShared('servers that share PostgreSQL and Redis', () => {
  let place: TestDatabase
  let servers: TestServer[]
  let token: string

  beforeEach(async () => {
    if (engines === undefined) throw new Error('no engines')
    const { postgres, redisUrl } = engines
    place = await postgres.create()
    servers = []
    for (let count = 0; count < 3; count += 1) {
      const model = new ScriptedModel(pieces, 60)
      servers.push(await startTestServer({ databaseUrl: place.databaseUrl, redisUrl, model }))
    }
    token = (await at(0).login('安娜')).access_token
  })

  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()))
    await place.remove()
  })

  function at(index: number): TestServer {
    const server = servers[index]
    if (server === undefined) throw new Error(`no server ${index}`)
    return server
  }

  const asks = (index: number, more: object = {}) =>
    new AskClient(at(index).address, { token, request_id: 'r1', params: { content: '算一算' }, ...more })
  const resumes = (index: number, after_seq: number, more: object = {}) =>
    new AskClient(at(index).address, { type: 'resume', token, request_id: 'r1', after_seq, ...more })

  const answers = () => at(0).parts.database.main.selectFrom('answer').select('content').execute()

  test('an answer that is asked at one is read on at another, without a gap or a repetition', async () => {
    const first = asks(0)
    await first.until(() => first.text.length > 20)
    const second = resumes(1, first.lastSeq)
    await second.closed
    expect(second.accepted).toMatchObject({ request_id: 'r1', resumed: true })
    const seqs = second.frames.flatMap((frame) => ('seq' in frame ? frame.seq : []))
    const before = first.frames.filter((frame) => 'seq' in frame && frame.seq < (seqs[0] ?? 0))
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
    const begun = before.reduce((text, frame) => (frame.type === 'content' ? text + frame.content : text), '')
    expect(begun + second.text).toBe(whole)
    expect(second.finished?.full_content).toBe(whole)
    expect(second.done).toMatchObject({ session_id: first.accepted?.session_id })
    expect(first.frames.at(-1)).toMatchObject({ type: 'error', code: 'SUPERSEDED' })
    expect(await answers()).toEqual([{ content: whole }])
  })

  test('the same question at another one replays it from the start, and the model is not asked again', async () => {
    const first = asks(0)
    await first.until(() => first.text.length > 20)
    const again = asks(2)
    await again.closed
    expect(again.text).toBe(whole)
    expect(again.done).toBeDefined()
    expect(await answers()).toEqual([{ content: whole }])
  })

  test('each client has one link over all of them, others read along, and a ninth disturbs nobody', async () => {
    const first = asks(0, { client_id: 'phone' })
    await first.until(() => first.text !== '')
    const moved = resumes(1, 0, { client_id: 'phone' })
    await moved.until(() => moved.accepted !== undefined)
    await first.closed
    expect(first.frames.at(-1)).toMatchObject({ code: 'SUPERSEDED', retryable: false })

    const along = Array.from({ length: 7 }, (_, index) =>
      resumes(index % 3, 0, { client_id: `tablet ${index}` }),
    )
    await Promise.all(along.map((each) => each.until(() => each.accepted !== undefined)))
    const ninth = resumes(2, 0, { client_id: 'one too many' })
    await ninth.closed
    expect(ninth.frames).toMatchObject([{ type: 'error', code: 'OVERLOADED', retryable: true }])
    await Promise.all([moved, ...along].map((each) => each.closed))
    for (const each of [moved, ...along]) expect(each.finished?.full_content).toBe(whole)
  })

  test.each([
    ['the same one', 1],
    ['another one', 0],
  ])(
    'what a link says late at %s, after its client has a newer one, takes nothing from that',
    async (_name, index) => {
      const late = new AskClient(at(index).address)
      await late.opened
      await sleep(2 * TOGETHER)
      const newer = asks(1, { client_id: 'phone' })
      await newer.until(() => newer.text !== '')
      late.send({ type: 'resume', token, request_id: 'r1', after_seq: 0, client_id: 'phone' })
      await late.closed
      expect(late.frames).toMatchObject([{ type: 'error', code: 'SUPERSEDED' }])
      await newer.closed
      expect([newer.text, newer.frames.at(-1)?.type]).toEqual([whole, 'done'])
    },
  )

  test('it is stopped from another one, by the reader there and by a call', async () => {
    const first = asks(0, { client_id: 'phone' })
    await first.until(() => first.text.length > 10)
    const along = resumes(1, 0, { client_id: 'tablet' })
    await along.until(() => along.text.length > 10)
    along.send({ type: 'stop' })
    await Promise.all([first.closed, along.closed])
    expect(along.done).toMatchObject({ finish_reason: 'stopped' })
    expect(first.done).toMatchObject({ finish_reason: 'stopped' })

    const other = new AskClient(at(1).address, { token, request_id: 'r2', params: { content: '再算' } })
    await other.until(() => other.text.length > 10)
    const headers = { authorization: `Bearer ${token}` }
    const stopped = await at(2).call('POST', '/api/v1/learning/stop', { headers, body: { request_id: 'r2' } })
    expect(stopped.status).toBe(200)
    await other.closed
    expect(other.done).toMatchObject({ finish_reason: 'stopped' })
  })

  test('a session that is deleted at one is gone for who reads its answer at another', async () => {
    const first = asks(0)
    await first.until(() => first.accepted !== undefined)
    const along = resumes(1, 0, { client_id: 'tablet' })
    await along.until(() => along.text.length > 10)
    const headers = { authorization: `Bearer ${token}` }
    const path = `/api/v1/learning/sessions/${first.accepted?.session_id}`
    expect((await at(2).call('DELETE', path, { headers })).status).toBe(204)
    await Promise.all([first.closed, along.closed])
    const back = resumes(1, 0)
    await back.closed
    expect(back.frames).toMatchObject([{ type: 'error', code: 'STREAM_NOT_FOUND' }])
  })

  test('who says that it has more than there is gets the whole state, with numbers beyond', async () => {
    const first = asks(0)
    await first.until(() => first.text.length > 10)
    const ahead = resumes(1, 5000)
    await ahead.until(() => ahead.frames.some(({ type }) => type === 'snapshot'))
    const state = ahead.frames.flatMap((frame) => ('seq' in frame ? frame : []))[0]
    expect(state).toMatchObject({ type: 'snapshot' })
    // Words of the same moment may be in it already.
    expect(state?.seq).toBeGreaterThanOrEqual(5001)
    await ahead.closed
    expect(ahead.finished?.full_content).toBe(whole)
    expect(ahead.done).toBeDefined()
  })

  test('they say by /health that Redis is there', async () => {
    expect((await at(0).call('GET', '/health')).body).toMatchObject({ status: 'ok', redis: 'ok' })
  })
})
