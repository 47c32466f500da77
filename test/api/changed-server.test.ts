import type * as ProgramModule from '../../miniprogram/program'
import { aPhoneForEachTest, frames } from '../support/ask'

const on = aPhoneForEachTest()

/** Another server is chosen, as in develop. */
function choose(name: string): void {
  on.program.phone.storage.set('server-address', `http://${name}.test`)
}

const login = (name: string) => ({
  access_token: `${name} access`,
  refresh_token: `${name} refresh`,
  expires_in: 3600,
  user: { id: 'u', name: 'u' },
})

const settled = () => jest.advanceTimersByTimeAsync(0)

/** The requests that went out so far: where to, and as whom. */
function sent(): string[] {
  return on.program.phone.requests.map(({ options }) => {
    const { url, header } = options
    return [String(url).replace(/^http:\/\//, ''), Object(header).Authorization ?? ''].join(' ').trim()
  })
}

describe('A developer who chooses another server while a login is on its way', () => {
  test.each([
    ['first', 0],
    ['last', 1],
  ])('is logged in at each by its own token, also where the one that was left answers %s', async (_, old) => {
    const { api, phone } = on.program
    choose('one')
    api.getSession('s').catch(() => undefined)
    await settled()
    choose('two')
    api.getSession('s').catch(() => undefined)
    await settled()
    expect(sent()).toEqual(['one.test/api/v1/auth/dev-login', 'two.test/api/v1/auth/dev-login'])
    const logins = phone.requests.slice(0, 2)
    for (const at of old === 0 ? [0, 1] : [1, 0]) {
      logins[at]?.answer(200, login(at === 0 ? 'one' : 'two'))
      await settled()
    }
    expect(sent().slice(2).sort()).toEqual([
      'one.test/api/v1/learning/sessions/s Bearer one access',
      'two.test/api/v1/learning/sessions/s Bearer two access',
    ])
    expect(phone.storage.get('login')).toMatchObject({ origin: 'http://two.test', accessToken: 'two access' })
    // Nobody has to log in a second time.
    api.getSession('t').catch(() => undefined)
    await settled()
    expect(sent().slice(4)).toEqual(['two.test/api/v1/learning/sessions/t Bearer two access'])
  })
})

describe('How answers of one server were', () => {
  /** A whole answer of this server; what it is told of it goes out. */
  async function answered(name: string): Promise<string> {
    const { api, phone } = on.program
    choose(name)
    const kept = { accessToken: name, refreshToken: name, expiresAt: Date.now() + 3_600_000 }
    phone.storage.set('login', { origin: `http://${name}.test`, ...kept })
    const { requestId, result } = api.askQuestionStream({ content: '1+1?' })
    await settled()
    phone.socket.open()
    for (const frame of [
      frames.accepted(),
      frames.content(1, '二'),
      frames.finished(2, '二'),
      frames.done(3),
    ])
      phone.socket.frame(frame)
    await result
    await settled()
    return requestId
  }

  /** The answers of the last report. */
  const told = () => {
    const { reports } = Object(on.program.phone.request.body)
    return Array.isArray(reports) ? reports.map((report) => Object(report).request_id) : []
  }

  test.each<[string, () => void]>([
    ['counts none', () => on.program.phone.request.answer(404, { code: 'NOT_FOUND', message: '没有找到' })],
    ['was not reached', () => on.program.phone.request.fail()],
  ])('are told to none but that one: where it %s, the next one hears of its own', async (_, end) => {
    const first = await answered('one')
    expect([sent().slice(-1), told()]).toEqual([['one.test/api/v1/learning/reports Bearer one'], [first]])
    end()
    await settled()
    const second = await answered('two')
    expect([sent().slice(-1), told()]).toEqual([['two.test/api/v1/learning/reports Bearer two'], [second]])
  })
})

describe('What a question may have', () => {
  /** The server that was asked last tells how much it takes, and that it listens for so many seconds. */
  function tells(images: number): void {
    const limits = { question_characters: 100 * images, images, image_bytes: 1, speech_seconds: images }
    const speech = { listen: true, speak: false }
    on.program.phone.request.answer(200, { speech, models: [], examples: [], limits })
  }
  /** The whole program, which asks the server one. */
  function started() {
    choose('one')
    const { createProgram }: typeof ProgramModule = require('../../miniprogram/program')
    const { conversation, server, voice } = createProgram()
    const most = () => [conversation.limits.pages, conversation.limits.characters]
    return { conversation, server, voice, most }
  }

  test('is what the server that is asked has told: another one is not held to it, also before it has told its own', async () => {
    const { conversation, server, voice, most } = started()
    const changes: string[] = []
    conversation.subscribe(({ type }) => changes.push(type))
    const offered = voice.offered()
    tells(3)
    expect(await offered).toMatchObject({ seconds: 3 })
    expect(most()).toEqual([3, 300])
    changes.length = 0
    expect(server.change('nowhere')).toBe(false)
    expect([most(), changes]).toEqual([[3, 300], []])
    expect(server.change('http://two.test')).toBe(true)
    expect([most(), changes]).toEqual([[10, 8000], ['photos']])
    const anew = voice.offered()
    tells(5)
    await anew
    expect(most()).toEqual([5, 500])
  })

  test('is not what a server tells that was left before it told', async () => {
    const { server, voice, most } = started()
    const offered = voice.offered()
    const { request: left } = on.program.phone
    server.change('http://two.test')
    left.answer(200, { speech: { listen: true, speak: true }, limits: { images: 3 } })
    await settled()
    expect(most()).toEqual([10, 8000])
    tells(4)
    expect(await offered).toEqual({ listen: true, speak: false, seconds: 4 })
    expect(most()).toEqual([4, 400])
    expect(sent()).toEqual(['one.test/api/v1/config', 'two.test/api/v1/config'])
  })
})
