import { newId } from '../../src/store/identifiers'
import { AskClient } from '../http/ask-client'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { backends, type TestDatabase } from './backends'

describe.each(backends)('what no text of a database holds, on $name', ({ create }) => {
  let place: TestDatabase
  let server: TestServer
  let anna: Student

  beforeAll(async () => {
    place = await create()
    server = await startTestServer({ databaseUrl: place.databaseUrl })
    anna = await server.login('安娜')
  })

  afterAll(async () => {
    await server.close()
    await place.remove()
  })

  const sessions = '/api/v1/learning/sessions'

  describe('a NUL', () => {
    test.each([
      ['a search', 400, () => anna.call('GET', `${sessions}?search=a%00b`)],
      ['a subject', 400, () => anna.call('GET', `${sessions}?subject=a%00b`)],
      ['a title', 400, () => anna.call('POST', sessions, { title: 'a\0b' })],
      ['the subject of a session', 400, () => anna.call('POST', sessions, { subject: 'a\0b' })],
      ['a name', 400, () => server.call('POST', '/api/v1/auth/dev-login', { body: { name: 'a\0b' } })],
      ['a request to stop', 400, () => anna.call('POST', '/api/v1/learning/stop', { request_id: 'a\0b' })],
      ["a session's id", 404, () => anna.call('GET', `${sessions}/a%00b`)],
      ['the id of a session to delete', 404, () => anna.call('DELETE', `${sessions}/a%00b`)],
      ['the id of a session to rename', 404, () => anna.call('PATCH', `${sessions}/a%00b`, { title: 'a' })],
      ['the id of a history', 404, () => anna.call('GET', `${sessions}/a%00b/history`)],
      ['a place in a history', 400, () => anna.call('GET', `${sessions}/${newId()}/history?before=a%00b`)],
      ["a file's id", 404, () => anna.call('GET', '/api/v1/files/a%00b')],
      [
        "an answer's id",
        404,
        () => anna.call('POST', '/api/v1/learning/feedback', { answer_id: 'a\0b', rating: 'up' }),
      ],
      [
        'the reason of an opinion',
        400,
        () =>
          anna.call('POST', '/api/v1/learning/feedback', { answer_id: newId(), rating: 'up', reason: '\0' }),
      ],
    ] as const)('in %s is refused with %i', async (_where, status, call) => {
      expect((await call()).status).toBe(status)
    })
  })

  describe('a list of pictures none of which is theirs', () => {
    const foreign = newId()
    test.each([
      ['an address of elsewhere', ['https://example.com/a.png']],
      ['a word', ['x']],
      ['an id in capitals', [`/api/v1/files/${newId().toUpperCase()}`]],
      ['one of another student', [`/api/v1/files/${foreign}`]],
      ['one of another student, and a word', [`/api/v1/files/${foreign}`, 'x']],
    ])('is refused like any other: %s', async (_, image_urls) => {
      const client = new AskClient(server.address, {
        token: anna.access_token,
        params: { content: '1+1=?', image_urls },
      })
      await client.closed
      expect(client.frames).toMatchObject([{ type: 'error', code: 'BAD_REQUEST', retryable: false }])
    })
  })

  describe('a number that no column holds', () => {
    test.each([2 ** 31, 2 ** 53 - 1])(
      'as the place to go on from, %d, is refused or passed over',
      async (after_seq) => {
        const asked = new AskClient(server.address, {
          token: anna.access_token,
          request_id: `far-${after_seq}`,
          params: { content: '1+1=?' },
        })
        await asked.closed
        const client = new AskClient(server.address, {
          type: 'resume',
          token: anna.access_token,
          request_id: `far-${after_seq}`,
          after_seq,
        })
        await client.closed
        expect(client.frames).not.toContainEqual(expect.objectContaining({ code: 'INTERNAL' }))
      },
    )

    test.each([
      ['a page of sessions', `${sessions}?page=999999999`],
      ['a page of mistakes', '/api/v1/learning/mistakes?page=999999999&size=100'],
    ])('as %s gives none, or is refused', async (_, path) => {
      expect([200, 400]).toContain((await anna.call('GET', path)).status)
    })
  })

  describe('a half of a character, which UTF-8 does not have', () => {
    const half = '\ud83d'
    const user = (id: string) => ({ id, role: 'user', parts: [{ type: 'text', text: '问' }], content: '问' })
    test.each([
      ['a request to stop', '/api/v1/learning/stop', { request_id: half }],
      ["an AI SDK message's id", '/api/v1/chat', { id: 'c', messages: [user(half)] }],
      ["an AI SDK chat's name", '/api/v1/chat', { id: half, messages: [user('m')] }],
      ["an AG-UI run's id", '/api/v1/agui', { threadId: 't', runId: half, messages: [user('m')] }],
      ["an AG-UI thread's name", '/api/v1/agui', { threadId: half, runId: 'r', messages: [user('m')] }],
    ])('in %s is refused: it would be the name of another, too', async (_, path, body) => {
      const reply = await anna.call('POST', path, body)
      expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
    })

    test.each([half, '\ud83e', 'a\udc00'])('in the id %j of a question is refused', async (request_id) => {
      const client = new AskClient(server.address, {
        token: anna.access_token,
        request_id,
        params: { content: '1+1=?' },
      })
      await client.closed
      expect(client.frames).toMatchObject([{ type: 'error', code: 'BAD_REQUEST' }])
    })

    const mistakes = '/api/v1/learning/mistakes'
    test.each([
      ['the title of a session', sessions, 'title'],
      ['its subject', sessions, 'subject'],
      ['the text of a mistake', mistakes, 'text'],
      ['the name of a student', '/api/v1/users/me', 'name'],
    ])('in %s is told as it is kept', async (_, path, field) => {
      const method = path.endsWith('me') ? 'PATCH' : 'POST'
      const reply = await anna.call(method, path, { [field]: `a${half}b😀` })
      expect(reply.body).toMatchObject({ [field]: 'a\ufffdb😀' })
    })

    test('in a question and in a note is kept as U+FFFD, and one and the same exercise is found by it', async () => {
      const params = { content: `1+1${half}=?` }
      const client = new AskClient(server.address, { token: anna.access_token, params })
      await client.closed
      const { main } = server.parts.database
      const questions = main.selectFrom('question').select(['content', 'params']).orderBy('id', 'desc')
      const asked = await questions.executeTakeFirstOrThrow()
      expect([asked.content, JSON.parse(asked.params).content]).toEqual(['1+1\ufffd=?', '1+1\ufffd=?'])
      const first = await anna.call('POST', mistakes, { text: `题${half}`, note: `记${half}` })
      const second = await anna.call('POST', mistakes, { text: '题\ud83e' })
      expect([first.status, second.status, second.body]).toMatchObject([201, 200, { note: '记\ufffd' }])
    })
  })
})
