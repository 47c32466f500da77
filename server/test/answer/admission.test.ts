import type { AskParams } from '../../../typings/protocol'
import { finishes, says, wait } from '../support/script-model'
import { Reader, ServiceHarness } from '../support/service-harness'

const params: AskParams = { content: '一加一？' }
/** Long enough for the server to look how it feels. */
const LOOK = 1000
const slow = Array.from({ length: 100 }, () => [wait(100), says('字')]).flat()

describe('a server that has as much to do as it can carry', () => {
  async function full(limits = {}): Promise<ServiceHarness> {
    const harness = new ServiceHarness(
      [
        [...slow, finishes()],
        [says('答'), finishes()],
      ],
      limits,
    )
    await ask(harness, 'running')
    harness.loop.late = 200
    await harness.clock.advance(LOOK)
    return harness
  }

  async function ask(harness: ServiceHarness, who: string): Promise<Reader> {
    return new Reader(await harness.service.ask(who, { requestId: who, params }), harness.clock)
  }

  const places = ({ frames }: Reader) =>
    frames.flatMap((frame) => (frame.type === 'status' && frame.stage === 'queued' ? [frame.ahead] : []))

  it('accepts a question at once, tells how many are before it, and asks no model for it', async () => {
    const harness = await full()
    const first = await ask(harness, 'first')
    const second = await ask(harness, 'second')
    await harness.clock.advance(LOOK)
    expect(first.attachment.accepted).toMatchObject({ request_id: 'first' })
    expect([places(first), places(second)]).toEqual([[0], [1]])
    expect(harness.model.requests).toHaveLength(1)
  })

  it('writes on what it has begun, meanwhile', async () => {
    const harness = new ServiceHarness([[...slow, finishes()]])
    const running = await ask(harness, 'running')
    harness.loop.late = 200
    await harness.clock.advance(60_000)
    expect(running.last).toMatchObject({ type: 'done' })
  })

  it('answers who waits, in their order, when there is room again', async () => {
    const harness = await full()
    const first = await ask(harness, 'first')
    const second = await ask(harness, 'second')
    await harness.clock.advance(LOOK)
    harness.loop.late = 0
    await harness.clock.advance(LOOK)
    expect(first.text).toBe('答')
    expect(second.text).toBe('答')
    expect(harness.model.requests).toHaveLength(3)
    const seqs = second.frames.flatMap((frame) => ('seq' in frame ? [frame.seq] : []))
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  })

  it('tells who waits when those before have gone', async () => {
    const harness = await full()
    const first = await ask(harness, 'first')
    const second = await ask(harness, 'second')
    await harness.clock.advance(LOOK)
    await harness.service.stop('first', 'first')
    await harness.clock.advance(LOOK)
    expect(first.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
    expect(places(second)).toEqual([1, 0])
  })

  it('refuses who finds the queue full, before anything is written', async () => {
    const harness = await full({ mostWaiting: 2 })
    await ask(harness, 'first')
    await ask(harness, 'second')
    await expect(ask(harness, 'third')).rejects.toMatchObject({
      code: 'OVERLOADED',
      retryable: true,
      retryAfterMs: 5000,
    })
    expect(harness.store.answers.size).toBe(3)
  })

  it('sends away who has waited for too long, and takes the same question up when there is room', async () => {
    const harness = await full({ longestWait: 3000 })
    const early = await ask(harness, 'early')
    await harness.clock.advance(4000)
    expect(early.last).toMatchObject({ type: 'error', code: 'OVERLOADED', retryable: true })
    harness.loop.late = 0
    await harness.clock.advance(LOOK)
    const again = await ask(harness, 'early')
    await harness.clock.advance(LOOK)
    expect(again.text).toBe('答')
    expect(again.last).toMatchObject({ type: 'done' })
  })

  it('is full as well when what is to be sent lies for too long', async () => {
    const harness = new ServiceHarness([[...slow, finishes()]])
    await ask(harness, 'running')
    harness.store.appendDrafts = () => new Promise(() => undefined)
    await harness.clock.advance(LOOK)
    const late = await ask(harness, 'late')
    await harness.clock.advance(0)
    expect(late.attachment.accepted).toMatchObject({ request_id: 'late' })
    expect(harness.model.requests).toHaveLength(1)
  })

  it('goes on with one answer whatever else the machine does', async () => {
    const harness = new ServiceHarness([[says('答'), finishes()]])
    harness.loop.late = 10_000
    const only = await ask(harness, 'only')
    await harness.clock.advance(LOOK)
    expect(only.text).toBe('答')
  })

  it('leaves who waits to the next process when it goes down', async () => {
    const harness = await full()
    const waiting = await ask(harness, 'waiting')
    const drained = harness.service.drain(0)
    await harness.clock.advance(10_000)
    await drained
    await waiting.ended
    expect(waiting.last).toMatchObject({ code: 'SHUTTING_DOWN' })
    harness.loop.late = 0
    harness.restart()
    await harness.service.recover()
    await harness.clock.advance(60_000)
    expect([...harness.store.answers.values()].map(({ status }) => status)).toEqual(['done', 'done'])
  })

  it('begins so many at once only as it can see what they cost', async () => {
    const harness = new ServiceHarness([[...slow, finishes()]])
    for (let student = 0; student < 60; student += 1) await ask(harness, `s${student}`)
    await harness.clock.advance(0)
    const atOnce = harness.model.requests.length
    await harness.clock.advance(LOOK)
    expect(atOnce).toBeLessThan(60)
    expect(harness.model.requests).toHaveLength(60)
  })
})
