import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoginResult } from '../../../typings/protocol'
import { Tokens } from '../../src/auth/tokens'
import { createWechatLogin } from '../../src/auth/wechat'
import { startTestServer, type TestServer } from './test-server'

const sessions = '/api/v1/learning/sessions'

describe('logging in', () => {
  let server: TestServer

  beforeEach(async () => {
    server = await startTestServer()
  })

  afterEach(() => server.close())

  const get = (authorization?: string) =>
    server.call('GET', sessions, { headers: authorization === undefined ? {} : { authorization } })

  test('the development login opens the door, with or without a name, and the same name is the same student', async () => {
    const anna = await server.login('安娜')
    expect(anna).toMatchObject({ expires_in: 7200, user: { name: '安娜' } })
    expect((await anna.call('GET', sessions)).status).toBe(200)
    expect((await server.login('安娜')).user.id).toBe(anna.user.id)
    expect((await server.login('本')).user.id).not.toBe(anna.user.id)

    const nameless = await server.call('POST', '/api/v1/auth/dev-login')
    expect(nameless.status).toBe(200)
  })

  test('a token is taken with and without "Bearer "', async () => {
    const { access_token } = await server.login('安娜')
    expect((await get(access_token)).status).toBe(200)
    expect((await get(`bearer ${access_token}`)).status).toBe(200)
    await expect(server.parts.authenticate(access_token)).resolves.toHaveProperty('userId')
  })

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['not a token', 'Bearer nonsense'],
    ['signed by somebody else', new Tokens('another secret').sign('somebody', 'access')],
    ['of a user who does not exist', new Tokens('a secret of the tests').sign('somebody', 'access')],
    [
      'unsigned',
      'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJ4Iiwia2luZCI6ImFjY2VzcyIsImV4cCI6OTk5OTk5OTk5OX0.',
    ],
  ])('a token that is %s is 401 AUTH_ERROR, in Chinese', async (_what, authorization) => {
    const reply = await get(authorization)
    expect([reply.status, reply.body]).toEqual([401, { code: 'AUTH_ERROR', message: '请先登录' }])
  })

  test('an expired token is told apart, and a refresh gives a new one', async () => {
    const { user, refresh_token } = await server.login('安娜')
    const threeHoursAgo = new Tokens('a secret of the tests', () => Date.now() - 3 * 3600 * 1000)
    const expired = await get(threeHoursAgo.sign(user.id, 'access'))
    expect([expired.status, expired.body]).toEqual([
      401,
      { code: 'AUTH_EXPIRED', message: '登录已过期，请重新登录' },
    ])

    const refreshed = await server.call('POST', '/api/v1/auth/refresh', { body: { refresh_token } })
    const { access_token, user: same } = refreshed.body as LoginResult
    expect(same).toEqual(user)
    expect((await get(access_token)).status).toBe(200)
  })

  test('an access token does not refresh and a refresh token does not open', async () => {
    const { access_token, refresh_token } = await server.login('安娜')
    expect((await get(refresh_token)).body).toMatchObject({ code: 'AUTH_ERROR' })
    const body = { refresh_token: access_token }
    const reply = await server.call('POST', '/api/v1/auth/refresh', { body })
    expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
  })

  test.each([
    ['no JSON', 'text/plain', 'hello'],
    ['broken JSON', 'application/json', '{"refresh_token":'],
    ['another field', 'application/json', '{"token":"x"}'],
    ['another type', 'application/json', '{"refresh_token":5}'],
  ])('a body with %s is refused with the form of every error', async (_what, type, body) => {
    const headers = { 'content-type': type }
    const reply = await server.call('POST', '/api/v1/auth/refresh', { headers, body })
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.status).toBeLessThan(500)
    expect(reply.body).toEqual({ code: 'BAD_REQUEST', message: '请求内容有误，请检查后重试' })
  })

  test('no token is ever logged', async () => {
    const { access_token, refresh_token } = await server.login('安娜')
    await get(access_token)
    await get(`${access_token}x`)
    server.parts.logger.info({ token: access_token, deep: { refresh_token } }, 'by mistake')
    const log = server.log.join('')
    expect(log).toContain('by mistake')
    expect(log).not.toContain(access_token)
    expect(log).not.toContain(refresh_token)
  })
})

test('in production there is no development login', async () => {
  const environment = {
    NODE_ENV: 'production',
    JWT_SECRET: 'x'.repeat(32),
    OPENAI_MODEL: 'm',
    OPENAI_API_KEY: 'k',
  }
  const server = await startTestServer({ environment })
  const reply = await server.call('POST', '/api/v1/auth/dev-login')
  expect([reply.status, reply.body]).toMatchObject([404, { code: 'NOT_FOUND' }])
  await server.close()
})

describe('logging in by WeChat', () => {
  let wechat: Server
  let server: TestServer
  let answer: (address: URL) => string

  beforeEach(async () => {
    wechat = createServer((request, response) => {
      response.end(answer(new URL(request.url ?? '', 'http://wechat')))
    })
    await new Promise<void>((resolve) => wechat.listen(0, '127.0.0.1', resolve))
    const { port } = wechat.address() as AddressInfo
    const credentials = { appId: 'wx-app', appSecret: 'wx-secret' }
    server = await startTestServer({
      wechatLogin: createWechatLogin(credentials, `http://127.0.0.1:${port}`),
    })
  })

  afterEach(async () => {
    await server.close()
    wechat.close()
  })

  const logIn = (code: unknown) => server.call('POST', '/api/v1/auth/wechat-login', { body: { code } })

  test('a code becomes a student, the same one each time', async () => {
    answer = ({ pathname, searchParams }) => {
      expect(pathname).toBe('/sns/jscode2session')
      expect(Object.fromEntries(searchParams)).toMatchObject({
        appid: 'wx-app',
        grant_type: 'authorization_code',
      })
      return JSON.stringify({ openid: 'open-1', session_key: 'never passed on' })
    }
    const first = await logIn('code-1')
    const second = await logIn('code-2')
    expect((first.body as LoginResult).user.id).toBe((second.body as LoginResult).user.id)
    expect(first.bytes.toString()).not.toContain('never passed on')
    expect(first.bytes.toString()).not.toContain('open-1')
  })

  test('a code that WeChat refuses is 401', async () => {
    answer = () => JSON.stringify({ errcode: 40029, errmsg: 'invalid code' })
    const reply = await logIn('used')
    expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
    expect(reply.bytes.toString()).not.toContain('invalid code')
  })

  test.each([
    ['is busy', JSON.stringify({ errcode: -1, errmsg: 'system error' })],
    ['talks nonsense', '<html>'],
  ])(
    'when WeChat %s the student is asked to wait, and the secret stays out of the log',
    async (_what, body) => {
      answer = () => body
      const reply = await logIn('code')
      expect([reply.status, reply.body]).toEqual([
        503,
        { code: 'INTERNAL', message: '微信登录暂时不可用，请稍后再试' },
      ])
      expect(server.log.join('')).not.toContain('wx-secret')
    },
  )

  test('a code that is no text is refused before WeChat is asked', async () => {
    answer = () => {
      throw new Error('WeChat was asked')
    }
    expect((await logIn(7)).status).toBe(400)
    expect((await logIn('')).status).toBe(400)
  })
})

test('without a configured mini-program the WeChat login says that it is not available', async () => {
  const server = await startTestServer()
  const reply = await server.call('POST', '/api/v1/auth/wechat-login', { body: { code: 'code' } })
  expect([reply.status, reply.body]).toMatchObject([503, { message: '微信登录暂时不可用，请稍后再试' }])
  await server.close()
})
