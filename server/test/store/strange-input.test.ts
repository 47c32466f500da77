import { newId } from '../../src/store/identifiers'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { backends, type TestDatabase } from './backends'

describe.each(backends)('a NUL, which no text of a database holds, on $name', ({ create }) => {
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
