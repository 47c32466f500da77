import { once } from 'node:events'
import { WebSocket } from 'ws'
import { createWechatLogin } from '../../src/auth/wechat'
import { AskClient } from '../http/ask-client'
import { startTestServer, type TestServer } from '../http/test-server'

jest.setTimeout(60_000)

let server: TestServer

afterEach(() => server.close())

test('sockets that say nothing are as many as may be and no more, and students are answered beside them', async () => {
  server = await startTestServer({ environment: { MAX_SOCKETS_BEFORE_LOGIN: '100' } })
  const { access_token: token } = await server.login('安娜')
  const address = `${server.address.replace('http', 'ws')}/api/v1/learning/ws/ask`
  const first = new AskClient(server.address, { token, params: { content: '1+1=?' } })
  await first.until(() => first.accepted !== undefined)
  const idle = await Promise.all(
    Array.from({ length: 300 }, async () => {
      const socket = new WebSocket(address)
      socket.on('error', () => undefined)
      const opened = once(socket, 'open').then(() => 101)
      const refused = once(socket, 'unexpected-response').then(([, { statusCode }]) => Number(statusCode))
      return { socket, status: await Promise.race([opened, refused]) }
    }),
  )
  const statuses = idle.map(({ status }) => status)
  expect(statuses.filter((status) => status === 101)).toHaveLength(100)
  expect(statuses.filter((status) => status === 429)).toHaveLength(200)
  await first.closed
  expect(first.done).toBeDefined()
  expect((await server.call('GET', '/ready')).status).toBe(200)
  for (const { socket } of idle) socket.terminate()
})

test('a WeChat that is away lets nobody in anew, and those who are in go on', async () => {
  const wechatLogin = createWechatLogin({ appId: 'a', appSecret: 'the-secret' }, 'http://127.0.0.1:1')
  server = await startTestServer({ wechatLogin })
  const anna = await server.login('安娜')
  const reply = await server.call('POST', '/api/v1/auth/wechat-login', { body: { code: 'x' } })
  expect([reply.status, reply.body]).toEqual([
    503,
    { code: 'INTERNAL', message: '微信登录暂时不可用，请稍后再试' },
  ])
  expect(server.log.join('')).not.toContain('the-secret')
  const refreshed = await server.call('POST', '/api/v1/auth/refresh', {
    body: { refresh_token: anna.refresh_token },
  })
  expect(refreshed.status).toBe(200)
  expect((await anna.call('GET', '/api/v1/learning/sessions')).status).toBe(200)
  expect((await server.call('GET', '/ready')).status).toBe(200)
})
