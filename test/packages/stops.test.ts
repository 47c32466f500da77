import type { TutorSettings } from '../../packages/answer-stream/src/index'
import { frames } from '../support/ask'
import { aForeignProgramForEachTest, event, type ForeignAnswer } from './client'

const on = aForeignProgramForEachTest()
const USUAL = 'wss://tutor.test/api/v1/learning/ws/ask'
const MOVED = 'wss://tutor.test/tutor/answers'
const pass = (time: number): Promise<void> => jest.advanceTimersByTimeAsync(time)

const backend = (settings: Partial<TutorSettings> = {}) =>
  on.program.library.tutorBackend({ url: USUAL, token: 'token', ...settings })

/** An answer of which a word is there, over a link that is open. */
function answering(settings: Partial<TutorSettings> = {}): ForeignAnswer {
  const asked = on.program.client(() => backend(settings)).ask({ content: '?' }, { requestId: 'r' })
  const { socket } = on.program.phone
  socket.open()
  socket.frame(frames.accepted())
  socket.frame(frames.content(1, '一'))
  return asked
}

/** Its link is lost, and it is stopped; then the server's answer to the call that tells it so. */
async function stoppedAnd(
  status: number,
  body: unknown,
  settings: Partial<TutorSettings> = {},
): Promise<void> {
  const asked = answering(settings)
  on.program.phone.socket.drop()
  asked.stream.stop()
  await pass(0)
  on.program.phone.request.answer(status, body)
  await pass(0)
}

/** Requests that told of a stop, by their addresses. */
const told = () => on.program.phone.requests.map(({ options }) => options.url)
const waiting = () => on.program.phone.kept.some((key) => key.includes('stops'))

describe('a stop of an answer without a link', () => {
  test.each([
    ['the server took', 200, { ok: true }],
    ['the server knows no answer of', 404, { code: 'STREAM_NOT_FOUND', message: '' }],
    ['the server will never take', 400, { code: 'BAD_REQUEST', message: '' }],
  ])('that %s is told once', async (_what, status, body) => {
    await stoppedAnd(status, body)
    await pass(120_000)
    expect([told(), waiting(), jest.getTimerCount()]).toEqual([
      ['https://tutor.test/api/v1/learning/stop'],
      false,
      0,
    ])
  })

  test.each([
    ['somebody else answered', 404, '<html>no such page</html>'],
    ['a proxy did not understand', 400, ''],
    ['a host answered for the server', 404, { detail: 'Not Found' }],
    ['the server was away', 503, { code: 'SHUTTING_DOWN' }],
    ['came too often', 429, { code: 'RATE_LIMITED' }],
  ])('that %s is not delivered: it waits, and is told again', async (_what, status, body) => {
    await stoppedAnd(status, body)
    expect(waiting()).toBe(true)
    await pass(2000)
    expect(told()).toHaveLength(2)
    on.program.phone.request.answer(200, { ok: true })
    await pass(0)
    expect([waiting(), on.program.phone.listening, jest.getTimerCount()]).toEqual([false, 0, 0])
  })

  test('of an agent that knows no such run is over', async () => {
    const settings = { url: 'https://agent.test', stopUrl: () => 'https://agent.test/stop' }
    const asked = on.program.client((library) => library.agUiBackend(settings)).ask()
    on.program.phone.request.bytes(event({ type: 'RUN_STARTED', threadId: 't', runId: 'r' }))
    asked.stream.stop()
    await pass(0)
    on.program.phone.request.answer(404, { detail: 'Not Found' })
    await pass(120_000)
    expect([told(), waiting()]).toEqual([['https://agent.test', 'https://agent.test/stop'], false])
  })
})

describe('a tutor’s server at an address of another form', () => {
  test('is told of a stop over the link that is open, and its last word is waited for', async () => {
    const asked = answering({ url: MOVED })
    asked.stream.stop()
    expect(on.program.phone.socket.sent).toContainEqual({ type: 'stop' })
    expect(await asked.outcome()).toBe('pending')
    on.program.phone.socket.frame(frames.done(2, 'stopped'))
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped', answerId: 'a1' })
  })

  test('says that it cannot be told without one, and nothing is sent anywhere or kept', async () => {
    expect(backend({ url: MOVED }).capabilities.stoppable).toBe(false)
    const asked = answering({ url: MOVED })
    on.program.phone.socket.drop()
    asked.stream.stop()
    await pass(120_000)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped', text: '一' })
    expect([told(), on.program.phone.kept]).toEqual([[], []])
  })

  test('is told where its developer says', async () => {
    const settings = { url: MOVED, stopUrl: 'https://tutor.test/tutor/stop' }
    expect(backend(settings).capabilities.stoppable).toBe(true)
    await stoppedAnd(200, { ok: true }, settings)
    expect(told()).toEqual(['https://tutor.test/tutor/stop'])
  })

  test.each([
    ['is asked over chunked requests where its developer says', 'https://tutor.test/tutor/stream', 1],
    ['is asked over sockets alone where nothing is said', undefined, 0],
  ])('%s', async (_what, chunkedUrl, requests) => {
    const settings = { url: MOVED, ...(chunkedUrl === undefined ? {} : { chunkedUrl }) }
    on.program.client(() => backend(settings)).ask()
    for (let attempt = 1; attempt < 4; attempt += 1) {
      on.program.phone.socket.drop()
      await pass(2000)
    }
    expect(told()).toEqual(chunkedUrl === undefined ? [] : [chunkedUrl])
    expect(on.program.phone.sockets).toHaveLength(4 - requests)
  })
})
