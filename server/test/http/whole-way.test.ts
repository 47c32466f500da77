import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryPage, LoginResult, Session, UploadedFile } from '../../../typings/protocol'
import { AskClient } from './ask-client'
import { jpegImage, pngImage, upload } from './images'
import { type ModelEndpoint, startModelEndpoint } from './model-endpoint'
import { ScriptedModel } from './scripted-model'
import { type ServerProcess, startServerProcess } from './server-process'
import { type Student, startTestServer, type TestServer } from './test-server'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(60_000)

describe('from a photographed page to a kept answer', () => {
  let server: TestServer
  let model: ScriptedModel
  let anna: Student

  beforeEach(async () => {
    model = new ScriptedModel(['一加一', '等于', '二。'])
    server = await startTestServer({ model })
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  const uploadPage = async (bytes: Buffer, student = anna) => {
    const { headers, body } = upload(bytes)
    const sent = { headers: { ...headers, ...student.headers }, body }
    return (await server.call('POST', '/api/v1/files', sent)).body as UploadedFile
  }
  const ask = async (params: object, requestId = 'request-1', token = anna.access_token) => {
    const message = { token, request_id: requestId, params: { content: '', ...params } }
    const client = new AskClient(server.address, message)
    await client.closed
    return client
  }

  test('two pages are sent, read in their order, answered, counted and found again in the history', async () => {
    const given = [pngImage(20, 30), await jpegImage(40, 50)]
    const uploads = await Promise.all(given.map((page) => uploadPage(page)))
    const kept = await Promise.all(uploads.map(({ url }) => server.call('GET', url)))
    const pages = kept.map(({ bytes }) => bytes)
    const client = await ask({
      content: '这两页怎么做？',
      image_urls: uploads.map(({ url }) => url),
      subject: 'math',
    })

    expect(client.frames[0]).toMatchObject({ type: 'accepted', request_id: 'request-1', resumed: false })
    expect([client.text, client.finished?.full_content]).toEqual(['一加一等于二。', '一加一等于二。'])
    expect(client.frames.at(-1)).toBe(client.done)
    expect(
      model.requests.map(({ question, images }) => [question, images.map(({ bytes }) => bytes)]),
    ).toEqual([['这两页怎么做？', pages]])

    const { session_id, question_id } = client.accepted ?? { session_id: '', question_id: '' }
    const history = await anna.call('GET', `/api/v1/learning/sessions/${session_id}/history`)
    const [item] = (history.body as HistoryPage).items
    expect(item).toMatchObject({
      question_id,
      request_id: 'request-1',
      content: '这两页怎么做？',
      answer: {
        answer_id: client.done?.answer_id,
        status: 'done',
        content: '一加一等于二。',
        finish_reason: 'stop',
        usage: client.done?.usage,
      },
    })
    const shown = await Promise.all((item?.image_urls ?? []).map((url) => server.call('GET', url)))
    expect(shown.map((reply) => reply.bytes)).toEqual(pages)
    const session = (await anna.call('GET', `/api/v1/learning/sessions/${session_id}`)).body as Session
    expect(session).toMatchObject({
      title: '这两页怎么做？',
      subject: 'math',
      question_count: 1,
      total_tokens: client.done?.usage.total_tokens,
    })
  })

  test('the same request id gives the same answer again; the model is not asked and nothing counts twice', async () => {
    const first = await ask({ content: '1+1=?' })
    const second = await ask({ content: '1+1=?' })
    expect(second.accepted).toMatchObject({ resumed: true, question_id: first.done?.question_id })
    expect(second.done).toEqual(first.done)
    expect(second.text).toBe(first.text)
    expect(model.requests).toHaveLength(1)
    const { session_id = '' } = first.accepted ?? {}
    const session = await anna.call('GET', `/api/v1/learning/sessions/${session_id}`)
    expect(session.body).toMatchObject({ question_count: 1, total_tokens: first.done?.usage.total_tokens })
  })

  test('a second question of a session is asked with the first one before it', async () => {
    const first = await ask({ content: '1+1=?' })
    await ask({ content: '再加一呢？', session_id: first.done?.session_id }, 'request-2')
    expect(model.requests[1]?.history).toEqual([{ question: '1+1=?', answer: '一加一等于二。' }])
  })

  test.each([
    ['a file of somebody else', async () => (await uploadPage(pngImage(1, 1), await server.login('本'))).url],
    ['another server', async () => 'https://example.com/page.jpg'],
    ['a file that does not exist', async () => '/api/v1/files/01a207b6-9294-7001-950e-91e08cf02a04'],
  ])('%s as a page is refused, and nothing is written', async (_what, address) => {
    const client = await ask({ content: '?', image_urls: [await address()] })
    expect(client.frames).toMatchObject([{ type: 'error', code: 'BAD_REQUEST', retryable: false }])
    expect(model.requests).toEqual([])
    expect((await anna.call('GET', '/api/v1/learning/sessions')).body).toMatchObject({ total: 0 })
  })

  test("another student's answer cannot be resumed and their session cannot be asked in", async () => {
    const { access_token: token } = await server.login('本')
    const mine = await ask({ content: '1+1=?' })
    const resumed = new AskClient(server.address, {
      type: 'resume',
      token,
      request_id: 'request-1',
      after_seq: 0,
    })
    await resumed.closed
    expect(resumed.frames).toMatchObject([{ type: 'error', code: 'STREAM_NOT_FOUND' }])
    const intruding = await ask({ content: '?', session_id: mine.done?.session_id }, 'request-3', token)
    expect(intruding.frames).toMatchObject([{ type: 'error', code: 'BAD_REQUEST' }])
  })

  test('a session that is deleted while it is answered stops its answer', async () => {
    await server.close()
    model = new ScriptedModel(Array(200).fill('写'), 20)
    server = await startTestServer({ model })
    anna = await server.login('安娜')
    const message = { token: anna.access_token, params: { content: '写长一点' } }
    const client = new AskClient(server.address, message)
    await client.until(() => client.text !== '')
    await anna.call('DELETE', `/api/v1/learning/sessions/${client.accepted?.session_id}`)
    expect(model.requests[0]?.signal.aborted).toBe(true)
    expect((await anna.call('GET', '/api/v1/learning/sessions')).body).toMatchObject({ total: 0 })
    await client.closed
    expect(client.done?.finish_reason).toBe('stopped')
  })

  test('a deleted session leaves nothing that could be replayed, whether its answers were whole or not', async () => {
    const finished = await ask({ content: '1+1=?' })
    const session_id = finished.done?.session_id ?? ''
    await ask({ content: '再加一呢？', session_id }, 'request-2')
    await anna.call('DELETE', `/api/v1/learning/sessions/${session_id}`)
    for (const request_id of ['request-1', 'request-2']) {
      const resume = { type: 'resume' as const, token: anna.access_token, request_id, after_seq: 0 }
      const client = new AskClient(server.address, resume)
      await client.closed
      expect(client.frames).toMatchObject([{ type: 'error', code: 'STREAM_NOT_FOUND' }])
    }
  })
})

describe('the server dies and comes back in the middle of an answer', () => {
  const pieces = Array.from({ length: 60 }, (_, step) => `第${step + 1}步，算一算。`)
  const whole = pieces.join('')
  let dataDirectory: string
  let endpoint: ModelEndpoint
  let server: ServerProcess
  let address: string
  let token: string

  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'tutor-whole-'))
    endpoint = await startModelEndpoint(pieces, 10)
    await start()
    const login = await fetch(`${address}/api/v1/auth/dev-login`, { method: 'POST' })
    token = ((await login.json()) as LoginResult).access_token
  })

  afterEach(async () => {
    await kill()
    await endpoint.close()
    await rm(dataDirectory, { recursive: true, force: true })
  })

  const start = async () => {
    server = startServerProcess({
      DATA_DIR: dataDirectory,
      OPENAI_BASE_URL: endpoint.baseUrl,
      OPENAI_MODEL: 'slow',
    })
    address = await server.ready
  }
  const kill = async () => {
    server.child.kill('SIGKILL')
    await server.ended
  }
  const ask = (requestId: string) => {
    const params = { content: '一步一步算' }
    return new AskClient(address, { token, request_id: requestId, params })
  }
  const get = async (path: string) => {
    const reply = await fetch(address + path, { headers: { authorization: `Bearer ${token}` } })
    return reply.json()
  }

  test('killed with -9: what was seen is there, the model goes on from it, and done is for ever', async () => {
    const before = ask('request-1')
    await before.until(() => before.text.length > 60)
    await kill()
    await before.closed
    expect(before.done).toBeUndefined()

    await start()
    const after = new AskClient(address, {
      type: 'resume',
      token,
      request_id: 'request-1',
      after_seq: before.lastSeq,
    })
    await after.closed
    expect(after.accepted).toMatchObject({ resumed: true, question_id: before.accepted?.question_id })
    expect(after.finished?.full_content).toBe(whole)
    expect(after.done).toBeDefined()
    expect(before.text + after.text).toBe(whole)
    expect(endpoint.requests).toHaveLength(2)
    const written = String(endpoint.requests[1]?.findLast(({ role }) => role === 'assistant')?.content)
    expect(written.startsWith(before.text)).toBe(true)
    expect(whole.startsWith(written)).toBe(true)

    await kill()
    await start()
    const replay = ask('request-1')
    await replay.closed
    expect(replay.text).toBe(whole)
    expect(replay.done).toMatchObject({ answer_id: after.done?.answer_id, usage: after.done?.usage })
    expect(endpoint.requests).toHaveLength(2)
    const history = (await get(`/api/v1/learning/sessions/${after.done?.session_id}/history`)) as HistoryPage
    expect(history.items.map((item) => item.answer?.content)).toEqual([whole])
    const session = await get(`/api/v1/learning/sessions/${after.done?.session_id}`)
    expect(session).toMatchObject({ question_count: 1, total_tokens: after.done?.usage.total_tokens })
  })

  test('ended with SIGTERM: the running answer is finished, and no new one is begun', async () => {
    const running = ask('request-1')
    await running.until(() => running.text.length > 20)
    server.child.kill('SIGTERM')
    await until(async () => (await fetch(`${address}/health`)).status === 503)
    const late = ask('request-2')
    await late.closed
    expect(late.frames).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN', retryable: true }])
    await running.closed
    expect([running.finished?.full_content, running.done?.finish_reason]).toEqual([whole, 'stop'])
    expect(await server.ended).toBe(0)
    expect(endpoint.requests).toHaveLength(1)
  })
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}
