import type { LearningError } from '../../miniprogram/api/learning'
import { type Asked, aPhoneForEachTest, frames, Program } from '../support/ask'
import type { FakeRequest } from '../support/fake-wx'

const on = aPhoneForEachTest()

type Body = [what: string, text: string]
/** What is no word of the tutor's, however it is written. */
const BODIES: Body[] = [
  ['nothing', ''],
  ['a page', '<html><body>Please log in to this network</body></html>'],
  ['plain text', 'no'],
  ['JSON without a code', '{"detail":"Not Found"}'],
  ['an event without a code', 'data: {"type":"content","seq":1,"content":"一页错误"}\n\n'],
]

/** Said of a question that nobody else can have got. */
const DEFINITE: [number, object][] = [
  [400, { code: 'BAD_REQUEST', retryable: false }],
  [401, { code: 'AUTH_ERROR', retryable: false }],
  [403, { code: 'AUTH_ERROR', retryable: false }],
  [413, { code: 'BAD_REQUEST', retryable: false }],
  [422, { code: 'BAD_REQUEST', retryable: false }],
  [429, { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 7000 }],
]
/** Of these a status says nothing of the question: no such call, the network's own login, a server that is away. */
const OF_THE_WAY = [404, 405, 407, 408, 410, 425, 500, 501, 502, 503, 504, 511]
const STATUSES = [...DEFINITE.map(([status]) => status), ...OF_THE_WAY]

const rows = <T>(each: readonly T[]) => each.flatMap((one) => BODIES.map((body) => [one, body] as const))

/** Refused as a phone tells it: the head, the body, the end. */
function refuse(
  request: FakeRequest,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = { 'Retry-After': '7' },
): void {
  request.head(status, headers)
  if (text !== '') request.bytes(new TextEncoder().encode(text))
  request.answer(status, '', headers)
}

/** Asks in a network where `attempts` sockets are refused before the chunked request. */
function blocked(asked: Asked, attempts = 3): Asked {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    on.program.phone.socket.drop()
    jest.advanceTimersByTime(7500)
  }
  return asked
}

/** An answer whose way the fallback has become, and of which a character has come over it. */
function answering(): Asked {
  const asked = blocked(on.program.ask())
  on.program.phone.request.frame(frames.accepted())
  on.program.phone.request.frame(frames.content(1, '两'))
  on.program.phone.request.answer(200)
  jest.advanceTimersByTime(7500)
  expect(asked.stream.state).toBe('reconnecting')
  expect(on.program.phone.requests).toHaveLength(2)
  return asked
}

describe('a refusal of the chunked request without a code', () => {
  test.each(rows(DEFINITE))(
    'is what its status says where no attempt is left: %j, %j',
    async ([status, meaning], [, text]) => {
      const asked = blocked(on.program.ask())
      refuse(on.program.phone.request, status, text)
      expect(await asked.outcome()).toMatchObject({ ...meaning, partial: '' })
      expect(on.program.phone.requests).toHaveLength(1)
      expect([on.program.phone.listening, jest.getTimerCount()]).toEqual([0, 0])
    },
  )

  test.each(rows(OF_THE_WAY))(
    'that says nothing of the question is a network without a way: HTTP %i, %j',
    async (status, [, text]) => {
      const asked = blocked(on.program.ask())
      refuse(on.program.phone.request, status, text)
      expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR', retryable: true })
    },
  )

  test.each(rows(STATUSES))(
    'ends no answer that a later attempt of the same way gets: HTTP %i, %j',
    async (status, [, text]) => {
      blocked(on.program.ask())
      on.program.phone.request.frame(frames.accepted())
      const asked = on.program.ask()
      refuse(on.program.phone.request, status, text)
      expect(asked.stream.state).toBe('connecting')
      jest.advanceTimersByTime(7500)
      expect(on.program.phone.requests).toHaveLength(3)
      const { request } = on.program.phone
      request.frame(frames.accepted())
      request.frame(frames.finished(1, '两个'))
      request.frame(frames.done(2))
      expect(await asked.outcome()).toMatchObject({ text: '两个', finishReason: 'stop' })
    },
  )

  test.each(rows(STATUSES))(
    'is a lost link while an answer is gone on with, and left alone for as long as it asks: HTTP %i, %j',
    async (status, [, text]) => {
      const asked = answering()
      for (let refused = 1; refused <= 6; refused += 1) {
        refuse(on.program.phone.request, status, text)
        expect(asked.stream.state).toBe('reconnecting')
        jest.advanceTimersByTime(6900)
        expect(on.program.phone.requests).toHaveLength(1 + refused)
        jest.advanceTimersByTime(200)
        expect(on.program.phone.requests).toHaveLength(2 + refused)
      }
      const { request } = on.program.phone
      expect(request.options.header).toMatchObject({ 'Last-Event-ID': '1' })
      request.frame(frames.accepted(true))
      request.frame(frames.finished(2, '两个'))
      request.frame(frames.done(3))
      expect(await asked.outcome()).toMatchObject({ text: '两个', finishReason: 'stop' })
    },
  )

  const now = Date.parse('Mon, 30 Nov 2026 08:00:00 GMT')
  test.each<[string, object, number]>([
    ['an hour: no longer than the tiers have time for', { 'Retry-After': '3600' }, 20_000],
    ['more than a tier', { 'Retry-After': '99999999999' }, 20_000],
    ['seconds twice', { 'Retry-After': '7, 7' }, 7000],
    ['a part of a second', { 'Retry-After': '0.5' }, 500],
    [
      'a date of its own clock, which the phone’s is behind',
      { 'Retry-After': 'Mon, 30 Nov 2026 08:00:05 GMT', Date: 'Mon, 30 Nov 2026 08:00:00 GMT' },
      5000,
    ],
  ])('is left alone for as long as its head asks: %s', async (_, headers, wait) => {
    jest.setSystemTime(now - 120_000)
    const asked = answering()
    for (let refused = 1; refused <= 3; refused += 1) {
      refuse(on.program.phone.request, 503, '', { ...headers })
      jest.advanceTimersByTime(wait - 1)
      expect(on.program.phone.requests).toHaveLength(1 + refused)
      jest.advanceTimersByTime(1)
      expect(on.program.phone.requests).toHaveLength(2 + refused)
    }
    on.program.phone.request.frame(frames.accepted(true))
    on.program.phone.request.frame(frames.finished(2, '两个'))
    on.program.phone.request.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '两个' })
  })

  test('that asks for an hour is told where no attempt is left, and not waited out', async () => {
    const asked = blocked(on.program.ask())
    refuse(on.program.phone.request, 429, '', { 'Retry-After': '3600' })
    expect(await asked.outcome()).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3_600_000 })
  })

  test.each(STATUSES)(
    'says nothing of a question that an open socket took: HTTP %i is WS_CONNECT_ERROR',
    async (status) => {
      const asked = on.program.ask()
      on.program.phone.socket.open()
      blocked(asked)
      refuse(on.program.phone.request, status, '<html>')
      expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
    },
  )

  test.each(STATUSES)(
    'says nothing of an answer that an earlier run of the program began: HTTP %i is WS_CONNECT_ERROR',
    async (status) => {
      const asked = blocked(on.program.ask({ requestId: 'left', afterSeq: 4, text: '一半' }))
      refuse(on.program.phone.request, status, '<html>')
      expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR', partial: '一半' })
    },
  )

  test('says nothing of a question that a request before it may have brought', async () => {
    blocked(on.program.ask())
    on.program.phone.request.frame(frames.accepted())
    const asked = on.program.ask()
    on.program.phone.request.fail()
    for (let refused = 1; refused <= 3; refused += 1) {
      jest.advanceTimersByTime(7500)
      refuse(on.program.phone.request, 403, '<html>')
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
  })

  test('is its own word where the request before it found no room on the phone: nothing had left', async () => {
    const asked = blocked(on.program.ask())
    on.program.phone.request.fail({ errMsg: 'request:fail exceed max task count', errno: 600007 })
    jest.advanceTimersByTime(600)
    expect(on.program.phone.requests).toHaveLength(2)
    refuse(on.program.phone.request, 403, '<html>')
    expect(await asked.outcome()).toMatchObject({ code: 'AUTH_ERROR', retryable: false })
  })

  test('is waited for as long as it asks before the next attempt', () => {
    blocked(on.program.ask())
    on.program.phone.request.frame(frames.accepted())
    on.program.ask()
    const asked = on.program.phone.requests.length
    refuse(on.program.phone.request, 429, '')
    jest.advanceTimersByTime(6900)
    expect(on.program.phone.requests).toHaveLength(asked)
    jest.advanceTimersByTime(200)
    expect(on.program.phone.requests).toHaveLength(asked + 1)
  })

  test('is over with its first event, whatever comes behind', async () => {
    const asked = answering()
    const { request } = on.program.phone
    request.head(503)
    const piece = 'data: {"type":"content","seq":2,"content":"错"}\n\n'
    request.bytes(new TextEncoder().encode(piece + piece))
    expect(request.aborted).toBe(true)
    jest.advanceTimersByTime(7500)
    expect(on.program.phone.requests).toHaveLength(3)
    request.bytes(new TextEncoder().encode(piece))
    expect(asked.stream.text).toBe('两')
    on.program.phone.request.frame(frames.accepted(true))
    on.program.phone.request.frame(frames.finished(2, '两个'))
    on.program.phone.request.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '两个' })
  })
})

describe('a refusal of the chunked request with a code', () => {
  const told = (more: object = {}) => JSON.stringify({ code: 'RATE_LIMITED', message: '慢', ...more })
  test.each([
    ['the head says how long', told(), 7000],
    ['it says so itself', told({ retry_after_ms: 900 }), 900],
    ['it comes as an event', `data: ${told({ type: 'error' })}\n\n`, 7000],
  ])('waits as it asks: %s', async (_what, text, retryAfterMs) => {
    const asked = blocked(on.program.ask())
    refuse(on.program.phone.request, 429, text)
    expect(await asked.outcome()).toMatchObject({ code: 'RATE_LIMITED', message: '慢', retryAfterMs })
  })

  test('that puts off is heard as it asks by its head', () => {
    const asked = answering()
    refuse(on.program.phone.request, 502, '{"code":"SHUTTING_DOWN","message":"马上回来"}')
    jest.advanceTimersByTime(6900)
    expect(on.program.phone.requests).toHaveLength(2)
    jest.advanceTimersByTime(200)
    expect(on.program.phone.requests).toHaveLength(3)
    expect(asked.stream.state).toBe('reconnecting')
  })
})

describe('HTTP 401 without a code', () => {
  /** Asks with a login that gives another token each time; `ask` is over the fourth attempt. */
  async function asking(): Promise<{ asked: Asked; tokens: jest.Mock }> {
    let given = 0
    const tokens = jest.fn(async () => {
      given += 1
      return `token ${given}`
    })
    on.program = new Program(on.program.phone)
    const asked = on.program.ask({ token: tokens })
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await jest.advanceTimersByTimeAsync(0)
      on.program.phone.socket.drop()
      await jest.advanceTimersByTimeAsync(5000)
    }
    return { asked, tokens }
  }
  const sent = () => on.program.phone.request.options.header.Authorization

  test('has the login asked for another token, and the same question goes out with it', async () => {
    const { asked, tokens } = await asking()
    refuse(on.program.phone.request, 401, '<html>')
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.requests).toHaveLength(2)
    expect(sent()).toBe('Bearer token 2')
    on.program.phone.request.frame(frames.accepted())
    on.program.phone.request.frame(frames.finished(1, '两个'))
    on.program.phone.request.frame(frames.done(2))
    expect(await asked.outcome()).toMatchObject({ text: '两个' })
    expect(tokens).toHaveBeenCalledTimes(2)
  })

  test('is AUTH_ERROR where the next token is refused too', async () => {
    const { asked, tokens } = await asking()
    for (let refused = 1; refused <= 2; refused += 1) {
      refuse(on.program.phone.request, 401, '<html>')
      await jest.advanceTimersByTimeAsync(0)
    }
    const error: Partial<LearningError> = { code: 'AUTH_ERROR', retryable: false }
    expect(await asked.outcome()).toMatchObject(error)
    expect(tokens).toHaveBeenCalledTimes(2)
    expect(on.program.phone.requests).toHaveLength(2)
  })
})
