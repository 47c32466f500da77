import type * as Learning from '../../miniprogram/api/learning'
import type { AnswerEvent } from '../../miniprogram/api/learning'
import { ScriptedModel } from '../../server/test/http/scripted-model'
import { startTestServer, type TestServer } from '../../server/test/http/test-server'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'
import { NodeWx } from '../support/node-wx'

const DELTAS = Array.from({ length: 12 }, (_, index) => `第${index + 1}步，算一算😀。`)
const TEXT = DELTAS.join('')

let server: TestServer
let model: ScriptedModel
let phone: NodeWx
let api: typeof Learning

beforeEach(async () => {
  recordConsole()
  model = new ScriptedModel(DELTAS, 60)
  server = await startTestServer({ model })
  phone = new NodeWx()
  phone.storage.set('server-address', server.address)
  installWx(phone.wx)
  jest.resetModules()
  api = require('../../miniprogram/api/learning')
})

afterEach(async () => {
  jest.restoreAllMocks()
  await server.close()
})

function ask(events: AnswerEvent[] = []) {
  return api.askQuestionStream({ content: '1+1?' }, (event) => events.push(event))
}

/** The answers in the history of the only session, as the server kept them. */
async function kept(): Promise<unknown[]> {
  const { items } = await api.listSessions()
  const pages = await Promise.all(items.map(({ id }) => api.getHistory(id)))
  return pages.flatMap((page) => page.items.map(({ answer }) => answer))
}

describe('against the real server, over real sockets', () => {
  test('an answer arrives whole, and the history has it', async () => {
    const answer = await ask().result
    expect(answer).toMatchObject({ text: TEXT, finishReason: 'stop', usage: { prompt_tokens: 10 } })
    expect(await kept()).toMatchObject([{ answer_id: answer.answerId, status: 'done', content: TEXT }])
  })

  test('how it was reaches those who operate the server', async () => {
    phone.cutAfter = 3
    const { requestId, result } = ask()
    await result
    const told = () => server.log.find((line) => line.includes('how an answer was on a phone'))
    while (told() === undefined) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(JSON.parse(told() ?? '{}').reports).toMatchObject([
      { request_id: requestId, outcome: 'done', resumes: { closed: expect.any(Number) } },
    ])
  })

  test('an older server, which has no place for that, is told once and never again; answers are as always', async () => {
    const refused: string[] = []
    const { request } = phone.wx
    phone.wx.request = (options) => {
      if (!options.url.endsWith('/reports')) return request(options)
      const success: typeof options.success = (result) => {
        options.success(result)
        refused.push(`${result.statusCode}`)
      }
      return request({ ...options, url: options.url.replace('/reports', '/none-of-this-server'), success })
    }
    expect((await ask().result).text).toBe(TEXT)
    while (refused.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await ask().result).text).toBe(TEXT)
    // Whatever the second answer had to tell would have gone out before these.
    expect(await kept()).toHaveLength(2)
    expect(refused).toEqual(['404'])
  })

  test('an answer whose links break again and again arrives whole, and the model was asked once', async () => {
    phone.cutAfter = 3
    const events: AnswerEvent[] = []
    const answer = await ask(events).result
    expect(answer.text).toBe(TEXT)
    expect(phone.sockets).toBeGreaterThan(2)
    expect(model.requests).toHaveLength(1)
    expect(await kept()).toHaveLength(1)
    const shown = events.reduce((text, event) => (event.type === 'content' ? text + event.delta : text), '')
    expect(shown).toBe(TEXT)
  })

  test('where WebSocket is blocked it arrives as server-sent events', async () => {
    phone.blocked = true
    expect((await ask().result).text).toBe(TEXT)
    expect(phone.sockets).toBe(3)
    expect((await ask().result).text).toBe(TEXT)
    expect(phone.sockets).toBe(3)
  })

  test('a conversation is deleted, with the headers that a phone gives every call', async () => {
    await ask().result
    const { items } = await api.listSessions()
    for (const { id } of items) await api.deleteSession(id)
    expect(await api.listSessions()).toMatchObject({ items: [], total: 0 })
  })

  test('a stop ends the model’s work, and what was shown is the beginning of what was kept', async () => {
    const stream = api.askQuestionStream({ content: '1+1?' }, (event) => {
      if (event.type === 'content') stream.stop()
    })
    const answer = await stream.result
    expect(answer).toMatchObject({ finishReason: 'stopped', answerId: expect.any(String) })
    const [saved] = await kept()
    expect(saved).toMatchObject({ status: 'stopped', content: expect.stringContaining(answer.text) })
    expect(answer.text.length).toBeLessThan(TEXT.length)
  })

  test('a stop whose link is gone reaches the server by a call', async () => {
    phone.cutAfter = 3
    const stream = api.askQuestionStream({ content: '1+1?' }, (event) => {
      if (event.type === 'state' && event.state === 'reconnecting') stream.stop()
    })
    expect(await stream.result).toMatchObject({ finishReason: 'stopped' })
    await expect(until(async () => (await kept())[0])).resolves.toMatchObject({ status: 'stopped' })
  })
})

/** Asks again until the answer is no longer being written. */
async function until(look: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    const answer = await look()
    if (!JSON.stringify(answer ?? 'generating').includes('generating')) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
