import { ModelError } from '../../src/model/model'
import { sleep, systemClock } from '../../src/time/clock'
import { pngImage } from '../http/images'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'
import { call, deltasOf, follow, read, type Told, typesOf } from './event-stream'

const thinks = (delta: string): Step => ({ type: 'reasoning', delta })
const script: Step[] = [
  thinks('先想'),
  wait(30),
  says('一'),
  wait(30),
  says('加一'),
  thinks('再想'),
  wait(30),
  says('是二'),
  finishes(),
]
const slow: Step[] = [says('一'), wait(200), says('二'), wait(200), says('三'), wait(200), finishes()]
const endless: Step[] = [says('一'), 'hang']

let server: TestServer
let model: ScriptModel
let student: Student

async function start(...scripts: Step[][]): Promise<void> {
  model = new ScriptModel(systemClock, scripts)
  server = await startTestServer({
    model,
    environment: { KEEPALIVE_INTERVAL_MS: '60', JOIN_INTERVAL_MS: '1' },
  })
  student = await server.login('安娜')
}

afterEach(() => server.close())

const user = (id: string, text: string, ...others: unknown[]) => ({
  id,
  role: 'user',
  parts: [{ type: 'text', text }, ...others],
})
const body = (changes: object = {}) => ({
  id: 'chat-1',
  messages: [user('m1', '一加一？')],
  trigger: 'submit-message',
  ...changes,
})
const send = (changes: object = {}): Promise<Response> =>
  call(server, student.headers, '/api/v1/chat', body(changes))
const chat = async (changes: object = {}): Promise<Told> => read(await send(changes))
const again = (changes: object = {}) =>
  chat({ trigger: 'regenerate-message', messageId: 'm1-answer', ...changes })
const stream = async (id = 'chat-1', query = ''): Promise<Told> =>
  read(await call(server, student.headers, `/api/v1/chat/${encodeURIComponent(id)}/stream${query}`))

const dataOf = (told: Told, type: string) => told.events.find(({ data }) => data?.type === type)?.data
const textOf = (told: Told) => deltasOf(told, 'text-delta')
const resultOf = (told: Told) => Object(dataOf(told, 'finish')?.messageMetadata)

const asked = (times = 1): Promise<void> => model.asked(times)

/** The answer of the chat's only question in our own history. */
async function answers(told: Told): Promise<{ content: string; status: string }[]> {
  const { session_id } = resultOf(told)
  const history = await student.call('GET', `/api/v1/learning/sessions/${session_id}/history`)
  expect(Object(history.body).items).toHaveLength(1)
  return Object(history.body).items[0].answers
}

describe('a chat of the AI SDK', () => {
  it('is told from start to finish and [DONE], with the header by which the SDK knows it', async () => {
    await start(script)
    const told = await chat()
    expect(told.headers.get('x-vercel-ai-ui-message-stream')).toBe('v1')
    expect(typesOf(told).filter((type) => !type.endsWith('-delta'))).toEqual([
      'start',
      'reasoning-start',
      'reasoning-end',
      'text-start',
      'reasoning-start',
      'reasoning-end',
      'text-end',
      'finish',
    ])
    expect([deltasOf(told, 'reasoning-delta'), textOf(told)]).toEqual(['先想再想', '一加一是二'])
    expect(told.events.at(-1)?.text).toBe('data: [DONE]')
    expect(dataOf(told, 'finish')).toEqual({
      type: 'finish',
      finishReason: 'stop',
      messageMetadata: {
        question_id: expect.any(String),
        answer_id: expect.any(String),
        session_id: expect.any(String),
        finish_reason: 'stop',
        usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
      },
    })
    const starts = told.events.flatMap(({ data }) => (data?.type.endsWith('-start') ? String(data.id) : []))
    expect(new Set(starts).size).toBe(3)
  })

  it.each([
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['end_turn', 'other'],
    ['tool_calls', 'other'],
  ])('tells the finish reason %s as %s', async (reason, told) => {
    await start([says('一'), finishes(reason)])
    const finish = dataOf(await chat(), 'finish')
    expect(finish).toMatchObject({ finishReason: told, messageMetadata: { finish_reason: reason } })
  })

  it('asks once for one message, and replays it from its start under the same id', async () => {
    await start(script)
    const [first, second] = await Promise.all([chat(), chat()])
    const third = await chat()
    for (const told of [second, third]) {
      expect(dataOf(told, 'start')).toEqual(dataOf(first, 'start'))
      expect([textOf(told), resultOf(told)]).toEqual([textOf(first), resultOf(first)])
    }
    expect(model.requests).toHaveLength(1)
  })

  it('keeps its thread under its id, which the next question goes on with', async () => {
    await start(script)
    const first = await chat({
      messages: [
        user('e1', '我叫小明'),
        {
          id: 'e2',
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: '想' },
            { type: 'text', text: '你好' },
          ],
        },
        user('m1', '一加一？'),
      ],
    })
    expect(model.requests[0]?.history).toMatchObject([{ question: '我叫小明', answer: '你好' }])
    const next = await chat({ messages: [user('m1', '一加一？'), user('m2', '再加一？')] })
    expect(resultOf(next).session_id).toBe(resultOf(first).session_id)
    expect(model.requests[1]).toMatchObject({
      question: '再加一？',
      history: [{ question: '我叫小明' }, { answer: '一加一是二' }],
    })
  })

  it('does not take the same message of another chat', async () => {
    await start(script)
    await chat()
    for (const told of [await chat({ id: 'chat-2' }), await again({ id: 'chat-2' })]) {
      expect([told.status, told.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
    }
    const other = await server.login('李雷')
    expect(typesOf(await read(await call(server, other.headers, '/api/v1/chat', body()))).at(-1)).toBe(
      'finish',
    )
  })

  it('takes pictures as file parts', async () => {
    await start(script)
    const url = `data:image/png;base64,${pngImage(2, 2).toString('base64')}`
    const told = await chat({
      messages: [
        user('m1', '看图', { type: 'file', mediaType: 'image/png', url }, { type: 'data-note', data: 1 }),
      ],
    })
    expect(typesOf(told).at(-1)).toBe('finish')
    expect(model.requests[0]?.images).toHaveLength(1)
    for (const part of [
      { type: 'file', mediaType: 'application/pdf', url },
      { type: 'file', mediaType: 'image/png', url: 'https://elsewhere.test/a.png' },
      { type: 'file', mediaType: 'image/png' },
    ]) {
      expect((await chat({ messages: [user('m2', '看图', part)] })).status).toBe(400)
    }
    expect(model.requests).toHaveLength(1)
  })

  it('fills silence with comments, and is torn where the server goes down', async () => {
    await start(endless)
    const reading = follow(send(), ({ text }) => text === ': keepalive')
    await reading.seen
    await server.parts.answerService.drain(0)
    const told = await reading.told
    expect(told.events.some(({ text }) => text === ': keepalive')).toBe(true)
    expect([told.torn, typesOf(told).includes('error'), told.events.at(-1)?.text]).not.toContain(
      'data: [DONE]',
    )
    expect(told.torn).toBe(true)
  })

  it('that fails is an error in words for a student, then [DONE]', async () => {
    await start([says('一'), wait(20), new ModelError('MODEL_UNAVAILABLE', 'upstream says 502', true)])
    const told = await chat()
    expect(dataOf(told, 'error')).toEqual({ type: 'error', errorText: expect.not.stringContaining('502') })
    expect(told.events.at(-1)?.text).toBe('data: [DONE]')
    expect(told.torn).toBe(false)
    expect(typesOf(await stream())).toEqual([])
    expect(typesOf(await stream('chat-1', '?finished=1')).at(-1)).toBe('error')
  })

  it('that cannot begin is refused by an HTTP status', async () => {
    await start(script)
    const status = async (changes: unknown) =>
      (await read(await call(server, student.headers, '/api/v1/chat', changes))).status
    expect(await status(body({ messages: [] }))).toBe(400)
    expect(await status(body({ messages: [user('m1', '')] }))).toBe(400)
    expect(await status(body({ messages: [user('x'.repeat(129), '一')] }))).toBe(400)
    expect(await status(body({ trigger: 'other' }))).toBe(400)
    expect(await status({ ...body(), id: undefined })).toBe(400)
    expect((await read(await call(server, {}, '/api/v1/chat', body()))).status).toBe(401)
    expect((await read(await call(server, {}, '/api/v1/chat/x/stream'))).status).toBe(401)
  })

  it('whose state was replaced goes on where that is more of the same, and is torn where it is not', async () => {
    await start(slow)
    const reading = follow(send(), ({ data }) => data?.type === 'text-delta')
    await reading.seen
    await (await server.parts.answerService.resume(student.user.id, 'm1', 500)).frames.return?.()
    expect(textOf(await reading.told)).toBe('一二三')
    // From the database, and after single frames are gone, it comes as a whole.
    const whole = await stream('chat-1', '?finished=1')
    expect([textOf(whole), typesOf(whole).at(-1)]).toEqual(['一二三', 'finish'])
  })
})

describe('the stream of a chat', () => {
  it('is 204 where nothing runs, also of a chat never heard of', async () => {
    await start(script)
    expect([(await stream()).status, (await stream('x'.repeat(2000))).status]).toEqual([204, 204])
    await chat()
    expect((await stream()).status).toBe(204)
    expect((await stream('chat-1', '?finished=0')).status).toBe(204)
  })

  it('replays what is written from its start, and with finished=1 also what ended lately', async () => {
    await start(slow)
    const reading = send().then((response) => read(response))
    await asked()
    const along = await stream()
    const first = await reading
    const later = await stream('chat-1', '?finished=1')
    for (const told of [along, later]) {
      expect(dataOf(told, 'start')).toEqual(dataOf(first, 'start'))
      expect([textOf(told), resultOf(told)]).toEqual(['一二三', resultOf(first)])
    }
    expect(model.requests).toHaveLength(1)
  })

  it('does not replay what ended more than 30 minutes ago', async () => {
    await start(script)
    await chat()
    const old = new Date(Date.now() - 31 * 60_000).toISOString()
    await server.parts.database.main.updateTable('answer').set({ created_at: old }).execute()
    expect((await stream('chat-1', '?finished=1')).status).toBe(204)
  })

  it('is of its own user only', async () => {
    await start(slow)
    const reading = send().then((response) => read(response))
    await asked()
    const other = await server.login('李雷')
    expect((await read(await call(server, other.headers, '/api/v1/chat/chat-1/stream'))).status).toBe(204)
    expect((await read(await call(server, other.headers, '/api/v1/chat/chat-1/stop', {}))).status).toBe(404)
    expect(textOf(await reading)).toBe('一二三')
  })

  it('is stopped by a call', async () => {
    await start(endless)
    const reading = send().then((response) => read(response))
    await asked()
    const stopped = await read(await call(server, student.headers, '/api/v1/chat/chat-1/stop', {}))
    expect([stopped.status, stopped.body]).toEqual([200, { ok: true }])
    const told = await reading
    expect(dataOf(told, 'finish')).toMatchObject({
      finishReason: 'other',
      messageMetadata: { finish_reason: 'stopped' },
    })
    expect((await read(await call(server, student.headers, '/api/v1/chat/chat-1/stop', {}))).status).toBe(200)
  })
})

describe('regenerate-message', () => {
  it('is a new answer to the same question each time, in its place', async () => {
    await start([says('一'), finishes()], [says('二'), finishes()], [says('三'), finishes()])
    const told = [await chat(), await again(), await again()]
    expect(told.map(textOf)).toEqual(['一', '二', '三'])
    expect(new Set(told.map((each) => dataOf(each, 'start')?.messageId)).size).toBe(3)
    expect(new Set(told.map((each) => resultOf(each).question_id)).size).toBe(1)
    expect((await answers(told[0] ?? (await chat()))).map(({ content }) => content)).toEqual([
      '一',
      '二',
      '三',
    ])
    expect(model.requests.map(({ question }) => question)).toEqual(['一加一？', '一加一？', '一加一？'])
    // The newest is what the stream replays.
    expect(textOf(await stream('chat-1', '?finished=1'))).toBe('三')
  })

  it('stops the answer that still runs for this question first', async () => {
    await start(endless, endless, [says('三'), finishes()])
    const first = send().then((response) => read(response))
    await asked()
    const second = call(
      server,
      student.headers,
      '/api/v1/chat',
      body({ trigger: 'regenerate-message' }),
    ).then((response) => read(response))
    expect(resultOf(await first).finish_reason).toBe('stopped')
    await asked(2)
    const third = await again()
    expect(resultOf(await second).finish_reason).toBe('stopped')
    expect(textOf(third)).toBe('三')
    expect((await answers(third)).map(({ status }) => status)).toEqual(['stopped', 'stopped', 'done'])
  })

  it('is one answer under way also where several are sent at the same instant: the newest', async () => {
    await start([says('一'), finishes()], endless, endless, endless, endless)
    const told = await chat()
    const sent = [again(), again(), again(), again()]
    const running = async () => (await answers(told)).filter(({ status }) => status === 'generating')
    while ((await answers(told)).length < 1 + sent.length) await sleep(systemClock, 20)
    expect(await running()).toHaveLength(1)
    await call(server, student.headers, '/api/v1/chat/chat-1/stop', {})
    for (const each of await Promise.all(sent)) expect(resultOf(each).finish_reason).toBe('stopped')
  })

  it('of a question that nobody asked asks it', async () => {
    await start(script)
    const told = await again()
    expect(textOf(told)).toBe('一加一是二')
    expect(dataOf(await chat(), 'start')).toEqual(dataOf(told, 'start'))
    expect(model.requests).toHaveLength(1)
  })
})
