import type { Backend } from '../../packages/answer-stream/src/index'
import type { FakeRequest } from '../support/fake-wx'
import { aForeignProgramForEachTest, event, type Foreign, type ForeignAnswer } from './client'

const on = aForeignProgramForEachTest()
const MEBI = 1024 * 1024

/** A question to an endpoint of which the answer then comes as these bytes, in pieces of so many. */
async function answered(bytes: Uint8Array, piece: number): Promise<ForeignAnswer> {
  const asked = on.program
    .client((library) => library.chatCompletionsBackend({ url: 'https://model.test' }))
    .ask()
  const { request } = on.program.phone
  for (let from = 0; from < bytes.length; from += piece) request.bytes(bytes.slice(from, from + piece))
  request.answer(200)
  return asked
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const whole = (content: string): string =>
  JSON.stringify({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] })

describe('an answer that comes as one JSON object', () => {
  test('is read also where its characters are written as numbers', async () => {
    const text = '字'.repeat(50_000)
    const asked = await answered(utf8(whole(text).replace(/字/g, '\\u5b57')), 16_384)
    expect(await asked.outcome()).toMatchObject({ text, finishReason: 'stop' })
  })

  test('is read up to 4 Mi characters; a longer one is an error of the server and no lost link', async () => {
    const longest = 'a'.repeat(4 * MEBI - whole('').length)
    expect(await (await answered(utf8(whole(longest)), MEBI)).outcome()).toMatchObject({ text: longest })
    expect(await (await answered(utf8(whole(`${longest}a`)), MEBI)).outcome()).toMatchObject({
      code: 'SERVER_ERROR',
      retryable: false,
    })
  })
})

describe('an answer behind comments', () => {
  test.each([1, 7, 1000])('is read as one JSON object all the same, in pieces of %i bytes', async (piece) => {
    const asked = await answered(utf8(`: alive\n\n:\r\n: {}\n\n${whole('等于 2')}\n: done`), piece)
    expect(await asked.outcome()).toMatchObject({ text: '等于 2', finishReason: 'stop' })
  })

  test('and so is a refusal', async () => {
    const asked = on.program
      .client((library) => library.chatCompletionsBackend({ url: 'https://model.test' }))
      .ask()
    const { request } = on.program.phone
    request.head(429)
    request.bytes(utf8(': wait\n\n{"code":"QUOTA","message":"今天的用完了","retryable":false}'))
    request.answer(429)
    expect(await asked.outcome()).toMatchObject({ code: 'QUOTA', message: '今天的用完了', retryable: false })
  })
})

describe('an answer whose last event has no blank line behind it', () => {
  const word = 'data: {"choices":[{"delta":{"content":"二"}}]}'
  const last = 'data: {"choices":[{"delta":{"content":"！"},"finish_reason":"stop"}]}'
  test.each([
    ['at all', `${word}\n\n${last}`, '二！'],
    ['but the end of its line', `${word}\n\n${last}\n`, '二！'],
    ['and is [DONE]', `${word}\n\ndata: [DONE]`, '二'],
  ])('is whole: none %s', async (_, stream, text) => {
    const asked = await answered(utf8(stream), 1000)
    expect(await asked.outcome()).toMatchObject({ text, finishReason: 'stop' })
  })

  test('was cut where that event is not whole, wherever it ends', async () => {
    for (let size = 1; size < last.length; size += 1) {
      const asked = await answered(utf8(`${word}\n\n${last.slice(0, size)}`), 1000)
      expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', partial: '二' })
    }
  })
})

describe('a run whose response ends in mid-event', () => {
  const text = (delta: string, id: number) =>
    event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta }, id)
  const said = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千']
  const one = (delta: string) =>
    `data: ${JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta })}`

  test.each([
    ['its data', `id: 12\n${one('千').slice(0, -3)}`],
    ['its position', `${one('千')}\nid: 1`],
  ])('goes on behind the last whole one, and loses and doubles nothing: cut in %s', async (_, cut) => {
    const asked = on.program.client((library) => library.agUiBackend({ url: 'https://agent.test' })).ask()
    for (const [index, delta] of said.slice(0, 11).entries())
      on.program.phone.request.bytes(text(delta, index + 1))
    on.program.phone.request.bytes(utf8(cut))
    on.program.phone.request.answer(200)
    await jest.advanceTimersByTimeAsync(2000)
    const { request } = on.program.phone
    const after = Number(request.options.header['Last-Event-ID'])
    for (const [index, delta] of said.slice(after).entries()) request.bytes(text(delta, after + index + 1))
    request.bytes(event({ type: 'RUN_FINISHED' }, 13))
    expect(await asked.outcome()).toMatchObject({ text: said.join(''), finishReason: 'stop' })
  })

  test('is not kept alive by comments of whoever refuses to go on with it', async () => {
    const asked = on.program.client((library) => library.agUiBackend({ url: 'https://agent.test' })).ask()
    on.program.phone.request.bytes(text('一', 1))
    on.program.phone.request.fail()
    let seen = on.program.phone.requests.length
    for (let second = 0; second < 100; second += 1) {
      await jest.advanceTimersByTimeAsync(1000)
      if (on.program.phone.requests.length === seen) continue
      seen = on.program.phone.requests.length
      const { request } = on.program.phone
      request.head(503)
      request.bytes(utf8(': the proxy is awake\n\n'))
      request.answer(503)
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '一' })
  })
})

describe('a byte order mark before an answer', () => {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf)
  const events = [
    event({ choices: [{ delta: { content: '一' } }] }),
    event({ choices: [{ delta: { content: '二' } }] }),
    event('[DONE]'),
  ]
  const marked = (...parts: Uint8Array[]): Uint8Array =>
    Uint8Array.from([mark, ...parts].flatMap((part) => [...part]))

  test.each([1, 2, 3, 4, 1000])('costs it none of its events, in pieces of %i bytes', async (piece) => {
    const asked = await answered(marked(...events), piece)
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
  })

  test('is nothing to one that comes as one JSON object', async () => {
    const asked = await answered(marked(utf8(whole('一'))), 2)
    expect(await asked.outcome()).toMatchObject({ text: '一' })
  })
})

describe('an answer that has no end of its own', () => {
  const backends: [string, (library: Foreign['library']) => Backend][] = [
    ['chat completions', (library) => library.chatCompletionsBackend({ url: 'https://model.test' })],
    ['AG-UI', (library) => library.agUiBackend({ url: 'https://agent.test' })],
  ]
  const endings: [string, (request: FakeRequest) => void][] = [
    ['its head and nothing', (request) => request.answer(200)],
    ['a page of HTML', (request) => request.answer(200, '<html></html>')],
    ['a head, then a link that breaks', (request) => request.fail()],
    [
      'a comment',
      (request) => {
        request.bytes(utf8(': x\n\n'))
        request.answer(200)
      },
    ],
  ]
  test.each(
    backends.flatMap(([name, backend]) => endings.map(([what, end]) => [name, what, backend, end] as const)),
  )('was cut, and not unreachable: %s, %s', async (_name, _what, backend, end) => {
    const asked = on.program.client(backend).ask()
    const { request } = on.program.phone
    request.head()
    end(request)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', partial: '' })
  })

  test.each(backends)('where no head came, nobody was reached: %s', async (_name, backend) => {
    const asked = on.program.client(backend).ask()
    on.program.phone.request.fail()
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
  })
})

describe('a host that reads answers itself', () => {
  test.each([
    ['as text', JSON.stringify],
    ['as an object', (body: object) => body],
  ])('may give a whole answer and a refusal %s', async (_form, given) => {
    const ask = () =>
      on.program.client((library) => library.chatCompletionsBackend({ url: 'https://model.test' })).ask()
    const answer = ask()
    on.program.phone.request.answer(200, given(JSON.parse(whole('等于 2'))))
    expect(await answer.outcome()).toMatchObject({ text: '等于 2' })
    const refused = ask()
    on.program.phone.request.answer(403, given({ code: 'CONTENT_REJECTED', message: '不行' }))
    expect(await refused.outcome()).toMatchObject({ code: 'CONTENT_REJECTED', message: '不行' })
  })
})
