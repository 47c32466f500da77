import type { Backend } from '../../packages/answer-stream/src/index'
import { aForeignProgramForEachTest, type Foreign } from './client'

const on = aForeignProgramForEachTest()

const backends: Readonly<Record<string, (library: Foreign['library']) => Backend>> = {
  tutor: (library) =>
    library.tutorBackend({ url: 'wss://tutor.test/api/v1/learning/ws/ask', token: async () => 'token' }),
  'AG-UI': (library) => library.agUiBackend({ url: 'https://agent.test', headers: async () => ({}) }),
  'AG-UI that knows its runs': (library) =>
    library.agUiBackend({ url: 'https://agent.test', idempotent: true }),
  'chat completions': (library) => library.chatCompletionsBackend({ url: 'https://model.test' }),
}

const cycle: Record<string, unknown> = { content: '?' }
cycle.itself = cycle

/** What no types allow, and JavaScript gives. */
const inputs: readonly [what: string, input: unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', '1+1?'],
  ['a number', 5],
  ['a list', [{ content: '?' }]],
  ['no words and no pages', {}],
  ['only blanks', { content: ' \n' }],
  ['content that is null', { content: null }],
  ['content that is a list', { content: ['?'] }],
  ['pages that are null', { content: '?', image_urls: null }],
  ['pages that are a text', { content: '?', image_urls: 'https://files.test/1.png' }],
  ['a page that is no address', { content: '?', image_urls: [undefined] }],
  ['a history that is null', { content: '?', history: null }],
  ['a history that is an object', { content: '?', history: { role: 'user', content: '旧' } }],
  ['a message that is null', { content: '?', history: [null] }],
  ['a message of nobody', { content: '?', history: [{ content: '旧' }] }],
  ['a message of somebody else', { content: '?', history: [{ role: 'tool', content: '旧' }] }],
  ['a message without words', { content: '?', history: [{ role: 'user' }] }],
  ['a session that is a number', { content: '?', session_id: 5 }],
  ['a bigint', { content: '?', max_history: 10n }],
  ['a bigint in a field that nobody knows', { content: '?', metadata: { cost: 10n } }],
  ['what has itself inside', cycle],
]

const options: readonly [what: string, options: unknown][] = [
  ['an id that is empty', { requestId: '' }],
  ['an id that is a number', { requestId: 5 }],
  ['an id of 129 characters', { requestId: 'a'.repeat(129) }],
  ['an id with half of a character', { requestId: 'a\ud800' }],
  ['a ceiling that is no time', { maxDuration: Number.NaN }],
  ['a ceiling that is a text', { maxDuration: '50' }],
  ['a ceiling that is over before it begins', { maxDuration: -1 }],
]

/** Calls the client's method as JavaScript would; it must not throw. */
function called(
  backend: (library: Foreign['library']) => Backend,
  method: 'ask' | 'resume',
  ...args: unknown[]
) {
  const { client } = on.program.client(backend)
  const stream: ReturnType<typeof client.ask> = Reflect.apply(client[method], client, args)
  return stream
}

/** Nothing was sent, and nothing waits or listens. */
async function expectNothingLeft(): Promise<void> {
  await jest.advanceTimersByTimeAsync(60_000)
  const { phone } = on.program
  expect([phone.sockets.length, phone.requests.length, phone.listening, phone.kept]).toEqual([0, 0, 0, []])
  expect(jest.getTimerCount()).toBe(0)
}

describe.each(Object.entries(backends))(
  '%s: what cannot be asked is VALIDATION_ERROR and leaves nothing behind:',
  (_name, backend) => {
    test.each(inputs)('%s', async (_what, input) => {
      const stream = called(backend, 'ask', input)
      expect(stream.state).toBe('failed')
      await expect(stream.result).rejects.toMatchObject({ code: 'VALIDATION_ERROR', retryable: false })
      await expectNothingLeft()
    })

    test.each(options)('%s', async (_what, given) => {
      const stream = called(backend, 'ask', { content: '?' }, undefined, given)
      await expect(stream.result).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        message: expect.stringMatching('requestId'),
      })
      await expectNothingLeft()
    })

    test.each([
      ['an input that is none', 'ask', [null]],
      ['a question without words', 'ask', [{ content: '' }]],
      ['options that are none', 'ask', [{ content: '?' }, { requestId: '' }]],
      ['an answer that is none', 'resume', [null]],
    ] as const)(
      '%s fails like any other answer: it says so by an event, and has an id',
      (_what, method, [given, options]) => {
        const events: unknown[] = []
        const stream = called(backend, method, given, (told: unknown) => events.push(told), options)
        expect(events).toEqual([{ type: 'state', state: 'failed' }])
        expect(stream).toMatchObject({ state: 'failed', text: '', requestId: expect.stringMatching(/./) })
      },
    )

    test.each([
      ['nothing', undefined],
      ['what is no such answer', { requestId: 'r' }],
      ['one without its question', { requestId: 'r', after: '1', text: '', startedAt: 0, input: null }],
    ])('to go on with %s', async (_what, left) => {
      const stream = called(backend, 'resume', left)
      await expect(stream.result).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
      await expectNothingLeft()
    })
  },
)

test('a model that is no text is VALIDATION_ERROR too', async () => {
  const settings = { url: 'https://model.test' }
  Reflect.set(settings, 'model', 10n)
  const stream = called((library) => library.chatCompletionsBackend(settings), 'ask', { content: '?' })
  await expect(stream.result).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expectNothingLeft()
})

describe('what can be asked', () => {
  test.each(['AG-UI that knows its runs', 'chat completions'])(
    '%s: a page without words is a page alone',
    (name) => {
      const backend = backends[name]
      if (backend === undefined) throw new Error('there is such a kind')
      called(backend, 'ask', { image_urls: ['https://files.test/1.png'] })
      const body = JSON.stringify(on.program.phone.request.body)
      expect(body).toContain('https://files.test/1.png')
      expect(body).not.toContain('"text"')
    },
  )

  test('is what it was when it was asked, without fields that are null, with those that nobody knows', async () => {
    const input = { content: '?', session_id: null, of_tomorrow: { it: 'stays' } }
    const { tutor } = backends
    if (tutor === undefined) throw new Error('there is such a kind')
    called(tutor, 'ask', input, undefined, null)
    input.content = '改'
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.socket.open()
    expect(on.program.phone.socket.sent).toMatchObject([
      { params: { content: '?', of_tomorrow: { it: 'stays' } } },
    ])
    expect(on.program.phone.socket.sent[0]).not.toHaveProperty('params.session_id')
  })
})

describe('an id that is given', () => {
  test('goes to every kind of server', async () => {
    const seen = () =>
      JSON.stringify([on.program.phone.request.options.header, on.program.phone.request.body])
    for (const name of ['AG-UI', 'AG-UI that knows its runs', 'chat completions']) {
      const backend = backends[name]
      if (backend === undefined) throw new Error('there is such a kind')
      called(backend, 'ask', { content: '?' }, undefined, { requestId: `id of ${name}` })
      await jest.advanceTimersByTimeAsync(0)
      expect(decodeURIComponent(seen())).toContain(`id of ${name}`)
    }
  })

  test('is a header of a completion, in ASCII, and gives way to one of the developer’s own', () => {
    const of = (headers: Record<string, string>) => {
      const backend: (typeof backends)[string] = (library) =>
        library.chatCompletionsBackend({ url: 'https://model.test', headers })
      called(backend, 'ask', { content: '?' }, undefined, { requestId: '问-1' })
      return on.program.phone.request.options.header['X-Client-Request-Id']
    }
    expect(of({})).toBe(encodeURIComponent('问-1'))
    expect(of({ 'X-Client-Request-Id': 'mine' })).toBe('mine')
  })
})
