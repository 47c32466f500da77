import { readConfig } from '../../src/settings/config'
import { AskClient } from '../http/ask-client'
import { ScriptedModel } from '../http/scripted-model'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { WechatStub } from './wechat-stub'

describe('with CONTENT_SAFETY=wechat', () => {
  let wechat: WechatStub
  let server: TestServer
  let model: ScriptedModel
  let anna: Student

  const start = async (pieces = ['第一句。第二', '句。', '第三句']) => {
    model = new ScriptedModel(pieces, 1)
    const environment = { CONTENT_SAFETY: 'wechat', WECHAT_APPID: 'wx-app', WECHAT_APP_SECRET: 'wx-secret' }
    server = await startTestServer({
      environment,
      model,
      wechatAddress: wechat.address,
      wechatLogin: async (code) => ({ openId: `open-${code}` }),
    })
    anna = await login('anna')
  }

  beforeEach(async () => {
    wechat = await WechatStub.start()
  })

  afterEach(async () => {
    await server.close()
    await wechat.close()
  })

  async function login(code: string): Promise<Student> {
    const { body } = await server.call('POST', '/api/v1/auth/wechat-login', { body: { code } })
    const headers = { authorization: `Bearer ${Object(body).access_token}` }
    const call: Student['call'] = (method, path, given) =>
      server.call(method, path, { headers, ...(given === undefined ? {} : { body: given }) })
    return { ...Object(body), headers, call }
  }

  async function ask(content: string, request_id = 'request-1'): Promise<AskClient> {
    const client = new AskClient(server.address, {
      token: anna.access_token,
      request_id,
      params: { content },
    })
    await client.closed
    return client
  }

  test('questions and answers are checked as their student, the answer by its sentences, and arrive whole', async () => {
    await start()
    const client = await ask('一加一等于几？')
    expect(client.text).toBe('第一句。第二句。第三句')
    expect(client.done).toMatchObject({ finish_reason: 'stop' })
    expect(wechat.asked.map(({ content }) => content)).toEqual([
      '一加一等于几？',
      '第一句。',
      '第二句。',
      '第三句',
    ])
    for (const asked of wechat.asked) expect(asked).toMatchObject({ version: 2, openid: 'open-anna' })
    expect(wechat.tokens).toBe(1)
  })

  test('a question that is rejected is told so, reaches no model and is not kept; a replay is not checked again', async () => {
    await start()
    wechat.judge = ({ content }) => (content.includes('坏') ? 'risky' : 'pass')
    const refused = await ask('坏问题')
    expect(refused.frames).toMatchObject([{ type: 'error', code: 'CONTENT_REJECTED', retryable: false }])
    expect(model.requests).toHaveLength(0)
    const { body } = await anna.call('GET', '/api/v1/learning/sessions')
    expect(body).toMatchObject({ total: 0 })
    await ask('好问题', 'request-2')
    const before = wechat.asked.length
    await ask('好问题', 'request-2')
    expect(wechat.asked).toHaveLength(before)
  })

  test('of an answer with a rejected sentence only what is before it is shown and kept', async () => {
    await start(['好句子。', '坏句子。', '又一句。'])
    wechat.judge = ({ content }) => (content.includes('坏') ? 'risky' : 'pass')
    const client = await ask('一加一等于几？')
    expect(client.text).toBe('好句子。')
    expect(client.frames.at(-1)).toMatchObject({ type: 'error', code: 'CONTENT_REJECTED' })
    expect(JSON.stringify(client.frames)).not.toContain('坏')
  })

  test('a sentence is shown as soon as its own check has passed, whatever comes after it', async () => {
    await start(['第一句。', '第二句。', '第三句。'])
    let let3: (verdict: 'pass') => void = () => undefined
    wechat.judge = ({ content }) =>
      content === '第三句。'
        ? new Promise((resolve) => {
            let3 = resolve
          })
        : 'pass'
    const client = new AskClient(server.address, { token: anna.access_token, params: { content: '问' } })
    await client.until(() => client.text === '第一句。第二句。')
    while (!wechat.asked.some(({ content }) => content === '第三句。')) await new Promise(setImmediate)
    let3('pass')
    await client.closed
    expect(client.text).toBe('第一句。第二句。第三句。')
  })

  /** What is wrong with WeChat. */
  const troubles = {
    'is away': () => wechat.close(),
    'does not know the student': async () => {
      wechat.judge = () => ({ error: 61010 })
    },
    'says nothing': async () => {
      wechat.judge = () => new Promise(() => undefined)
    },
  }

  test.each(Object.entries(troubles))(
    'where WeChat %s everything goes through, is counted and logged, and no text is in the log',
    async (_what, spoil) => {
      await start(['好句子。'])
      await spoil()
      const client = await ask('一加一等于几？')
      expect(client.text).toBe('好句子。')
      expect(client.done).toBeDefined()
      const { bytes } = await server.call('GET', '/metrics')
      expect(bytes.toString()).toContain('tutor_content_checks_total{of="question",verdict="unknown"} 1')
      const warned = server.log.filter((line) => line.includes('the content check failed'))
      expect(warned.length).toBeGreaterThan(0)
      for (const word of ['一加一', '好句子', 'token-', 'must not be logged', 'wx-secret'])
        expect(warned.join('')).not.toContain(word)
    },
  )

  test('an access token that WeChat no longer takes is got anew', async () => {
    await start(['好。'])
    await ask('一', 'a')
    wechat.tokens += 1
    wechat.asked.length = 0
    await ask('二', 'b')
    expect(wechat.asked.map(({ content }) => content)).toContain('二')
  })

  test('what WeChat would have a person look at passes, long questions are checked in pieces', async () => {
    await start(['好。'])
    wechat.judge = () => 'review'
    const client = await ask('字'.repeat(6000))
    expect(client.done).toBeDefined()
    expect(wechat.asked.map(({ content }) => content.length)).toEqual([2500, 2500, 1000, 2])
  })

  test('names of conversations are checked, and 422 where they are rejected', async () => {
    await start()
    wechat.judge = ({ content, scene }) => (content.includes('坏') && scene === 1 ? 'risky' : 'pass')
    const made = await anna.call('POST', '/api/v1/learning/sessions', { title: '好名字' })
    expect(made.status).toBe(201)
    const { id } = Object(made.body)
    const refused = await anna.call('PATCH', `/api/v1/learning/sessions/${id}`, { title: '坏名字' })
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'CONTENT_REJECTED' }])
    expect((await anna.call('POST', '/api/v1/learning/sessions', { title: '坏名字' })).status).toBe(422)
  })
})

test.each([
  [{ CONTENT_SAFETY: 'other' }, /^CONTENT_SAFETY must be wechat or none$/],
  [{ CONTENT_SAFETY: 'wechat' }, /^CONTENT_SAFETY=wechat needs WECHAT_APPID and WECHAT_APP_SECRET$/],
])('%p is refused in one line', (environment, line) => {
  expect(() => readConfig(environment)).toThrow(line)
})
