import type * as Learning from '../../miniprogram/api/learning'
import { aPhoneForEachTest, frames, Program } from '../support/ask'
import type { FakeWx } from '../support/fake-wx'

const on = aPhoneForEachTest()
type Api = typeof Learning

/** A phone that can upload, too: an upload is one request more. */
function uploading(phone: FakeWx): object {
  const { request, ...whole } = phone.whole()
  const uploadFile = (options: Parameters<typeof request>[0]) => ({
    ...request(options),
    onProgressUpdate: () => undefined,
  })
  return { ...whole, request, uploadFile }
}

/** Another server is chosen, as in develop. */
function choose(name: string): void {
  on.program.phone.storage.set('server-address', `http://${name}.test`)
}

function loggedInAt(name: string): void {
  const tokens = { accessToken: `${name}-1`, refreshToken: `${name}-refresh` }
  on.program.phone.storage.set('login', { origin: `http://${name}.test`, ...tokens, expiresAt: 4e12 })
}

const settled = () => jest.advanceTimersByTimeAsync(0)

/** Answers every login that waits, each by a token of the server that was asked. */
async function letIn(): Promise<void> {
  for (const request of on.program.phone.requests.splice(0)) {
    const { url } = request.options
    const name = new URL(url).host.replace('.test', '')
    if (!url.includes('/auth/')) throw new Error(`no login: ${url}`)
    const user = { id: 'u', name: 'u' }
    request.answer(200, {
      access_token: `${name}-2`,
      refresh_token: `${name}-refresh`,
      expires_in: 3600,
      user,
    })
  }
  await settled()
}

/** The servers that each thing which left the phone went to, with those that gave the tokens which went along. */
function sent(): [string, string][] {
  const { requests, sockets } = on.program.phone
  const calls = requests.map(({ options }) => [options.url, JSON.stringify([options.header, options.data])])
  const links = sockets.map(({ options, sent: said }) => [options.url, JSON.stringify(said)])
  return [...calls, ...links].map(([url = '', said = '']) => [
    new URL(url).host,
    [...said.matchAll(/(one|two)-(?:\d|refresh)/g)].map(([, name]) => `${name}.test`).join(),
  ])
}

const calls: [string, (api: Api) => Promise<unknown>][] = [
  ['a call', (api) => api.getSession('s')],
  ['a page', (api) => api.uploadPage('wxfile://page.jpg').result],
  ['a recording', (api) => api.transcribe('wxfile://said.mp3').result],
  ['a text to be read aloud', (api) => api.speak('两')],
]

describe('A token goes to the server that gave it and to no other, where another one is chosen', () => {
  beforeEach(() => {
    on.program = new Program(on.program.phone, uploading(on.program.phone))
    choose('one')
  })

  test.each(calls)('while %s waits for its login', async (_, send) => {
    send(on.program.api).catch(() => undefined)
    await settled()
    choose('two')
    await letIn()
    expect(sent()).toEqual([['one.test', 'one.test']])
  })

  test.each(calls)('before the token of %s is refused', async (_, send) => {
    loggedInAt('one')
    const outcome = send(on.program.api).catch((error: unknown) => error)
    await settled()
    choose('two')
    loggedInAt('two')
    on.program.phone.request.answer(401, { code: 'AUTH_EXPIRED', message: '登录过期' })
    expect(await outcome).toMatchObject({ code: 'AUTH_ERROR' })
    expect(sent()).toEqual([['one.test', 'one.test']])
  })

  test.each<[string, () => void]>([
    ['its token is refused', () => on.program.phone.socket.frame(frames.error('AUTH_EXPIRED'))],
    ['its login is refused', () => on.program.phone.socket.frame(frames.error('AUTH_ERROR'))],
  ])('before an answer comes back and %s; the login of the other is kept', async (_, refuse) => {
    loggedInAt('one')
    const { api, phone } = on.program
    const { result } = api.askQuestionStream({ content: '1+1?' })
    await settled()
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    choose('two')
    loggedInAt('two')
    refuse()
    await expect(result).rejects.toMatchObject({ code: 'AUTH_ERROR' })
    await settled()
    // Nor is the other told how an answer of this one was.
    expect(sent()).toEqual([['one.test', 'one.test']])
    expect(phone.storage.get('login')).toMatchObject({ origin: 'http://two.test' })
  })
})

describe('A stop that an earlier run of the program left', () => {
  const at = 'http://one.test'
  test.each<[string, object, string[]]>([
    ['for the server that is asked', { address: 'ws://one.test/api/v1/learning/ws/ask' }, [at]],
    ['for another path of it', { address: 'ws://one.test/school/ws/ask?class=7' }, [at]],
    ['by a version that kept its origin alone', { origin: at }, [at]],
    ['for another server', { address: 'ws://two.test/api/v1/learning/ws/ask' }, []],
    ['for the same host by another protocol', { address: 'wss://one.test/api/v1/learning/ws/ask' }, []],
    ['for another port', { address: 'ws://one.test:81/api/v1/learning/ws/ask' }, []],
    ['for a host whose name begins alike', { address: 'ws://one.test.evil/api/v1/learning/ws/ask' }, []],
    ['for a host that has it as its user', { address: 'ws://one.test@evil/api/v1/learning/ws/ask' }, []],
    ['for another origin alone', { origin: 'http://two.test' }, []],
  ])('%s goes out with this login only where that is the same server', async (_, stop, origins) => {
    const { phone } = on.program
    phone.storage.set('stops-to-deliver', [{ requestId: 'r', ...stop }])
    choose('one')
    loggedInAt('one')
    new Program(phone).api.deliverWaitingStops()
    await settled()
    expect(phone.requests.map(({ options }) => new URL(options.url).origin)).toEqual(origins)
    // That of another server waits until that one is chosen again.
    expect(phone.kept.includes('stops-to-deliver')).toBe(true)
  })
})

test('A stop that a server cannot take yet goes out again with the same login: nobody has refused it', async () => {
  const { phone } = on.program
  choose('one')
  loggedInAt('one')
  const { api } = new Program(phone)
  const stream = api.askQuestionStream({ content: '1+1?' })
  await settled()
  phone.socket.open()
  phone.socket.frame(frames.accepted())
  stream.stop()
  phone.socket.drop()
  const stops = () => phone.requests.filter(({ options }) => options.url.endsWith('/stop'))
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await settled()
    expect(stops()).toHaveLength(attempt)
    for (const stop of stops().slice(-1)) stop.answer(503, { code: 'SHUTTING_DOWN', message: '稍后' })
    await jest.advanceTimersByTimeAsync(9000)
  }
  expect(phone.requests.filter(({ options }) => options.url.includes('/auth/'))).toEqual([])
})
