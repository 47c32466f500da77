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

  const start = async (pieces = ['第一句。第二', '句。', '第三句'], more: Record<string, string> = {}) => {
    model = new ScriptedModel(pieces, 1)
    const environment = {
      CONTENT_SAFETY: 'wechat',
      WECHAT_APPID: 'wx-app',
      WECHAT_APP_SECRET: 'wx-secret',
      ...more,
    }
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

  const learning = '/api/v1/learning'
  const risky = () => {
    wechat.judge = ({ content }) => (content.includes('坏') ? 'risky' : 'pass')
  }

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

  test.each([{ DAILY_ANSWERS: '1' }, { ASKS_PER_MINUTE: '1' }])(
    "a question beyond %j is refused before it is checked: the quota of checks is everybody's",
    async (limits) => {
      await start(['对。'], limits)
      await ask('一加一等于几？')
      const before = wechat.asked.length
      const refused = await ask('二加二等于几？', 'request-2')
      expect(refused.frames).toMatchObject([{ type: 'error', code: 'RATE_LIMITED' }])
      expect(wechat.asked).toHaveLength(before)
    },
  )

  test.each([
    ['it was rejected', { content: '坏问题' }],
    ['it has no session', { content: '问题', session_id: '01a00000-0000-7000-8000-000000000000' }],
  ])(
    'a question that was checked and is not asked, since %s, is one of the minute and none of the day',
    async (_, params) => {
      await start(['对。'], { ASKS_PER_MINUTE: '3', DAILY_ANSWERS: '1' })
      risky()
      const tell = async (request_id: string, asked: object) => {
        const { body } = await anna.call('POST', '/api/v1/learning/ask-stream', {
          token: anna.access_token,
          request_id,
          params: asked,
        })
        return Object(body).code
      }
      expect(await tell('r1', params)).toMatch(/CONTENT_REJECTED|BAD_REQUEST/)
      expect(await tell('r2', params)).toMatch(/CONTENT_REJECTED|BAD_REQUEST/)
      expect(await tell('r3', { content: '一加一等于几？' })).toBeUndefined()
      const before = wechat.asked.length
      expect(await tell('r4', params)).toBe('RATE_LIMITED')
      expect(wechat.asked).toHaveLength(before)
      const counts = await server.parts.database.main.selectFrom('ask_count').selectAll().execute()
      expect(counts).toMatchObject([{ of_day: 1, of_minute: 3 }])
    },
  )

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

  test.each(Object.entries(troubles))(
    'where WeChat %s nothing goes through with CONTENT_SAFETY_UNAVAILABLE=refuse, and who wrote it is told to try later',
    async (_what, spoil) => {
      await start(['好句子。'], { CONTENT_SAFETY_UNAVAILABLE: 'refuse' })
      await spoil()
      const client = await ask('一加一等于几？')
      const message = '现在没法检查文字内容，请稍后再试'
      expect(client.frames).toMatchObject([
        { type: 'error', code: 'MODEL_UNAVAILABLE', message, retryable: true },
      ])
      expect(model.requests).toEqual([])
      const named = await anna.call('POST', '/api/v1/learning/sessions', { title: '名字' })
      expect([named.status, named.body]).toEqual([503, { code: 'MODEL_UNAVAILABLE', message }])
      const { bytes } = await server.call('GET', '/metrics')
      expect(bytes.toString()).toContain('tutor_content_checks_total{of="question",verdict="unknown"} 1')
    },
  )

  test('a sentence that could not be checked is not shown then, and what was before it stays', async () => {
    await start(undefined, { CONTENT_SAFETY_UNAVAILABLE: 'refuse' })
    wechat.judge = ({ content }) => (content === '第二句。' ? { error: 45009 } : 'pass')
    const client = await ask('一加一等于几？')
    expect(client.text).toBe('第一句。')
    expect(client.frames.at(-1)).toMatchObject({ type: 'error', code: 'MODEL_UNAVAILABLE', retryable: true })
  })

  test('an exercise that is in the mistake book already is not paid for again, and stays as it is', async () => {
    await start()
    const first = await anna.call('POST', '/api/v1/learning/mistakes', { text: '一加一', note: '好' })
    const paid = wechat.asked.length
    const again = await anna.call('POST', '/api/v1/learning/mistakes', { text: ' 一加一 ', note: '另一个' })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toMatchObject({ id: Object(first.body).id, note: '好' })
    expect([paid, wechat.asked.length]).toEqual([1, 1])
  })

  describe('what a client of an open protocol says was said before', () => {
    const user = (text: string, id = 'u') => ({ id, role: 'user', parts: [{ type: 'text', text }] })
    const tutor = (text: string, id = 'a') => ({ id, role: 'assistant', parts: [{ type: 'text', text }] })
    const chat = (id: string, messages: object[]) => anna.call('POST', '/api/v1/chat', { id, messages })
    const checked = () => wechat.asked.map(({ content }) => content)

    test.each([
      ['the assistant', [user('早'), tutor('坏')]],
      ['the user', [user('坏'), tutor('早')]],
    ])('is checked like a question: rejected words of %s reach no model', async (_who, earlier) => {
      await start()
      risky()
      const { status, body } = await chat('c', [...earlier, user('一加一？', 'q')])
      expect([status, body]).toMatchObject([422, { code: 'CONTENT_REJECTED' }])
      expect(model.requests).toEqual([])
    })

    test('is not checked where the question is rejected', async () => {
      await start()
      risky()
      await chat('c', [user('早'), tutor('早'), user('坏', 'q')])
      expect(checked()).toEqual(['坏'])
    })

    test('by AG-UI too', async () => {
      await start()
      risky()
      const messages = [
        { id: 'u', role: 'user', content: '早' },
        { id: 'a', role: 'assistant', content: '坏' },
        { id: 'q', role: 'user', content: '一加一？' },
      ]
      const run = { threadId: 't', runId: 'r', messages, state: {}, tools: [], context: [] }
      expect((await anna.call('POST', '/api/v1/agui', run)).body).toMatchObject({ code: 'CONTENT_REJECTED' })
    })

    test('is not paid for where it is this student’s own answer, word for word, nor where the thread is known', async () => {
      await start(['好。'])
      await chat('one', [user('一加一？', 'q1')])
      wechat.asked.length = 0
      await chat('two', [user('一加一？', 'q1'), tutor('好。', 'q1-answer'), user('再来', 'q2')])
      expect(checked()).toEqual(['再来', '一加一？', '好。'])
      wechat.asked.length = 0
      await chat('two', [user('早'), tutor('换了的'), user('还有', 'q3')])
      expect(checked()).toEqual(['还有', '好。'])
      wechat.asked.length = 0
      await chat('three', [user('一加一？', 'q1'), tutor('好！', 'q1-answer'), user('再来', 'q4')])
      expect(checked()).toEqual(['再来', '一加一？\n好！', '好。'])
    })

    test('costs no more than the newest turns of 20,000 characters, and reaches the model no further', async () => {
      await start(['好。'])
      const long = Array.from({ length: 10 }, (_, at) => [
        user(`问${at}`),
        tutor(String(at).repeat(6000)),
      ]).flat()
      await chat('long', [...long, user('一加一？', 'q')])
      const lengths = checked().map(({ length }) => length)
      expect(lengths.sort((one, other) => other - one)).toEqual([
        ...Array.from({ length: 7 }, () => 2500),
        511,
        4,
        2,
      ])
      expect(model.requests[0]?.history.map(({ question }) => question)).toEqual(['问7', '问8', '问9'])
    })
  })

  test('a text is rejected for one piece of it, whatever becomes of the others', async () => {
    await start(['好。'])
    wechat.judge = ({ content }) => (content.includes('坏') ? 'risky' : { error: 45009 })
    const refused = await ask(`坏${'字'.repeat(6000)}`)
    expect(refused.frames).toMatchObject([{ type: 'error', code: 'CONTENT_REJECTED' }])
  })

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

  test.each<[string, 'POST' | 'PATCH', string, object]>([
    ['the title of a conversation', 'POST', `${learning}/sessions`, { title: '坏' }],
    ['its subject', 'POST', `${learning}/sessions`, { subject: '坏' }],
    ['an exercise', 'POST', `${learning}/mistakes`, { text: '坏' }],
    ['what was written', 'POST', `${learning}/mistakes`, { text: '题', student_answer: '坏' }],
    ['what is right', 'POST', `${learning}/mistakes`, { text: '题', correct_answer: '坏' }],
    ['a reason', 'POST', `${learning}/mistakes`, { text: '题', reason: '坏' }],
    ['a point', 'POST', `${learning}/mistakes`, { text: '题', points: ['好', '坏'] }],
    ['a note', 'POST', `${learning}/mistakes`, { text: '题', note: '坏' }],
    ['the subject of an exercise', 'POST', `${learning}/mistakes`, { text: '题', subject: '坏' }],
    ['a name', 'PATCH', '/api/v1/users/me', { name: '坏' }],
    ['a setting', 'PATCH', '/api/v1/users/me', { settings: { motto: { words: ['坏'] } } }],
    ['the name of a setting', 'PATCH', '/api/v1/users/me', { settings: { 坏: true } }],
  ])('%s that is rejected is 422, and nothing of it is kept', async (_what, method, path, body) => {
    await start()
    risky()
    const reply = await anna.call(method, path, body)
    expect([reply.status, reply.body]).toMatchObject([422, { code: 'CONTENT_REJECTED' }])
    const kept = await anna.call('GET', '/api/v1/users/me/export')
    expect(JSON.stringify(kept.body)).not.toContain('坏')
  })

  test.each([
    ['a note', { note: '坏' }],
    ['a point', { points: ['坏'] }],
    ['an answer', { correct_answer: '坏' }],
    ['a subject', { subject: '坏' }],
  ])('%s that an exercise is given later is 422 where it is rejected', async (_what, change) => {
    await start()
    const { id } = Object((await anna.call('POST', `${learning}/mistakes`, { text: '题' })).body)
    risky()
    expect((await anna.call('PATCH', `${learning}/mistakes/${id}`, change)).status).toBe(422)
    expect((await anna.call('PATCH', `${learning}/mistakes/${id}`, { mastered: true })).status).toBe(200)
  })

  test('a question whose subject is rejected is not asked', async () => {
    await start()
    risky()
    const message = { token: anna.access_token, params: { content: '问', subject: '坏' } }
    const client = new AskClient(server.address, message)
    await client.closed
    expect(client.frames).toMatchObject([{ type: 'error', code: 'CONTENT_REJECTED' }])
  })

  test('of what is made after an answer only what was rejected is left out', async () => {
    await start(['好。'])
    const item = { page: null, no: '1', verdict: 'wrong', box: null }
    const text = JSON.stringify({
      title: '坏标题',
      subject: 'math',
      follow_ups: ['好问题？', '坏问题？'],
      correction: {
        items: [
          {
            ...item,
            text: '1+1=3',
            student_answer: '坏',
            correct_answer: '2',
            reason: '坏话',
            points: ['加法', '坏'],
          },
          {
            ...item,
            no: '2',
            text: '坏题',
            student_answer: '3',
            correct_answer: null,
            reason: null,
            points: [],
          },
        ],
      },
    })
    model.reply = async () => ({ text })
    risky()
    server.parts.jobs.start()
    const client = new AskClient(server.address, {
      token: anna.access_token,
      params: { content: '1+1=3', mode: 'check' },
    })
    await client.closed
    const made = await anna.call('GET', `${learning}/answers/${client.done?.answer_id}/extras?wait=25`)
    expect(made.body).toMatchObject({
      status: 'ready',
      title: null,
      follow_ups: ['好问题？'],
      correction: {
        wrong: 2,
        items: [
          { text: '1+1=3', student_answer: null, correct_answer: '2', reason: null, points: ['加法'] },
          { text: '（这一段不便显示）', student_answer: '3' },
        ],
      },
    })
    const kept = await anna.call('GET', '/api/v1/users/me/export')
    expect(JSON.stringify(kept.body)).not.toContain('坏')
  })
})

test.each([
  [{ CONTENT_SAFETY: 'other' }, /^CONTENT_SAFETY must be wechat or none$/],
  [{ CONTENT_SAFETY_UNAVAILABLE: 'maybe' }, /^CONTENT_SAFETY_UNAVAILABLE must be pass or refuse$/],
  [{ CONTENT_SAFETY: 'wechat' }, /^CONTENT_SAFETY=wechat needs WECHAT_APPID and WECHAT_APP_SECRET$/],
])('%p is refused in one line', (environment, line) => {
  expect(() => readConfig(environment)).toThrow(line)
})
