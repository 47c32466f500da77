import type * as Learning from '../../miniprogram/api/learning'
import { startTestServer, type TestServer } from '../../server/test/http/test-server'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'
import { NodeWx } from '../support/node-wx'

let server: TestServer
let phone: NodeWx
let api: typeof Learning
/** The answer to the next refresh is lost on its way. */
let loseNext: boolean

beforeEach(async () => {
  recordConsole()
  server = await startTestServer()
  loseNext = false
  phone = new NodeWx()
  phone.storage.set('server-address', server.address)
  const { request } = phone.wx
  phone.wx.request = (options) => {
    if (!(loseNext && options.url.endsWith('/refresh'))) return request(options)
    loseNext = false
    return request({ ...options, success: () => options.fail({ errMsg: 'request:fail timeout' }) })
  }
  installWx(phone.wx)
  jest.resetModules()
  api = require('../../miniprogram/api/learning')
})

afterEach(async () => {
  jest.restoreAllMocks()
  await server.close()
})

/** The calls by which a login was got so far, by their last word. */
function logins(): string[] {
  return server.log.flatMap((line) => {
    const { route } = JSON.parse(line)
    return typeof route === 'string' && route.startsWith('/api/v1/auth/') ? [route.slice(13)] : []
  })
}

/** The access token that the phone holds has expired. */
function expire(): void {
  phone.storage.set('login', { ...Object(phone.storage.get('login')), expiresAt: 0 })
}

describe('a login whose refresh tokens are rotated', () => {
  test('goes on over any number of renewals', async () => {
    for (let round = 0; round < 4; round += 1) {
      await api.listSessions()
      expire()
    }
    expect(logins()).toEqual(['dev-login', 'refresh', 'refresh', 'refresh'])
  })

  test('survives a renewal whose answer was lost', async () => {
    await api.listSessions()
    for (let round = 0; round < 3; round += 1) {
      expire()
      loseNext = true
      await expect(api.listSessions()).rejects.toMatchObject({ retryable: true })
      await api.listSessions()
    }
    expect(logins()).toEqual(['dev-login', ...Array.from({ length: 6 }, () => 'refresh')])
  })

  test('is renewed once for many calls at once', async () => {
    await api.listSessions()
    expire()
    await Promise.all([api.listSessions(), api.listSessions(), api.listSessions()])
    expect(logins()).toEqual(['dev-login', 'refresh'])
  })

  test('that was ended since a token came again is begun anew, in the middle of whatever the student does', async () => {
    await api.listSessions()
    const { refreshToken: refresh_token } = Object(phone.storage.get('login'))
    for (let round = 0; round < 2; round += 1) {
      expire()
      await api.listSessions()
    }
    await server.call('POST', '/api/v1/auth/refresh', { body: { refresh_token } })
    server.log.length = 0
    await expect(api.listSessions()).resolves.toMatchObject({ items: [] })
    expect(logins()).toEqual(['refresh', 'dev-login'])
  })
})
