import { login } from '../support/fake-server'
import { settle } from '../support/settle'
import { aServerForEachTest, SESSIONS, session } from './with-server'

const on = aServerForEachTest()

describe('the login', () => {
  const ok = { status: 200, body: session }
  const refused = { status: 401, body: { code: 'AUTH_EXPIRED', message: '过期' } }

  test('in develop is the development login, made once for all that need it and kept for the next run', async () => {
    on.server.on(`GET ${SESSIONS}/s1`, ok)
    const api = on.program()
    await Promise.all([api.getSession('s1'), api.getSession('s1'), api.getSession('s1')])
    await on.program().getSession('s1')
    expect(on.server.to('/api/v1/auth/dev-login')).toHaveLength(1)
    expect(on.server.to(`${SESSIONS}/s1`)).toHaveLength(4)
  })

  test('else is by the code of wx.login', async () => {
    on.server.on(`GET ${SESSIONS}/s1`, ok).on('POST /api/v1/auth/wechat-login', login('wechat'))
    const wx = {
      getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
      login: ({ success }: { success(result: { code: string }): void }) => success({ code: 'once' }),
    }
    await on.program(wx).getSession('s1')
    expect(on.server.to('/api/v1/auth/wechat-login')[0]?.body).toEqual({ code: 'once' })
    expect(on.server.to(`${SESSIONS}/s1`)[0]?.headers.Authorization).toBe('Bearer wechat access')
  })

  test('is refreshed once when a call is refused, and the call repeated', async () => {
    on.server.on(`GET ${SESSIONS}/s1`, refused, refused, ok).on('POST /api/v1/auth/refresh', login('new'))
    const api = on.program()
    await Promise.all([api.getSession('s1'), api.getSession('s1')])
    expect(on.server.to('/api/v1/auth/refresh').map(({ body }) => body)).toEqual([
      { refresh_token: 'dev refresh' },
    ])
    expect(on.server.to(`${SESSIONS}/s1`).map(({ headers }) => headers.Authorization)).toEqual([
      'Bearer dev access',
      'Bearer dev access',
      'Bearer new access',
      'Bearer new access',
    ])
  })

  test('is made anew where the refresh token is no longer good', async () => {
    on.server
      .on('POST /api/v1/auth/dev-login', login('first'), login('second'))
      .on(`GET ${SESSIONS}/s1`, refused, ok)
      .on('POST /api/v1/auth/refresh', { status: 401, body: { code: 'AUTH_ERROR', message: '请登录' } })
    await on.program().getSession('s1')
    expect(on.server.to('/api/v1/auth/dev-login')).toHaveLength(2)
  })

  test('that is refused again is AUTH_EXPIRED, not a loop', async () => {
    on.server.on(`GET ${SESSIONS}/s1`, refused).on('POST /api/v1/auth/refresh', login('new'))
    await expect(on.program().getSession('s1')).rejects.toMatchObject({ code: 'AUTH_EXPIRED' })
    expect(on.server.to(`${SESSIONS}/s1`)).toHaveLength(2)
  })

  test('is made once where the storage is full, and not with every call', async () => {
    on.server.on(`GET ${SESSIONS}/s1`, ok)
    const full = () => {
      throw new Error('exceed max size')
    }
    const api = on.program({ setStorageSync: full })
    await api.getSession('s1')
    await api.getSession('s1')
    expect(on.server.to('/api/v1/auth/dev-login')).toHaveLength(1)
  })

  test('of one server is not shown to another', async () => {
    on.server.on(`GET ${SESSIONS}/s1`, ok)
    await on.program().getSession('s1')
    on.phone.storage.set('server-address', 'http://10.0.0.9:8000')
    await on.program().getSession('s1')
    expect(on.server.to('/api/v1/auth/dev-login')).toHaveLength(2)
  })

  test('gives an answer another token when the first has expired', async () => {
    on.server.on('POST /api/v1/auth/refresh', login('new'))
    const stream = on.program().askQuestionStream({ content: '1+1?' })
    await settle()
    on.phone.socket.open()
    on.phone.socket.frame({ type: 'error', code: 'AUTH_EXPIRED', message: '过期', retryable: true })
    await settle()
    on.phone.socket.open()
    expect(on.phone.socket.sent).toMatchObject([
      { type: 'ask', token: 'new access', request_id: stream.requestId },
    ])
    stream.stop()
    on.phone.socket.drop()
    await stream.result
  })

  test('that the host has no way to is AUTH_ERROR, and no socket is opened', async () => {
    const stream = on.program({ request: undefined }).askQuestionStream({ content: '1+1?' })
    await expect(stream.result).rejects.toMatchObject({ code: 'AUTH_ERROR', retryable: false })
    expect(on.phone.sockets).toHaveLength(0)
  })

  test('gives an answer its token, and is forgotten when the server knows it no longer', async () => {
    const stream = on.program().askQuestionStream({ content: '1+1?' })
    await settle()
    on.phone.socket.open()
    expect(on.phone.socket.options.url).toBe('ws://127.0.0.1:8000/api/v1/learning/ws/ask')
    expect(on.phone.socket.sent).toMatchObject([{ type: 'ask', token: 'dev access' }])
    on.phone.socket.frame({ type: 'error', code: 'AUTH_ERROR', message: '请登录', retryable: false })
    await expect(stream.result).rejects.toMatchObject({ code: 'AUTH_ERROR' })
    expect(on.phone.storage.has('login')).toBe(false)
  })

  test.each([
    ['renewed where it ends within a minute', 59_000, 'new access'],
    ['used up to then', 90_000, 'kept access'],
  ])('is %s', async (_, left, access) => {
    const tokens = { accessToken: 'kept access', refreshToken: 'kept refresh' }
    on.phone.storage.set('login', {
      origin: 'http://127.0.0.1:8000',
      ...tokens,
      expiresAt: Date.now() + left,
    })
    on.server.on(`GET ${SESSIONS}/s1`, ok).on('POST /api/v1/auth/refresh', login('new'))
    await on.program().getSession('s1')
    expect(on.server.to(`${SESSIONS}/s1`).map(({ headers }) => headers.Authorization)).toEqual([
      `Bearer ${access}`,
    ])
  })

  test('that is being renewed a second time is waited for by a call whose older token is refused only now', async () => {
    const tokens = { accessToken: 'first', refreshToken: 'r1' }
    on.phone.storage.set('login', { origin: 'http://127.0.0.1:8000', ...tokens, expiresAt: Date.now() + 9e6 })
    const { requests } = on.phone
    const api = on.program({ request: on.phone.whole().request })
    const renewed = (name: string) => login(name).body
    const asks = async (id: string) => {
      api.getSession(id).catch(() => undefined)
      await settle()
      return requests.length - 1
    }
    const refuse = async (at: number) => {
      requests[at]?.answer(401, refused.body)
      await settle()
    }
    const slow = await asks('slow')
    const quick = await asks('quick')
    await refuse(quick)
    on.phone.request.answer(200, renewed('second'))
    await settle()
    const next = await asks('next')
    await refuse(next)
    const renewal = on.phone.request
    await refuse(slow)
    expect(on.phone.request).toBe(renewal)
    renewal.answer(200, renewed('third'))
    await settle()
    expect(requests.slice(-2).map(({ options }) => options.header.Authorization)).toEqual([
      'Bearer third access',
      'Bearer third access',
    ])
    for (const request of requests) request.answer(200, session)
    await settle()
  })
})
