import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { systemClock } from '../../src/answer/clock'
import { ModelError } from '../../src/model/model'
import { jpegImage, pngImage as png } from '../http/images'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'
import { call, deltasOf, read, type StreamEvent, type Told, typesOf } from './event-stream'

const thinks = (delta: string): Step => ({ type: 'reasoning', delta })
const script: Step[] = [
  { type: 'stage', stage: 'thinking' },
  thinks('先想'),
  wait(40),
  says('一'),
  wait(40),
  says('加一'),
  wait(40),
  thinks('再想'),
  wait(40),
  says('是二'),
  finishes(),
]
const slow: Step[] = [says('一'), wait(150), says('二'), wait(150), says('三'), wait(150), finishes()]

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

interface Input {
  threadId?: unknown
  runId?: unknown
  messages?: unknown
  forwardedProps?: unknown
}

const question = { id: 'm1', role: 'user', content: '一加一？' }
const input = (changes: Input = {}) => ({
  threadId: 't1',
  runId: 'r1',
  state: {},
  messages: [question],
  tools: [],
  context: [],
  forwardedProps: {},
  ...changes,
})

const post = (body: unknown, headers: Record<string, string> = {}, query = ''): Promise<Response> =>
  call(server, { ...student.headers, ...headers }, `/api/v1/agui${query}`, body)

const run = async (changes: Input = {}, headers: Record<string, string> = {}): Promise<Told> =>
  read(await post(input(changes), headers))

const after = (id: string | number) => ({ 'last-event-id': String(id) })

const dataOf = (told: Told, type: string) => told.events.find(({ data }) => data?.type === type)?.data

const ids = ({ events }: Told): number[] => events.flatMap(({ id }) => (id === undefined ? [] : Number(id)))

/** What is open after these events, as a client knows it. */
function openAfter(events: readonly StreamEvent[]): string[] {
  const open = new Set<string>()
  for (const { data } of events) {
    const match = /^(STEP|REASONING|REASONING_MESSAGE|TEXT_MESSAGE)_(START|END|STARTED|FINISHED)$/.exec(
      data?.type ?? '',
    )
    if (match === null) continue
    const name = `${match[1]} ${String(data?.stepName ?? data?.messageId)}`
    if (match[2]?.startsWith('START')) open.add(name)
    else open.delete(name)
  }
  return [...open]
}

describe('a run', () => {
  it('tells the answer from RUN_STARTED to RUN_FINISHED, each frame with its number on its last event', async () => {
    await start(script)
    const told = await run()
    expect(told.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(typesOf(told).filter((type) => !type.endsWith('_CONTENT'))).toEqual([
      'RUN_STARTED',
      'STEP_STARTED',
      'REASONING_START',
      'REASONING_MESSAGE_START',
      'STEP_FINISHED',
      'REASONING_MESSAGE_END',
      'REASONING_END',
      'TEXT_MESSAGE_START',
      'REASONING_START',
      'REASONING_MESSAGE_START',
      'REASONING_MESSAGE_END',
      'REASONING_END',
      'TEXT_MESSAGE_END',
      'STEP_STARTED',
      'STEP_FINISHED',
      'RUN_FINISHED',
    ])
    expect(told.events[0]?.data).toEqual({ type: 'RUN_STARTED', threadId: 't1', runId: 'r1' })
    expect([deltasOf(told, 'REASONING_MESSAGE_CONTENT'), deltasOf(told, 'TEXT_MESSAGE_CONTENT')]).toEqual([
      '先想再想',
      '一加一是二',
    ])
    expect(told.events.flatMap(({ data }) => data?.stepName ?? [])).toEqual([
      'thinking',
      'thinking',
      'saving',
      'saving',
    ])
    expect(dataOf(told, 'TEXT_MESSAGE_START')?.messageId).not.toBe(
      dataOf(told, 'REASONING_MESSAGE_START')?.messageId,
    )
    expect(ids(told)).toEqual(ids(told).map((_, index) => index + 1))
    for (const { data, id } of told.events) {
      if (data?.type.endsWith('_CONTENT') || data?.type === 'RUN_FINISHED') expect(id).toBeDefined()
    }
    expect(dataOf(told, 'RUN_FINISHED')).toEqual({
      type: 'RUN_FINISHED',
      threadId: 't1',
      runId: 'r1',
      result: {
        question_id: expect.any(String),
        answer_id: expect.any(String),
        session_id: expect.any(String),
        finish_reason: 'stop',
        usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
      },
    })
    expect(told.torn).toBe(false)
  })

  it('that exists is attached to and replayed: the model is asked once, and no session is begun under its threadId', async () => {
    await start(script)
    const [first, second] = await Promise.all([run(), run({ threadId: 'other' })])
    expect(second.events[0]?.data).toMatchObject({ threadId: 'other', runId: 'r1' })
    expect(deltasOf(second, 'TEXT_MESSAGE_CONTENT')).toBe('一加一是二')
    expect(dataOf(second, 'RUN_FINISHED')?.result).toEqual(dataOf(first, 'RUN_FINISHED')?.result)
    // Nothing of the body is read of a run that is known.
    expect(typesOf(await run({ messages: [] })).at(-1)).toBe('RUN_FINISHED')
    expect(model.requests).toHaveLength(1)
    const sessions = await student.call('GET', '/api/v1/learning/sessions')
    expect(sessions.body).toMatchObject({ total: 1 })
  })

  it('goes on after any of its events, and opens again exactly what was open there', async () => {
    await start(script)
    const whole = await run()
    const numbers = ids(whole)
    for (const number of numbers.slice(0, -1)) {
      const at = whole.events.findIndex(({ id }) => id === String(number))
      const open = openAfter(whole.events.slice(0, at + 1))
      const byHeader = await run({}, after(number))
      const byQuery = await read(await post(input(), {}, `?after=${number}`))
      for (const told of [byHeader, byQuery]) {
        expect(told.events[0]?.data).toEqual(whole.events[0]?.data)
        expect(openAfter(told.events.slice(1, 1 + open.length)).sort()).toEqual([...open].sort())
        expect(ids(told)).toEqual(numbers.filter((each) => each > number))
        expect(told.events.slice(1 + open.length).map(({ text }) => text)).toEqual(
          whole.events.slice(at + 1).map(({ text }) => text),
        )
      }
    }
    expect(model.requests).toHaveLength(1)
  })

  it('at or behind its last event is its beginning and its end, under the number that the end has', async () => {
    await start(script)
    const last = ids(await run()).at(-1) ?? 0
    for (const position of [last, last + 1, last + 1000, last]) {
      const told = await run({}, after(position))
      expect(typesOf(told)).toEqual(['RUN_STARTED', 'RUN_FINISHED'])
      expect(ids(told)).toEqual([last])
    }
  })

  it('loses nothing however often its connection is cut', async () => {
    await start(script)
    await fc.assert(
      fc.asyncProperty(
        fc.uuid(),
        fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 6 }),
        async (runId, cuts) => {
          let text = ''
          let seen = 0
          const take = (told: Told) => {
            for (const { id, data } of told.events) {
              if (data?.type === 'TEXT_MESSAGE_CONTENT') text += String(data.delta)
              if (id !== undefined) seen = Number(id)
            }
          }
          for (const cut of cuts) {
            let left = cut
            const response = await post(input({ runId }), seen === 0 ? {} : after(seen))
            if (seen === 0) text = ''
            take(await read(response, ({ id }) => id !== undefined && --left === 0))
          }
          if (seen === 0) text = ''
          const last = await read(await post(input({ runId }), seen === 0 ? {} : after(seen)))
          take(last)
          expect([typesOf(last).at(-1), text]).toEqual(['RUN_FINISHED', '一加一是二'])
        },
      ),
      { numRuns: 12 },
    )
  })

  it('fills silence with comments, and is written on when its reader goes', async () => {
    await start([wait(400), says('好'), finishes()])
    const told = await read(await post(input()), ({ text }) => text.startsWith(':'))
    expect(told.events.at(-1)?.text).toBe(': keepalive')
    const again = await run()
    expect(deltasOf(again, 'TEXT_MESSAGE_CONTENT')).toBe('好')
    expect(model.requests).toHaveLength(1)
  })

  it('is torn where the server goes down before its end, and RUN_ERROR is not said', async () => {
    await start(slow)
    const reading = post(input()).then((response) => read(response))
    while (model.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await server.parts.answerService.drain(0)
    const told = await reading
    expect(told.torn).toBe(true)
    expect(typesOf(told)).not.toContain('RUN_ERROR')
  })

  it('that fails ends with RUN_ERROR in words for a student, and is taken up when it is asked for again', async () => {
    const away = new ModelError('MODEL_UNAVAILABLE', 'upstream says 502', true, { retryAfterMs: 2000 })
    await start([says('一'), wait(30), away], [says('二'), finishes()])
    const told = await run()
    expect(told.events.at(-1)).toMatchObject({
      id: undefined,
      data: { type: 'RUN_ERROR', code: 'MODEL_UNAVAILABLE', metadata: { retryable: true } },
    })
    expect(String(dataOf(told, 'RUN_ERROR')?.message)).not.toContain('502')
    expect(told.torn).toBe(false)
    const last = ids(told).at(-1) ?? 0
    expect(typesOf(await run({}, after(last)))).toEqual(['RUN_STARTED', 'RUN_ERROR'])
    const again = await run()
    expect(deltasOf(again, 'TEXT_MESSAGE_CONTENT')).toBe('一二')
    expect(typesOf(again).at(-1)).toBe('RUN_FINISHED')
  })

  it('is stopped by a call, and what was written is kept', async () => {
    await start([says('一'), 'hang', finishes()])
    const reading = read(await post(input()))
    while (model.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const stopped = await read(await call(server, student.headers, '/api/v1/agui/r1/stop', {}))
    expect([stopped.status, stopped.body]).toEqual([200, { ok: true }])
    const told = await reading
    expect(dataOf(told, 'RUN_FINISHED')).toMatchObject({ result: { finish_reason: 'stopped' } })
    expect(dataOf(told, 'RUN_FINISHED')).not.toHaveProperty('outcome')
    const unknown = await read(await call(server, student.headers, '/api/v1/agui/never/stop', {}))
    expect([unknown.status, unknown.body]).toMatchObject([404, { code: 'STREAM_NOT_FOUND' }])
    const long = encodeURIComponent('题'.repeat(128))
    expect((await call(server, student.headers, `/api/v1/agui/${long}/stop`, {})).status).toBe(404)
  })

  it('is read along with a phone, and neither takes the place of the other', async () => {
    await start(slow)
    const reading = Promise.all([run(), run()])
    const along = await server.parts.answerService.ask(student.user.id, {
      requestId: 'r1',
      params: { content: 'x' },
    })
    const frames = []
    for await (const frame of along.frames) frames.push(frame)
    for (const told of await reading) expect(typesOf(told).at(-1)).toBe('RUN_FINISHED')
    expect(frames.at(-1)).toMatchObject({ type: 'done' })
  })
})

describe('messages that a client has', () => {
  const textOf = (told: Told) => String(dataOf(told, 'TEXT_MESSAGE_START')?.messageId)
  const reasoningOf = (told: Told) => String(dataOf(told, 'REASONING_START')?.messageId)

  it('of the run already are emptied before it is replayed', async () => {
    await start(script)
    const first = await run()
    const messages = [
      question,
      { id: 'tool', role: 'tool', toolCallId: 'c', content: '工具' },
      { id: reasoningOf(first), role: 'reasoning', content: '先' },
      { id: textOf(first), role: 'assistant', content: '一', name: '老师' },
    ]
    const told = await run({ messages })
    expect(told.events.slice(0, 2)).toMatchObject([
      { id: undefined, data: { type: 'RUN_STARTED' } },
      { id: undefined, data: { type: 'MESSAGES_SNAPSHOT' } },
    ])
    expect(told.events[1]?.data?.messages).toEqual([
      messages[0],
      messages[1],
      { ...messages[2], content: '' },
      { ...messages[3], content: '' },
    ])
    expect(typesOf(told).filter((type) => type === 'MESSAGES_SNAPSHOT')).toHaveLength(1)
    expect(deltasOf(told, 'TEXT_MESSAGE_CONTENT')).toBe('一加一是二')
    // Resumed, it goes on after what they hold.
    expect(typesOf(await run({ messages }, after(3)))).not.toContain('MESSAGES_SNAPSHOT')
  })

  it('are repeated with the whole state of the run where its single frames are no longer kept', async () => {
    await start(script)
    const first = await run()
    // Whoever is ahead of the numbers has them jump.
    const ahead = await server.parts.answerService.resume(student.user.id, 'r1', 1000)
    await ahead.frames.return?.()
    const told = await run({}, after(2))
    expect(typesOf(told)).toEqual([
      'RUN_STARTED',
      'MESSAGES_SNAPSHOT',
      'STEP_STARTED',
      'STEP_FINISHED',
      'RUN_FINISHED',
    ])
    expect(told.events[1]?.data?.messages).toEqual([
      question,
      { id: reasoningOf(first), role: 'reasoning', content: '先想再想' },
      { id: textOf(first), role: 'assistant', content: '一加一是二' },
    ])
    expect(ids(told)).toEqual([1001, 1002])
    const held = { id: textOf(first), role: 'assistant', content: '一' }
    const placed = await run({ messages: [held, question] }, after(2))
    expect(placed.events[1]?.data?.messages).toEqual([
      { id: reasoningOf(first), role: 'reasoning', content: '先想再想' },
      { ...held, content: '一加一是二' },
      question,
    ])
  })

  it('are repeated in the midst of a run, and what is open goes on', async () => {
    await start(slow)
    const reading = read(await post(input()))
    while (model.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 60))
    const ahead = await server.parts.answerService.resume(student.user.id, 'r1', 500)
    await ahead.frames.return?.()
    const told = await reading
    const types = typesOf(told)
    const at = types.indexOf('MESSAGES_SNAPSHOT')
    expect(at).toBeGreaterThan(0)
    expect(types.filter((type) => type === 'TEXT_MESSAGE_START')).toHaveLength(1)
    const snapshot: unknown = told.events.find(({ data }) => data?.type === 'MESSAGES_SNAPSHOT')?.data
      ?.messages
    const held = Array.isArray(snapshot) ? String(Object(snapshot.at(-1)).content) : ''
    const rest = told.events.slice(told.events.findIndex(({ data }) => data?.type === 'MESSAGES_SNAPSHOT'))
    expect(held + deltasOf({ ...told, events: rest }, 'TEXT_MESSAGE_CONTENT')).toBe('一二三')
  })
})

describe('a thread', () => {
  it('is one of our sessions, or any name that a session is kept under', async () => {
    await start(script)
    const begun = await student.call('POST', '/api/v1/learning/sessions', { title: '数学' })
    const own = Object(begun.body).id
    const sessionOf = async (threadId: string, runId: string) =>
      Object(dataOf(await run({ threadId, runId }), 'RUN_FINISHED')?.result).session_id
    expect(await sessionOf(own, 'r1')).toBe(own)
    const named = await sessionOf('任何名字', 'r2')
    expect(named).not.toBe(own)
    expect(await sessionOf('任何名字', 'r3')).toBe(named)
    const other = await server.login('李雷')
    const theirs = await read(
      await call(server, other.headers, '/api/v1/agui', input({ threadId: own, runId: 'r1' })),
    )
    expect(Object(dataOf(theirs, 'RUN_FINISHED')?.result).session_id).not.toBe(own)
    await student.call('DELETE', `/api/v1/learning/sessions/${named}`)
    expect(await sessionOf('任何名字', 'r4')).not.toBe(named)
  })

  it('that is new brings what was said before as the context, also for the questions after it', async () => {
    await start(script)
    const said = [
      { id: 's', role: 'system', content: '你是海盗' },
      {
        id: 'a',
        role: 'user',
        content: [
          { type: 'text', text: '我叫小明' },
          { type: 'image', source: { type: 'url', value: 'https://elsewhere/x.png' } },
        ],
      },
      { id: 'r', role: 'reasoning', content: '想' },
      { id: 'b', role: 'assistant', content: '你好，小明' },
    ]
    await run({ messages: [...said, question] })
    expect(model.requests[0]).toMatchObject({
      question: '一加一？',
      history: [{ question: '我叫小明', answer: '你好，小明' }],
    })
    // Where the thread is known only the last user message is read.
    await run({
      runId: 'r2',
      messages: [
        { id: 'z', role: 'user', content: '别的' },
        { id: 'y', role: 'assistant', content: '不读' },
        { id: 'm2', role: 'user', content: '我叫什么？' },
      ],
    })
    expect(model.requests[1]?.history).toMatchObject([
      { question: '我叫小明', answer: '你好，小明' },
      { question: '一加一？', answer: '一加一是二' },
    ])
  })

  it('takes mode, subject and about from forwardedProps', async () => {
    await start(script)
    const first = await run()
    const { question_id: about } = Object(dataOf(first, 'RUN_FINISHED')?.result)
    await run({ runId: 'r2', forwardedProps: { mode: 'hint', subject: '数学', about, more: 1 } })
    expect(model.requests[1]).toMatchObject({ subject: '数学', task: { mode: 'hint', level: 1 } })
    for (const forwardedProps of [{ mode: 'nonsense' }, { about: 'nobody’s' }, { mode: 'similar' }]) {
      expect((await run({ runId: 'r3', forwardedProps })).status).toBe(400)
    }
  })
})

describe('pictures', () => {
  const asked = (...parts: unknown[]) => ({
    messages: [{ id: 'm1', role: 'user', content: [{ type: 'text', text: '看图' }, ...parts] }],
  })
  const base64 = (bytes: Buffer) => bytes.toString('base64')
  const historyOf = async (told: Told) => {
    const { session_id } = Object(dataOf(told, 'RUN_FINISHED')?.result)
    return Object((await student.call('GET', `/api/v1/learning/sessions/${session_id}/history`)).body).items
  }

  it('come as data, as data URLs or as addresses of ours, and are kept like uploads in their order', async () => {
    await start(script)
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(png(3, 3))]), 'page.png')
    const uploaded = await fetch(`${server.address}/api/v1/files`, {
      method: 'POST',
      headers: student.headers,
      body: form,
    })
    const { url } = Object(await uploaded.json())
    const told = await run(
      asked(
        { type: 'image', source: { type: 'data', value: base64(png(2, 5)), mimeType: 'image/png' } },
        { type: 'image', source: { type: 'url', value: url } },
        {
          type: 'image',
          source: { type: 'url', value: `data:image/jpeg;base64,${base64(await jpegImage(4, 2))}` },
        },
        { type: 'binary', mimeType: 'image/png', data: base64(png(6, 1)) },
        { type: 'binary', mimeType: 'image/png', url: `data:image/png;base64,${base64(png(7, 1))}` },
      ),
    )
    const [item] = await historyOf(told)
    const kept = async () => Object((await student.call('GET', '/api/v1/users/me/export')).body).files
    const files = new Map((await kept()).map((file: { id: string }) => [file.id, file]))
    const pages = item.image_urls.map((each: string) => files.get(/files\/([^?]+)/.exec(each)?.[1] ?? ''))
    expect(pages).toMatchObject([
      { mime: 'image/png', width: 2, height: 5 },
      { mime: 'image/png', width: 3, height: 3 },
      { mime: 'image/jpeg', width: 4, height: 2 },
      { mime: 'image/png', width: 6, height: 1 },
      { mime: 'image/png', width: 7, height: 1 },
    ])
    expect((await server.call('GET', item.image_urls[0])).status).toBe(200)
    expect(model.requests[0]?.images).toHaveLength(5)
    // The same run again keeps nothing twice.
    await run(asked({ type: 'image', source: { type: 'data', value: base64(png(9, 9)) } }))
    expect(await kept()).toHaveLength(5)
  })

  it('without words are a question', async () => {
    await start(script)
    const content = [
      { type: 'image', source: { type: 'data', value: base64(png(2, 2)), mimeType: 'image/png' } },
    ]
    expect(typesOf(await run({ messages: [{ id: 'm1', role: 'user', content }] })).at(-1)).toBe(
      'RUN_FINISHED',
    )
  })

  it('of any other source are BAD_REQUEST, and nothing is fetched or asked', async () => {
    await start(script)
    const bad = [
      { type: 'image', source: { type: 'url', value: 'https://elsewhere.test/a.png' } },
      { type: 'image', source: { type: 'url', value: 'file:///etc/passwd' } },
      { type: 'image', source: { type: 'url', value: 'data:image/png,' } },
      { type: 'image', source: { type: 'data', value: '', mimeType: 'image/png' } },
      { type: 'image', source: { type: 'data', value: base64(Buffer.from('text')), mimeType: 'image/png' } },
      { type: 'image', source: { type: 'url', value: '/api/v1/files/00000000-0000-7000-8000-000000000000' } },
      { type: 'binary', mimeType: 'image/png', id: 'elsewhere' },
      { type: 'binary', mimeType: 'application/pdf', data: base64(png(2, 2)) },
      { type: 'audio', source: { type: 'data', value: 'AAAA', mimeType: 'audio/wav' } },
    ]
    for (const part of bad) {
      const told = await run(asked(part))
      expect([told.status, Object(told.body).code]).toEqual([400, 'BAD_REQUEST'])
    }
    const eleven = Array.from({ length: 11 }, () => ({
      type: 'image',
      source: { type: 'data', value: base64(png(1, 1)) },
    }))
    expect((await run(asked(...eleven))).status).toBe(400)
    expect(model.requests).toHaveLength(0)
    expect(Object((await student.call('GET', '/api/v1/users/me/export')).body)).toMatchObject({
      questions: [],
      files: [],
    })
  })
})

describe('a run that cannot begin', () => {
  it('is refused by an HTTP status with its code', async () => {
    await start(script)
    const refused = async (changes: unknown, headers: Record<string, string> = {}) => {
      const told = await read(await call(server, { ...student.headers, ...headers }, '/api/v1/agui', changes))
      return [told.status, Object(told.body).code, typeof Object(told.body).message]
    }
    const bad = [400, 'BAD_REQUEST', 'string']
    expect(await refused(input(), { authorization: 'Bearer nonsense' })).toEqual([
      401,
      'AUTH_ERROR',
      'string',
    ])
    expect(await refused(input(), after(5))).toEqual([404, 'STREAM_NOT_FOUND', 'string'])
    expect(await refused(input(), after('nonsense'))).toEqual(bad)
    expect(await refused(input({ messages: [] }))).toEqual(bad)
    expect(await refused(input({ messages: [{ id: 'a', role: 'assistant', content: 'x' }] }))).toEqual(bad)
    expect(await refused(input({ messages: [{ ...question, content: ' ' }] }))).toEqual(bad)
    expect(await refused(input({ messages: [{ ...question, content: '字'.repeat(8001) }] }))).toEqual(bad)
    expect(await refused(input({ runId: '' }))).toEqual(bad)
    expect(await refused(input({ threadId: 7 }))).toEqual(bad)
    expect(await refused([])).toEqual(bad)
  })

  it('since this user has too many answers is RATE_LIMITED', async () => {
    await start(['hang'])
    const readings = [1, 2, 3].map(async (index) =>
      read(await post(input({ runId: `r${index}` })), () => true),
    )
    await Promise.all(readings)
    const told = await run({ runId: 'r4' })
    expect([told.status, Object(told.body).code]).toEqual([429, 'RATE_LIMITED'])
  })

  it('has a body of up to 150 MB, which nobody sends without a login', async () => {
    await start(script)
    const many = Array.from({ length: 12 }, (_, index) => ({
      id: `x${index}`,
      role: 'assistant',
      content: 'x'.repeat(1024 * 1024),
    }))
    expect(typesOf(await run({ messages: [...many, question] })).at(-1)).toBe('RUN_FINISHED')
    const announce = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = httpRequest(`${server.address}/api/v1/agui`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
        })
        sent.on('error', reject)
        sent.on('response', (response) => {
          resolve(response.statusCode ?? 0)
          sent.destroy()
        })
        sent.flushHeaders()
      })
    expect(await announce({ 'content-length': String(151 * 1024 * 1024), ...student.headers })).toBe(413)
    expect(await announce({ 'content-length': String(100 * 1024 * 1024) })).toBe(401)
  })
})
