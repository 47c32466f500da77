import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from '../../../typings/account'
import type { LoginResult, UploadedFile } from '../../../typings/protocol'
import type { ModelRequest } from '../../src/model/model'
import { newId } from '../../src/store/identifiers'
import { AskClient } from './ask-client'
import { pngImage, upload } from './images'
import { ScriptedModel } from './scripted-model'
import { type Student, startTestServer, type TestServer } from './test-server'

const me = '/api/v1/users/me'

let started: TestServer[] = []

async function start(model?: ScriptedModel): Promise<TestServer> {
  const server = await startTestServer(model === undefined ? {} : { model })
  started.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(started.map((server) => server.close()))
  started = []
})

describe('an account', () => {
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    server = await start()
    anna = await server.login('安娜')
  })

  const read = async (student = anna) => (await student.call('GET', me)).body as Account
  const change = (body: object, student = anna) => student.call('PATCH', me, body)

  test('has a name, and neither a grade nor settings before they are told', async () => {
    expect(await read()).toEqual({ id: anna.user.id, name: '安娜', grade: null, settings: {} })
  })

  test('is changed in what is named, and keeps the rest', async () => {
    expect((await change({ name: ' 小安 ' })).body).toMatchObject({ name: '小安', grade: null })
    expect((await change({ grade: 5 })).body).toMatchObject({ name: '小安', grade: 5 })
    expect((await change({})).body).toMatchObject({ name: '小安', grade: 5 })
    expect((await change({ grade: null })).body).toEqual(await read())
    expect(await read()).toEqual({ id: anna.user.id, name: '小安', grade: null, settings: {} })
    expect((await server.login('安娜')).user).toEqual({ id: anna.user.id, name: '小安' })
  })

  test('is changed by a phone, whose requests know no PATCH, by a POST that says so', async () => {
    const headers = { ...anna.headers, 'x-http-method-override': 'PATCH' }
    const reply = await server.call('POST', me, { headers, body: { grade: 12 } })
    expect([reply.status, reply.body]).toMatchObject([200, { grade: 12 }])
    expect((await anna.call('POST', me, { grade: 1 })).status).toBe(404)
  })

  test('merges the keys of its settings, and takes out what is null', async () => {
    await change({ settings: { look: 'dark', text: { size: 2 }, old: [1, 'two'] } })
    await change({ settings: { text: { step: 3 }, old: null, never: null } })
    expect((await read()).settings).toEqual({ look: 'dark', text: { step: 3 } })
  })

  test('loses no setting to another that is told at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `n${index}`)
    await Promise.all(names.map((name) => change({ settings: { [name]: true } })))
    expect(Object.keys((await read()).settings).sort()).toEqual(names)
  })

  test('has settings of 4 KB, not one byte more, and then stays as it is', async () => {
    const bytes = (length: number) => ({ settings: { k: 'x'.repeat(length - '{"k":""}'.length) } })
    expect((await change(bytes(4096))).status).toBe(200)
    const reply = await change({ ...bytes(4097), name: '别的' })
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
    expect((await change({ settings: { more: 1 } })).status).toBe(400)
    expect(await read()).toMatchObject({ name: '安娜', ...bytes(4096) })
    expect((await change({ settings: { k: null, 字: '字'.repeat(1360) } })).status).toBe(200)
    expect((await change({ settings: { 字: '字'.repeat(1366) } })).status).toBe(400)
  })

  test.each([
    { name: '' },
    { name: '  ' },
    { name: '字'.repeat(51) },
    { name: 5 },
    { name: null },
    { grade: 0 },
    { grade: 13 },
    { grade: 1.5 },
    { grade: '5' },
    { settings: [] },
    { settings: 'x' },
    { settings: null },
    { settings: { time_zone: 'Asia/Nowhere' } },
    { settings: { time_zone: '+08:00' } },
    { settings: { time_zone: 8 } },
  ])('is not changed by %j', async (body) => {
    const before = await read()
    const reply = await change(body)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
    expect(await read()).toEqual(before)
  })

  test('takes a name of 50 characters, the grades 1 and 12, and a time zone of IANA’s', async () => {
    for (const body of [{ name: '😀'.repeat(50) }, { grade: 1 }, { grade: 12 }])
      expect((await change(body)).body).toMatchObject(body)
    await change({ settings: { time_zone: 'Europe/Berlin' } })
    expect((await change({ settings: { time_zone: null } })).body).toMatchObject({ settings: {} })
  })

  test.each(['GET', 'PATCH', 'DELETE'] as const)('needs a login: %s', async (method) => {
    const reply = await server.call(method, me)
    expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
  })
})

test('a grade goes into what the model is told, and only where it is known', async () => {
  const model = new ScriptedModel()
  const server = await start(model)
  const anna = await server.login('安娜')
  for (const grade of [5, null]) {
    await anna.call('PATCH', me, { grade })
    const client = new AskClient(server.address, { token: anna.access_token, params: { content: '1+1=?' } })
    await client.closed
  }
  expect(model.requests.map(({ grade }) => grade)).toEqual([5, undefined])
})

/** Somebody who has something of everything, in words that occur nowhere else. */
async function fullAccount(server: TestServer, student: Student) {
  const { headers, body } = upload(pngImage(40, 30))
  const page = (
    await server.call('POST', '/api/v1/files', { headers: { ...headers, ...student.headers }, body })
  ).body as UploadedFile
  const params = { content: `题目${WORD}`, image_urls: [page.url] }
  const client = new AskClient(server.address, { token: student.access_token, params })
  await client.closed
  const { question_id, answer_id, session_id } = client.done as unknown as Record<string, string>
  const mistake = await student.call('POST', '/api/v1/learning/mistakes', {
    text: `错题${WORD}`,
    note: `笔记${WORD}`,
    points: [`点${WORD}`],
    student_answer: WORD,
  })
  const mistakeId = (mistake.body as { id: string }).id
  await student.call('POST', `/api/v1/learning/mistakes/${mistakeId}/review`, { rating: 'good' })
  await student.call('POST', '/api/v1/learning/feedback', {
    answer_id,
    rating: 'down',
    reason: `因为${WORD}`,
  })
  await student.call('PATCH', me, { name: `名${WORD}`, grade: 5, settings: { remark: WORD } })
  return { page, question_id, answer_id, session_id, mistakeId }
}

const WORD = '蝴蝶ZQXJ结'

test('an account is exported with everything that is its, and with nothing of anybody else’s', async () => {
  const server = await start()
  const [anna, ben] = [await server.login('安娜'), await server.login('本')]
  const { page, question_id, answer_id, session_id, mistakeId } = await fullAccount(server, anna)
  const { status, headers, body } = await anna.call('GET', `${me}/export`)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('application/json')
  const url = expect.stringContaining(`/api/v1/files/${page.id}?`)
  expect(body).toEqual({
    user: { id: anna.user.id, name: `名${WORD}`, grade: 5, settings: { remark: WORD } },
    sessions: [expect.objectContaining({ id: session_id, question_count: 1 })],
    questions: [
      expect.objectContaining({
        question_id,
        session_id,
        content: `题目${WORD}`,
        image_urls: [url],
        status: 'done',
      }),
    ],
    answers: [
      expect.objectContaining({
        answer_id,
        question_id,
        content: expect.any(String),
        usage: expect.objectContaining({ total_tokens: expect.any(Number) }),
        extras: expect.objectContaining({ status: expect.any(String), follow_ups: [] }),
      }),
    ],
    mistakes: [
      expect.objectContaining({ id: mistakeId, text: `错题${WORD}`, note: `笔记${WORD}`, reviews: 1 }),
    ],
    reviews: [expect.objectContaining({ mistake_id: mistakeId, rating: 'good' })],
    feedback: [expect.objectContaining({ answer_id, rating: 'down', reason: `因为${WORD}` })],
    files: [expect.objectContaining({ id: page.id, url, width: 40, height: 30 })],
  })
  const other = (await ben.call('GET', `${me}/export`)).body as Record<string, unknown[]>
  const { user, ...lists } = other
  expect(user).toMatchObject({ id: ben.user.id })
  expect(Object.values(lists)).toEqual([[], [], [], [], [], [], []])
})

describe('an account that is erased', () => {
  /** Everything below a folder, one buffer a file. */
  async function bytesIn(directory: string): Promise<{ name: string; bytes: Buffer }[]> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return Promise.all(files.map(async (name) => ({ name, bytes: await readFile(name) })))
  }

  const holding = async (directory: string, word: string) =>
    (await bytesIn(directory)).filter(({ bytes }) => bytes.includes(word)).map(({ name }) => name)

  test('leaves none of its words and pages on the disk, and everything of the others', async () => {
    const model = new ScriptedModel()
    const server = await start(model)
    const [anna, ben] = [await server.login(`安娜${WORD}`), await server.login('本')]
    const { page } = await fullAccount(server, anna)
    // What was deleted before leaves nothing either.
    const { session_id } = await fullAccount(server, anna)
    await anna.call('DELETE', `/api/v1/learning/sessions/${session_id}`)
    // An answer that is being written, and one of somebody else beside it.
    const running = await server.parts.answers.begin(asked(anna, `写到一半${WORD}`))
    const other = await server.parts.answers.begin(asked(ben, '本的问题'))
    await server.parts.answers.appendDrafts([
      { questionId: running.answer.questionId, fence: 0, content: `草稿${WORD}`, reasoning: WORD, seq: 1 },
      { questionId: other.answer.questionId, fence: 0, content: '本的草稿', reasoning: '', seq: 1 },
    ])
    const { dataDirectory } = server.config
    expect((await holding(dataDirectory, WORD)).length).toBeGreaterThan(0)
    const drawn = await server.parts.storage.read(page.id)

    expect((await anna.call('DELETE', me)).status).toBe(204)

    expect(await holding(dataDirectory, WORD)).toEqual([])
    // The index of what is searched knows words by three of their characters.
    for (const part of ['蝴蝶z', 'zqx', 'qxj', 'xj结']) expect(await holding(dataDirectory, part)).toEqual([])
    const files = await bytesIn(dataDirectory)
    expect(files.filter(({ bytes }) => drawn !== undefined && bytes.includes(drawn))).toEqual([])
    expect(await holding(dataDirectory, anna.user.id)).toEqual([])
    expect(await server.parts.answers.find(ben.user.id, other.answer.requestId)).toMatchObject({
      content: '本的草稿',
    })
    const found = await ben.call('GET', `/api/v1/learning/sessions?search=${encodeURIComponent('本的问')}`)
    expect(found.body).toMatchObject({ total: 1 })
  })

  const asked = (student: Student, content: string) => ({
    userId: student.user.id,
    requestId: newId(),
    params: { content },
  })

  test('opens no door any more: not its tokens, not a refresh, not the socket; the same login is a new user', async () => {
    const server = await start()
    const anna = await server.login('安娜')
    const again = await server.login('安娜')
    const { page } = await fullAccount(server, anna)
    expect((await anna.call('DELETE', me)).status).toBe(204)
    for (const student of [anna, again]) {
      for (const address of [me, '/api/v1/learning/sessions', '/api/v1/learning/mistakes', `${me}/export`]) {
        const reply = await student.call('GET', address)
        expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
      }
      expect((await student.call('DELETE', me)).status).toBe(401)
      const body = { refresh_token: student.refresh_token }
      const refreshed = await server.call('POST', '/api/v1/auth/refresh', { body })
      expect([refreshed.status, refreshed.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
      const client = new AskClient(server.address, {
        token: student.access_token,
        params: { content: '1+1=?' },
      })
      await client.closed
      expect(client.frames).toMatchObject([{ type: 'error', code: 'AUTH_ERROR' }])
    }
    expect((await server.call('GET', page.url)).status).toBe(404)
    const anew = (await server.call('POST', '/api/v1/auth/dev-login', { body: { name: '安娜' } }))
      .body as LoginResult
    expect(anew.user.id).not.toBe(anna.user.id)
    const headers = { authorization: `Bearer ${anew.access_token}` }
    expect((await server.call('GET', me, { headers })).body).toMatchObject({ grade: null, settings: {} })
    expect((await server.call('GET', '/api/v1/learning/mistakes', { headers })).body).toMatchObject({
      total: 0,
    })
  })

  test('is erased once: of those that ask for it at once, one is told that it is done, the others that they are nobody', async () => {
    const server = await start()
    const anna = await server.login('安娜')
    const replies = await Promise.all(Array.from({ length: 4 }, () => anna.call('DELETE', me)))
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 401, 401, 401])
    for (const { status, body } of replies)
      if (status === 401) expect(body).toMatchObject({ code: 'AUTH_ERROR' })
  })

  test('stops what is being written for it, lets the model go, and tells who reads it', async () => {
    const model = new EndlessModel()
    const server = await start(model)
    const anna = await server.login('安娜')
    const client = new AskClient(server.address, { token: anna.access_token, params: { content: '1+1=?' } })
    await model.begun
    expect((await anna.call('DELETE', me)).status).toBe(204)
    await client.closed
    expect(model.aborted).toBe(true)
    expect(['done', 'error']).toContain(client.frames.at(-1)?.type)
    const { main, drafts } = server.parts.database
    expect(await main.selectFrom('question').select('id').execute()).toEqual([])
    expect(await main.selectFrom('job').select('id').where('user_id', '=', anna.user.id).execute()).toEqual(
      [],
    )
    expect(await drafts.questionIds()).toEqual([])
  })
})

/** Writes until it is let go. */
class EndlessModel extends ScriptedModel {
  aborted = false
  private tellBegun: () => void = () => undefined
  readonly begun = new Promise<void>((resolve) => {
    this.tellBegun = resolve
  })

  override async *answer({ signal }: ModelRequest): ReturnType<ScriptedModel['answer']> {
    yield { type: 'content', delta: '一直写' }
    this.tellBegun()
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    this.aborted = true
  }
}
