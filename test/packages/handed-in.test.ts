import type { AnswerClientSettings, AnswerEvent, Backend } from '../../packages/answer-stream/src/index'
import { frames } from '../support/ask'
import { aForeignProgramForEachTest, event, type Foreign } from './client'

const on = aForeignProgramForEachTest()
const URL = 'wss://tutor.test/api/v1/learning/ws/ask'

/** How a function may be that a developer hands in. */
const FUNCTIONS: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error('not today')
  },
  'throws what is no error': () => {
    throw undefined
  },
  rejects: () => Promise.reject(new Error('not today')),
  'gives nonsense': () => ({ nonsense: true }),
  'never settles': () => new Promise(() => undefined),
}

/** An object all of whose methods are so. */
function all(methods: readonly string[], method: unknown): object {
  return Object.fromEntries(methods.map((name) => [name, method]))
}

/** An answer of each kind of server, as the phone's host brings it, whatever was handed in. */
const KINDS = {
  tutor: {
    backend: (library: Foreign['library'], more: object): Backend =>
      library.tutorBackend({ url: URL, token: 'token', ...more }),
    answer: (): void => {
      const { socket } = on.program.phone
      socket.open()
      for (const frame of [
        frames.accepted(),
        frames.content(1, '好'),
        frames.finished(2, '好'),
        frames.done(3),
      ])
        socket.frame(frame)
    },
  },
  'AG-UI': {
    backend: (library: Foreign['library'], more: object): Backend =>
      library.agUiBackend({ url: 'https://agent.test', ...more }),
    answer: (): void => {
      const { request } = on.program.phone
      request.bytes(event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: '好' }, 1))
      request.bytes(event({ type: 'RUN_FINISHED' }, 2))
    },
  },
}
type Kind = keyof typeof KINDS
const kinds: readonly Kind[] = ['tutor', 'AG-UI']

/** A client as JavaScript makes it, with something handed in that no types allow. */
function client(kind: Kind, settings: object, more: object = {}) {
  const backend = KINDS[kind].backend(on.program.library, more)
  const given: AnswerClientSettings = { backend }
  Object.assign(given, settings)
  return on.program.library.createAnswerClient(given)
}

let unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)

beforeEach(() => {
  unhandled = []
  process.on('unhandledRejection', note)
})
afterEach(() => void process.off('unhandledRejection', note))

/** Nothing waits or listens, and nothing was thrown where nobody hears it. */
async function expectNothingLeft(): Promise<void> {
  await jest.advanceTimersByTimeAsync(0)
  expect([jest.getTimerCount(), on.program.phone.listening, on.program.phone.openSockets]).toEqual([0, 0, 0])
  // Node tells of a rejection that nobody took when the promises of a turn are through.
  jest.useRealTimers()
  await new Promise((resolve) => setImmediate(resolve))
  expect(unhandled).toEqual([])
}

describe.each(kinds)('an answer of %s comes whole', (kind) => {
  const ways = Object.entries(FUNCTIONS)

  async function expectWhole(settings: object, listener?: (event: AnswerEvent) => void): Promise<void> {
    const stream = client(kind, settings).ask({ content: '?' }, listener)
    KINDS[kind].answer()
    await expect(stream.result).resolves.toMatchObject({ text: '好' })
    await expectNothingLeft()
  }

  test.each(ways)('with a logger that %s', async (_way, call) => {
    // A listener that throws has something logged, too.
    await expectWhole({ logger: all(['debug', 'info', 'warn', 'error'], call) }, () => {
      throw new Error('a listener')
    })
  })

  test.each([
    ['no debug, as the realtime log', all(['info', 'warn', 'error'], () => undefined)],
    ['no method', {}],
    ['methods that are none', all(['debug', 'info', 'warn', 'error'], 5)],
  ])('with a logger that has %s', async (_what, logger) => {
    await expectWhole({ logger }, () => {
      throw new Error('a listener')
    })
  })

  test.each(ways)('with a listener that %s', async (_way, call) => {
    await expectWhole({}, call)
  })

  test.each(ways)('with a storage that %s', async (_way, call) => {
    await expectWhole({ storage: all(['get', 'set', 'remove'], call) })
  })

  test('with a storage that has no method', async () => {
    await expectWhole({ storage: {} })
  })

  // The APIs in question promise nothing on any host.
  const hosts = ways.filter(([way]) => way !== 'rejects')
  test.each(hosts)('with a host of which everything but its requests %s', async (_way, call) => {
    const { phone } = on.program
    const { connectSocket, request } = phone.whole()
    Object.assign(globalThis, { wx: { ...all(Object.keys(phone.whole()), call), connectSocket, request } })
    await expectWhole({ logger: {} })
  })
})

describe('what is asked with every question', () => {
  const handed: readonly [Kind, name: string][] = [
    ['tutor', 'token'],
    ['tutor', 'clientId'],
    ['AG-UI', 'headers'],
  ]
  const failing = handed.flatMap(([kind, name]) =>
    ['throws', 'throws what is no error', 'rejects', 'never settles'].map((way): [string, string, Kind] => [
      name,
      way,
      kind,
    ]),
  )

  test.each(failing)('%s, where it %s, ends an answer and never hangs it (%s)', async (name, way, kind) => {
    // What is a promise is no name: the question goes out without one that says anything.
    if (name === 'clientId' && !way.startsWith('throws')) return
    const stream = client(kind, {}, { [name]: FUNCTIONS[way] }).ask({ content: '?' })
    await jest.advanceTimersByTimeAsync(120_000)
    await expect(stream.result).rejects.toMatchObject({
      code: way === 'never settles' ? 'WS_CONNECT_ERROR' : 'AUTH_ERROR',
    })
    expect(on.program.phone.sockets.length + on.program.phone.requests.length).toBe(0)
    await expectNothingLeft()
  })

  test('nextLink, where it throws, ends an answer that is come back to by what it is: a link that cannot be had', async () => {
    const stream = client('tutor', {}, { nextLink: FUNCTIONS.throws }).ask({ content: '?' })
    const { socket } = on.program.phone
    socket.open()
    socket.frame(frames.accepted())
    socket.frame(frames.content(1, '好'))
    socket.drop()
    await jest.advanceTimersByTimeAsync(95_000)
    await expect(stream.result).rejects.toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '好' })
    await expectNothingLeft()
  })
})

describe('two clients', () => {
  test('each have what their own answer’s host throws told to their own logger', async () => {
    const lines: Record<string, string[]> = { one: [], other: [] }
    const logger = (name: string) =>
      all(['debug', 'info', 'warn', 'error'], (line: string) => lines[name]?.push(line))
    const one = client('tutor', { logger: logger('one') })
    const other = client('tutor', { logger: logger('other') })
    const { phone } = on.program
    Object.assign(globalThis, { wx: { ...phone.whole(), onAppHide: FUNCTIONS.throws } })
    const thrown = (name: string) => lines[name]?.filter((line) => line.startsWith('[host]')).length
    one.ask({ content: '?' })
    expect([thrown('one'), thrown('other')]).toEqual([1, 0])
    other.ask({ content: '?' })
    expect([thrown('one'), thrown('other')]).toEqual([1, 1])
    client('tutor', {}).ask({ content: '?' })
    expect([thrown('one'), thrown('other')]).toEqual([1, 1])
    expect(on.written.filter(({ line }) => String(line).startsWith('[host]'))).toHaveLength(1)
  })
})

test('a header is sent in one spelling: the developer’s, where it is one of ours', () => {
  const headers = { 'content-type': 'application/json; charset=utf-8', ACCEPT: '*/*', 'X-Mine': '1' }
  client('AG-UI', {}, { headers }).ask({ content: '?' })
  expect(on.program.phone.request.options.header).toEqual(headers)
})
