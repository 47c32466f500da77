import type { LoginResult } from '../../../typings/protocol'
import { Tokens } from '../../src/auth/tokens'
import { AskClient } from './ask-client'
import { type Reply, type Student, startTestServer, type TestServer } from './test-server'

describe('refresh tokens', () => {
  let server: TestServer
  let student: Student

  beforeEach(async () => {
    server = await startTestServer()
    student = await server.login('安娜')
  })

  afterEach(() => server.close())

  const ask = (refresh_token: string): Promise<Reply> =>
    server.call('POST', '/api/v1/auth/refresh', { body: { refresh_token } })

  const refresh = async (token: string): Promise<LoginResult> => {
    const reply = await ask(token)
    expect(reply.status).toBe(200)
    return reply.body as LoginResult
  }

  const expectRefused = async (token: string) => {
    const reply = await ask(token)
    expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
  }

  const opens = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` }
    const reply = await server.call('GET', '/api/v1/learning/sessions', { headers })
    return reply.status === 200 ? 'opens' : reply.body
  }

  /** As if the last renewal of every login had been so long ago. */
  const pass = (milliseconds: number) =>
    server.parts.database.main
      .updateTable('login_family')
      .set(({ eb }) => ({ renewed_at: eb('renewed_at', '-', milliseconds) }))
      .execute()

  test('are renewed by each use, as often as one likes', async () => {
    const seen = new Set([student.refresh_token])
    let token = student.refresh_token
    for (let round = 0; round < 5; round += 1) {
      const renewed = await refresh(token)
      expect(renewed.user).toEqual(student.user)
      expect(await opens(renewed.access_token)).toBe('opens')
      token = renewed.refresh_token
      seen.add(token)
    }
    expect(seen.size).toBe(6)
  })

  test('that were used before end their login with all its tokens when they come again, and no other login', async () => {
    const elsewhere = await server.login('安娜')
    const second = await refresh(student.refresh_token)
    const third = await refresh(second.refresh_token)
    expect(await opens(third.access_token)).toBe('opens')

    await expectRefused(student.refresh_token)
    await expectRefused(third.refresh_token)
    await expectRefused(second.refresh_token)
    for (const { access_token } of [student, second, third])
      expect(await opens(access_token)).toMatchObject({ code: 'AUTH_EXPIRED' })
    const socket = new AskClient(server.address, { token: third.access_token, params: { content: '1+1' } })
    await socket.closed
    expect(socket.frames).toMatchObject([{ type: 'error', code: 'AUTH_EXPIRED' }])

    await refresh(elsewhere.refresh_token)
    expect(await opens(elsewhere.access_token)).toBe('opens')
  })

  test('may come several times at once: each gets a login that goes on', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => refresh(student.refresh_token)))
    for (const { access_token } of replies) expect(await opens(access_token)).toBe('opens')
    let token = replies[3]?.refresh_token ?? ''
    for (let round = 0; round < 3; round += 1) token = (await refresh(token)).refresh_token
  })

  test.each([
    ['at once', 0],
    ['a minute later', 61_000],
    ['after days without the program', 5 * 24 * 3600_000],
  ])('whose answer was lost are good once more, %s', async (_when, later) => {
    await refresh(student.refresh_token)
    await pass(later)
    const again = await refresh(student.refresh_token)
    expect(await opens(again.access_token)).toBe('opens')
    await refresh(again.refresh_token)
  })

  test('of which two are in use, since one was stolen, end both', async () => {
    const stolen = student.refresh_token
    const students = await refresh(stolen)
    await pass(3600_000)
    const thiefs = await refresh(stolen)
    await expectRefused(students.refresh_token)
    await expectRefused(thiefs.refresh_token)
    expect(await opens(thiefs.access_token)).toMatchObject({ code: 'AUTH_EXPIRED' })
    expect(server.log.join('')).toContain('a used refresh token came again')
  })

  test('of before they were rotated, or with a login that never was, are refused', async () => {
    const tokens = new Tokens('a secret of the tests')
    await expectRefused(tokens.sign(student.user.id, 'refresh'))
    await expectRefused(tokens.sign(student.user.id, 'refresh', { family: 'none', turn: 'first' }))
  })

  test('of an erased account are refused, and so is everything else of it', async () => {
    await server.parts.users.erase(student.user.id)
    await expectRefused(student.refresh_token)
    expect(await opens(student.access_token)).toMatchObject({ code: 'AUTH_ERROR' })
  })
})
