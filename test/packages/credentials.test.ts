import type { AnswerClient, LearningError } from '../../packages/answer-stream/src/index'
import { frames } from '../support/ask'
import { aForeignProgramForEachTest, event, Foreign, ForeignAnswer, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()
const pass = (time: number): Promise<void> => jest.advanceTimersByTimeAsync(time)

/** A login of a developer's own, as the README writes it: what it rejects with is the network's word, or its own. */
class Login {
  failure: (() => unknown) | undefined
  asked = 0

  readonly token = async (): Promise<string> => {
    this.asked += 1
    if (this.failure !== undefined) throw this.failure()
    return 'token'
  }

  readonly headers = async (): Promise<Record<string, string>> => ({ Authorization: await this.token() })
}

const away = () => new Error('request:fail network')

/** One kind of server: its client, and the first word of an answer. */
interface Kind {
  client(login: Login, program?: Foreign): ForeignClient
  speak(): void
  lose(): void
}

const started = event({ type: 'RUN_STARTED', threadId: 't', runId: 'r' })
const said = (delta: string, id: number) => event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta }, id)

const kinds: Readonly<Record<string, Kind>> = {
  tutor: {
    client: ({ token }, program = on.program) =>
      program.client((library) =>
        library.tutorBackend({ url: 'wss://tutor.test/api/v1/learning/ws/ask', token }),
      ),
    speak() {
      const { socket } = on.program.phone
      socket.open()
      socket.frame(frames.accepted())
      socket.frame(frames.content(1, '一'))
    },
    // A token that is good is not asked for again with each link.
    lose: () => on.program.phone.socket.frame(frames.error('AUTH_EXPIRED')),
  },
  'AG-UI': {
    client: ({ headers }, program = on.program) =>
      program.client((library) => library.agUiBackend({ url: 'https://agent.test', headers })),
    speak() {
      on.program.phone.request.bytes(started)
      on.program.phone.request.bytes(said('一', 1))
    },
    lose: () => on.program.phone.request.fail(),
  },
}

const links = () => on.program.phone.sockets.length + on.program.phone.requests.length
const left = (client: AnswerClient) => client.unfinished().map(({ requestId, text }) => [requestId, text])

describe.each(Object.entries(kinds))('%s: a login that has no network', (_name, kind) => {
  test('is asked again in an answer that goes on, until the network is back', async () => {
    const login = new Login()
    const asked = kind.client(login).ask()
    await pass(0)
    kind.speak()
    login.failure = away
    kind.lose()
    await pass(60_000)
    expect([asked.stream.state, links()]).toEqual(['reconnecting', 1])
    login.failure = undefined
    await pass(5000)
    expect([asked.stream.state, links()]).toEqual(['reconnecting', 2])
  })

  test('is told at once where nothing was asked yet', async () => {
    const login = new Login()
    login.failure = away
    const asked = kind.client(login).ask()
    await pass(0)
    expect(await asked.outcome()).toMatchObject({ code: 'AUTH_ERROR', retryable: false })
    expect([login.asked, links(), jest.getTimerCount(), on.program.phone.listening]).toEqual([1, 0, 0, 0])
  })

  test('that says so itself ends a question that was never sent as a link does that cannot be opened: after four attempts', async () => {
    const login = new Login()
    const { LearningError } = on.program.library
    login.failure = (): LearningError => new LearningError('WS_CONNECT_ERROR', { retryable: true })
    const asked = kind.client(login).ask()
    await pass(10_000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR', retryable: true })
    expect([login.asked, links(), jest.getTimerCount(), on.program.phone.listening]).toEqual([4, 0, 0, 0])
  })

  test('takes nothing from an answer that an earlier run left: it is there for this run and for the next', async () => {
    const login = new Login()
    const asked = kind.client(login).ask()
    await pass(0)
    kind.speak()
    on.program.phone.hide()
    on.program = new Foreign(on.program.phone)
    login.failure = away
    const next = kind.client(login)
    const resumed = next.resume()
    await pass(10_000)
    expect(await resumed.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR', partial: '一' })
    const kept = [[asked.stream.requestId, '一']]
    expect(left(next.client)).toEqual(kept)
    expect(left(kind.client(login, new Foreign(on.program.phone)).client)).toEqual(kept)
  })

  test('that says no for good ends the answer, which is kept no longer', async () => {
    const login = new Login()
    kind.client(login).ask()
    await pass(0)
    kind.speak()
    on.program.phone.hide()
    on.program = new Foreign(on.program.phone)
    const { LearningError } = on.program.library
    login.failure = (): LearningError => new LearningError('AUTH_ERROR', { retryable: false })
    const next = kind.client(login)
    const resumed = next.resume()
    expect(await resumed.outcome()).toMatchObject({ code: 'AUTH_ERROR', partial: '一' })
    expect(left(next.client)).toEqual([])
  })
})

describe('an answer that a run of the program follows', () => {
  test('is none of those that were left, for any client of the same server; once it has ended for want of a link it is', async () => {
    const kind = kinds['AG-UI']
    if (kind === undefined) throw new Error('there is such a kind')
    const login = new Login()
    const first = kind.client(login)
    const other = kind.client(login)
    const asked = first.ask()
    await pass(0)
    kind.speak()
    expect([left(first.client), left(other.client)]).toEqual([[], []])
    login.failure = away
    kind.lose()
    await pass(90_000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '一' })
    const kept = [[asked.stream.requestId, '一']]
    expect([left(first.client), left(other.client)]).toEqual([kept, kept])
    login.failure = undefined
    const resumed = other.resume()
    expect(left(first.client)).toEqual([])
    await pass(0)
    on.program.phone.request.bytes(said('二', 2))
    on.program.phone.request.bytes(event({ type: 'RUN_FINISHED' }, 3))
    expect(await resumed.outcome()).toMatchObject({ text: '一二' })
    expect([left(first.client), left(other.client), on.program.phone.kept]).toEqual([[], [], []])
  })

  test('is touched by no `forget`; one that was left is forgotten', async () => {
    const kind = kinds.tutor
    if (kind === undefined) throw new Error('there is such a kind')
    const { client } = kind.client(new Login())
    const asked = new ForeignAnswer((listen) => client.ask({ content: '?' }, listen))
    client.forget(asked.stream)
    const next = kind.client(new Login(), new Foreign(on.program.phone)).client
    const [one] = next.unfinished()
    if (one === undefined) throw new Error('it was forgotten')
    next.forget(one)
    expect([next.unfinished(), on.program.phone.kept]).toEqual([[], []])
  })
})
