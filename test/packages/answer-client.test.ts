import { frames } from '../support/ask'
import { FakeWx, installWx } from '../support/fake-wx'
import { aForeignProgramForEachTest, event, Foreign, ForeignAnswer, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()
const URL = 'wss://tutor.test/api/v1/learning/ws/ask'

function tutor(url = URL, program = on.program): ForeignClient {
  return program.client((library) => library.tutorBackend({ url, token: 'token' }))
}

describe('the tutor’s own server', () => {
  test('is asked without the history that it keeps itself, and resumes', async () => {
    const asked = tutor().ask({ content: '?', subject: 'math', history: [{ role: 'user', content: '旧' }] })
    const { phone } = on.program
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([{ type: 'ask', params: { content: '?', subject: 'math' } }])
    expect(phone.socket.sent[0]).not.toHaveProperty('params.history')
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.content(1, '一'))
    phone.socket.drop()
    await jest.advanceTimersByTimeAsync(300)
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([{ type: 'resume', after_seq: 1 }])
    phone.socket.frame(frames.accepted(true))
    phone.socket.frame(frames.finished(2, '一'))
    phone.socket.frame(frames.done(3))
    expect(await asked.outcome()).toMatchObject({ text: '一', answerId: 'a1' })
  })

  test('is gone on with by the next run of the program', async () => {
    tutor().ask({ content: '?' }, { requestId: 'r1' })
    on.program.phone.socket.open()
    on.program.phone.socket.frame(frames.accepted())
    on.program.phone.socket.frame(frames.content(1, '一'))
    on.program.phone.hide()
    const program = new Foreign(on.program.phone)
    const asked = tutor(URL, program).resume()
    program.phone.socket.open()
    expect(program.phone.socket.sent).toMatchObject([{ type: 'resume', request_id: 'r1', after_seq: 1 }])
    program.phone.socket.frame(frames.accepted(true))
    program.phone.socket.frame(frames.content(2, '二'))
    expect(asked.shown).toBe('一二')
  })
})

describe('two clients', () => {
  test('with one storage never see each other’s answers', () => {
    const clients = (program = on.program) => ({
      one: tutor(URL, program),
      other: tutor('wss://other.test/api/v1/learning/ws/ask', program),
      agent: program.client((library) => library.agUiBackend({ url: URL, idempotent: true })),
    })
    const asking = clients()
    asking.one.ask({ content: '?' }, { requestId: 'of-one' })
    asking.agent.ask({ content: '?' }, { requestId: 'of-agent' })
    const { one, other, agent } = clients(new Foreign(on.program.phone))
    const ids = (client: ForeignClient) => client.client.unfinished().map(({ requestId }) => requestId)
    expect([ids(one), ids(other), ids(agent)]).toEqual([['of-one'], [], ['of-agent']])
  })
})

describe('a client', () => {
  test('with a logger of its own leaves the console alone', async () => {
    const lines: unknown[] = []
    const tell = (message: string) => void lines.push(message)
    const logger = { debug: tell, info: tell, warn: tell, error: tell }
    const storage = {
      get: () => {
        throw new Error('locked')
      },
      set: () => {
        throw new Error('full')
      },
      remove: () => {
        throw new Error('locked')
      },
    }
    const { library, phone } = on.program
    const backend = library.tutorBackend({ url: URL, token: 'token' })
    const client = library.createAnswerClient({ backend, logger, storage })
    const asked = new ForeignAnswer((listen) => client.ask({ content: '?' }, listen))
    phone.socket.open()
    phone.socket.frame(frames.accepted())
    phone.socket.frame(frames.finished(1, ''))
    phone.socket.frame(frames.done(2))
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stop' })
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching('could not be written')]))
    expect(on.written).toEqual([])
  })

  test('whose listener throws goes on', async () => {
    const asked = on.program
      .client((library) => library.chatCompletionsBackend({ url: 'https://model.test' }))
      .client.ask({ content: '?' }, () => {
        throw new Error('a listener')
      })
    on.program.phone.request.bytes(event({ choices: [{ delta: { content: '一' } }] }))
    on.program.phone.request.bytes(event('[DONE]'))
    await expect(asked.result).resolves.toMatchObject({ text: '一' })
  })

  test('can be made where there is no `wx`; the first question says what is missing', async () => {
    installWx(undefined)
    jest.resetModules()
    const { library } = loadedWithoutHost()
    const client = library.createAnswerClient({ backend: library.tutorBackend({ url: URL, token: 't' }) })
    await expect(client.ask({ content: '?' }).result).rejects.toThrow(/`wx`/)
  })
})

function loadedWithoutHost(): Foreign {
  const foreign = new Foreign(new FakeWx())
  installWx(undefined)
  return foreign
}
