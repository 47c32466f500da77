import { trustedProxies } from '../../src/settings/trusted-proxies'
import { startTestServer, type TestServer } from './test-server'

describe('who may say for whom it calls', () => {
  test.each([
    ['loopback', '127.0.0.1', true],
    ['loopback', '127.8.9.1', true],
    ['loopback', '::1', true],
    ['loopback', '::ffff:127.0.0.1', true],
    ['loopback', '10.0.0.5', false],
    ['loopback', '192.168.1.7', false],
    ['uniquelocal', '192.168.1.7', true],
    ['uniquelocal', 'fd12::1', true],
    ['uniquelocal', '127.0.0.1', false],
    ['10.0.0.5', '10.0.0.5', true],
    ['10.0.0.5', '10.0.0.6', false],
    ['192.168.1.0/24, loopback', '192.168.1.200', true],
    ['192.168.1.0/24, loopback', '192.168.2.1', false],
    ['2001:db8::/32', '2001:db8::7', true],
    ['none', '127.0.0.1', false],
  ])('with %s, %s: %s', (list, address, trusted) => {
    const trust = trustedProxies(list)
    expect(trust?.(address, 0)).toBe(trusted)
    // What stands before the last entry is as its caller wrote it, whoever that is said to be.
    expect(trust?.(address, 1)).toBe(false)
  })

  test.each(['', 'proxy', '10.0.0.5/33', '10.0.0.5/', '10.0.0.5/24/1', '::1/129', 'loopback, 1.2.3'])(
    'a list with an entry like "%s" is none',
    (list) => {
      expect(trustedProxies(list)).toBeUndefined()
    },
  )
})

describe('logins with drawn X-Forwarded-For headers', () => {
  let server: TestServer

  afterEach(() => server.close())

  /** Some at a time: one after the other they may take longer than the minute that they count in, on a busy machine. */
  const AT_ONCE = 40
  const logIn = async (forwarded: (index: number) => string) => {
    const counts = new Map<number, number>()
    const callers = Array.from({ length: 320 }, (_, index) => forwarded(index))
    while (callers.length > 0) {
      const replies = callers.splice(0, AT_ONCE).map((address) => {
        const headers = { 'x-forwarded-for': address }
        return server.call('POST', '/api/v1/auth/dev-login', { headers })
      })
      for (const { status } of await Promise.all(replies)) counts.set(status, (counts.get(status) ?? 0) + 1)
    }
    return Object.fromEntries(counts)
  }
  const drawn = (index: number) => `10.${index % 7}.${index % 11}.${index}`

  test('count as one caller behind a proxy: only its last entry is believed, also where the others name proxies', async () => {
    server = await startTestServer()
    expect(await logIn((index) => `${drawn(index)}, 203.0.113.9`)).toEqual({ 200: 300, 429: 20 })
    expect(await logIn((index) => `${drawn(index)}, 127.0.0.1`)).toEqual({ 200: 300, 429: 20 })
  }, 60_000)

  test('count as one caller where no proxy is configured', async () => {
    server = await startTestServer({ environment: { TRUSTED_PROXIES: 'none' } })
    expect(await logIn(drawn)).toEqual({ 200: 300, 429: 20 })
  }, 60_000)
})
