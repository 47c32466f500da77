import { finishes, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const endless: Step[] = [says('一二'), wait(1000), says('三'), 'hang']
const rest: Step[] = [wait(500), says('四五'), finishes()]

describe('a server that goes down', () => {
  it('takes no new answers, and lets those under way finish', async () => {
    const harness = new ServiceHarness([[says('一'), wait(10_000), says('二'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    const drained = harness.service.drain(60_000)
    await expect(harness.ask('r2')).rejects.toMatchObject({ code: 'SHUTTING_DOWN', retryable: true })
    await expect(harness.ask('r2')).rejects.toHaveProperty('retryAfterMs', expect.any(Number))
    const back = await harness.resume(0)
    await harness.clock.advance(11_000)
    await drained
    expect(back.text).toBe('一二')
    expect(back.last).toMatchObject({ type: 'done' })
    expect(reader.last).toMatchObject({ code: 'SUPERSEDED' })
    expect(harness.clock.pending).toBe(0)
  })

  it('sends everybody away after its patience, and the next process goes on with the text', async () => {
    const harness = new ServiceHarness([endless, rest])
    const reader = await harness.ask()
    await harness.clock.advance(1500)
    const drained = harness.service.drain(60_000)
    await harness.clock.advance(60_000)
    await drained
    await reader.ended
    expect(reader.last).toMatchObject({
      code: 'SHUTTING_DOWN',
      retryable: true,
      retry_after_ms: expect.any(Number),
    })
    expect(harness.model.released).toBe(1)
    expect(harness.clock.pending).toBe(0)
    expect(harness.store.get('q1')).toMatchObject({ status: 'generating', content: '一二三' })
    harness.restart()
    await harness.service.recover()
    await harness.clock.advance(2000)
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '一二三四五' })
  })
})

describe('too much at once', () => {
  it('of one user is RATE_LIMITED, of all OVERLOADED, and neither writes a question', async () => {
    const harness = new ServiceHarness([endless], { mostRunningPerUser: 2, mostRunning: 3, mostWaiting: 0 })
    await harness.ask('a')
    await harness.ask('b')
    await expect(harness.ask('c')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryable: true,
      studentMessage: '同时最多写 2 个回答，请等其中一个写完',
    })
    await harness.service.ask('u2', { requestId: 'd', params: { content: '问' } })
    const more = harness.service.ask('u3', { requestId: 'e', params: { content: '问' } })
    await expect(more).rejects.toMatchObject({ code: 'OVERLOADED', retryable: true })
    expect(harness.store.answers.size).toBe(3)
    await harness.ask('a')
    await harness.service.stop('u1', 'a')
    await harness.clock.advance(0)
    await harness.ask('c')
    expect(harness.store.answers.size).toBe(4)
  })

  it('keeps no more finished answers than it may', async () => {
    const harness = new ServiceHarness([[says('答'), finishes()]], { mostRetained: 3 })
    for (let index = 0; index < 10; index += 1) {
      await harness.ask(`r${index}`)
      await harness.clock.advance(100)
    }
    expect(harness.clock.pending).toBe(3)
    const first = await harness.resume(0, 'r0')
    await first.ended
    expect(first.text).toBe('答')
  })
})
