import { systemClock } from '../../src/time/clock'
import { AskClient } from '../support/ask-client'
import { AskServer } from '../support/ask-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'

let server: AskServer
let model: ScriptModel

async function start(script: Step[]): Promise<void> {
  model = new ScriptModel(systemClock, [script])
  server = await AskServer.start({ model, limits: { keepaliveInterval: 50 } })
}

afterEach(() => server.close())

const slow: Step[] = [wait(200), says('一'), wait(60), says('二'), wait(60), says('三'), finishes()]
const ask = { type: 'ask', request_id: 'r1', params: { content: '一加一？' } }
const token = { authorization: 'Bearer good' }

function post(path: string, body: unknown, headers: Record<string, string> = token): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}/api/v1/learning/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

interface Event {
  id: string | undefined
  frame: { type: string; seq?: number; content?: string }
}

function events(text: string): Event[] {
  return text
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => ({
      id: /^id: (.*)$/m.exec(part)?.[1],
      frame: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? ''),
    }))
}

const textOf = (list: Event[]) =>
  list.map(({ frame }) => (frame.type === 'content' ? frame.content : '')).join('')

describe('the ask stream', () => {
  it('gives the frames of the socket as server-sent events with seq as their id', async () => {
    await start(slow)
    const response = await post('ask-stream', ask)
    expect(response.headers.get('content-type')).toMatch('text/event-stream')
    expect(response.headers.get('cache-control')).toContain('no-transform')
    const list = events(await response.text())
    expect(list[0]).toMatchObject({ id: undefined, frame: { type: 'accepted' } })
    expect(textOf(list)).toBe('一二三')
    expect(list.at(-1)?.frame.type).toBe('done')
    expect(list.every(({ id, frame }) => id === frame.seq?.toString())).toBe(true)
    expect(list.some(({ frame }) => frame.type === 'keepalive')).toBe(true)
  })

  it('resumes after Last-Event-ID, and by a resume message with its token in the body', async () => {
    await start(slow)
    const whole = events(await (await post('ask-stream', ask)).text())
    const second = whole.findIndex(({ frame }) => frame.content === '一')
    const seq = whole[second]?.frame.seq ?? 0
    const rest = events(await (await post('ask-stream', ask, { ...token, 'last-event-id': `${seq}` })).text())
    const resume = { type: 'resume', token: 'good', request_id: 'r1', after_seq: seq }
    const again = events(await (await post('ask-stream', resume, {})).text())
    expect([textOf(rest), textOf(again)]).toEqual(['二三', '二三'])
    expect(model.requests).toHaveLength(1)
  })

  it('goes on with an answer that a socket began, and its loss stops nothing', async () => {
    await start(slow)
    const client = new AskClient(server.port, { ...ask, token: 'good' })
    await client.sees('content')
    const response = await post('ask-stream', ask)
    await response.body?.cancel()
    await client.closed
    expect(client.last).toMatchObject({ code: 'SUPERSEDED' })
    const list = events(await (await post('ask-stream', ask)).text())
    expect(textOf(list)).toBe('一二三')
    expect(model.requests).toHaveLength(1)
  })

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['without a token', ask, {}, 401, 'AUTH_ERROR'],
    ['without a token, that is none', 'not JSON', {}, 401, 'AUTH_ERROR'],
    ['without a token and params', {}, {}, 401, 'AUTH_ERROR'],
    ['with an expired one, and no params', {}, { authorization: 'old' }, 401, 'AUTH_EXPIRED'],
    ['with an expired one, that is no JSON', '{', { authorization: 'old' }, 401, 'AUTH_EXPIRED'],
    [
      'with an expired one, and a wrong Last-Event-ID',
      ask,
      { authorization: 'old', 'last-event-id': 'x' },
      401,
      'AUTH_EXPIRED',
    ],
    ['with an expired one', ask, { authorization: 'old' }, 401, 'AUTH_EXPIRED'],
    ['that is no message', { type: 'stop' }, token, 400, 'BAD_REQUEST'],
    ['with a wrong Last-Event-ID', ask, { ...token, 'last-event-id': 'x' }, 400, 'BAD_REQUEST'],
    ['after what no answer reaches', ask, { ...token, 'last-event-id': '2147483647' }, 400, 'BAD_REQUEST'],
    [
      'to resume what does not exist',
      { type: 'resume', request_id: 'x', after_seq: 0 },
      token,
      404,
      'STREAM_NOT_FOUND',
    ],
  ])('refuses a request %s', async (_what, body, headers, status, code) => {
    await start(slow)
    const response = await post('ask-stream', body, headers)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code, message: expect.stringMatching(/[一-龥]{4,}/) })
  })
})

describe('POST /stop', () => {
  it('stops an answer for a client that has no socket', async () => {
    await start([says('一半'), 'hang'])
    const client = new AskClient(server.port, { ...ask, token: 'good' })
    await client.sees('content')
    const response = await post('stop', { request_id: 'r1' })
    expect(response.status).toBe(200)
    await client.closed
    expect(client.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
    expect((await post('stop', { request_id: 'r1' })).status).toBe(200)
  })

  it.each<[string, unknown, Record<string, string>, number]>([
    ['a stranger', { request_id: 'r1' }, {}, 401],
    ['an answer that does not exist', { request_id: 'x' }, token, 404],
    ['no request id', {}, token, 400],
  ])('refuses %s', async (_what, body, headers, status) => {
    await start(slow)
    expect((await post('stop', body, headers)).status).toBe(status)
  })
})
