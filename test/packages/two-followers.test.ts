import type { AnswerClient, KeyValueStore } from '../../packages/answer-stream/src/index'
import { aForeignProgramForEachTest, event, Foreign } from './client'

const on = aForeignProgramForEachTest()

/** A client; `storage`: wrapped anew for each, as a program does that hands in an object of its own. */
function agent(program: Foreign, wraps: boolean): AnswerClient {
  const { storage } = program.phone
  const wrapped: KeyValueStore = {
    get: (key) => storage.get(key),
    set: (key, value) => storage.set(key, JSON.parse(JSON.stringify(value))),
    remove: (key) => storage.delete(key),
  }
  return program.library.createAnswerClient({
    backend: program.library.agUiBackend({ url: 'https://agent.test', idempotent: true }),
    ...(wraps ? { storage: wrapped } : {}),
  })
}

const text = (delta: string, id: number) => event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta }, id)
const ended = event({ type: 'RUN_FINISHED' }, 9)
const refused = event({ type: 'RUN_ERROR', code: 'REFUSED', message: '不行' })

/** What the next run of the program finds if this one is killed now. */
function found(): string[] {
  const left = agent(new Foreign(on.program.phone), false).unfinished()
  return left.map(({ requestId, after }) => `${requestId} ${after}`)
}

/** How the first of two streams of one answer ends. */
const ENDS = ['done', 'stopped', 'refused', 'lost', 'its ceiling'] as const
/** Who follows: one client twice, two clients on one storage, or each with a storage that it wrapped itself. */
const WHO = [
  { who: 'one client', clients: 1, wraps: false },
  { who: 'two clients', clients: 2, wraps: false },
  { who: 'two clients, each with the storage wrapped anew', clients: 2, wraps: true },
]

describe.each(WHO)('an answer that two streams follow, of $who', ({ clients, wraps }) => {
  test.each(ENDS)('stays kept while one of them runs: the other %s', async (end) => {
    const one = agent(on.program, wraps)
    const other = clients === 1 ? one : agent(on.program, wraps)
    const { phone } = on.program
    const first = one.ask({ content: '?' }, undefined, {
      requestId: 'r',
      ...(end === 'its ceiling' ? { maxDuration: 1000 } : {}),
    })
    const firstRequest = phone.request
    firstRequest.bytes(text('一', 1))
    const second = other.ask({ content: '?' }, undefined, { requestId: 'r' })
    const secondRequest = phone.request
    secondRequest.bytes(text('一', 1))
    secondRequest.bytes(text('二', 2))
    if (end === 'done') firstRequest.bytes(ended)
    else if (end === 'stopped') first.stop()
    else if (end === 'refused') firstRequest.bytes(refused)
    else if (end === 'its ceiling') await jest.advanceTimersByTimeAsync(1000)
    else {
      firstRequest.fail()
      await jest.advanceTimersByTimeAsync(300)
      phone.request.bytes(refused)
    }
    await first.result.catch(() => undefined)
    await jest.advanceTimersByTimeAsync(2500)
    secondRequest.bytes(text('三', 3))
    expect(second.state).toBe('streaming')
    expect([one.unfinished(), other.unfinished()]).toEqual([[], []])
    expect(found()).toEqual(['r 3'])
    secondRequest.bytes(ended)
    await expect(second.result).resolves.toMatchObject({ text: '一二三' })
    expect(found()).toEqual([])
  })
})

test('what is under way is not listed, also by a client that is made while it is', () => {
  agent(on.program, true).ask({ content: '?' }, undefined, { requestId: 'r' })
  on.program.phone.request.bytes(text('一', 1))
  const later = agent(on.program, true)
  expect(later.unfinished()).toEqual([])
  later.forget({ requestId: 'r' })
  expect(found()).toEqual(['r 1'])
})
