import { finishes, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const written: Step[] = [says('一二'), wait(500), says('三'), wait(500), says('四'), wait(5000), finishes()]

/** Another process takes the answer up, in the same database. */
function takeUp(harness: ServiceHarness): void {
  harness.store.get('q1').fence += 1
}

const AWAY = { type: 'error', code: 'SHUTTING_DOWN', retryable: true, retry_after_ms: 1000 }

describe('an answer that another process has taken up', () => {
  it('is let go at the next word, which nobody is shown, and its model with it', async () => {
    const harness = new ServiceHarness([written])
    const reader = await harness.ask()
    await harness.clock.advance(200)
    takeUp(harness)
    await harness.clock.advance(1000)
    await reader.ended
    expect(reader.text).toBe('一二')
    expect(reader.last).toMatchObject(AWAY)
    expect(harness.model.released).toBe(1)
    expect(harness.store.get('q1')).toMatchObject({ status: 'generating', content: '一二' })
    await harness.service.drain(0)
    expect(harness.clock.pending).toBe(0)
  })

  it('is neither saved nor called failed where it ends', async () => {
    for (const end of [finishes(), new Error('broken')]) {
      const harness = new ServiceHarness([[says('一二'), wait(500), end]])
      const reader = await harness.ask()
      await harness.clock.advance(200)
      takeUp(harness)
      await harness.clock.advance(1000)
      await reader.ended
      expect(reader.last).toMatchObject(AWAY)
      expect(harness.store.get('q1')).toMatchObject({ status: 'generating', errorCode: null })
    }
  })

  it('is not given from memory any more: the next reader is sent to where it is', async () => {
    const harness = new ServiceHarness([written])
    await harness.ask()
    await harness.clock.advance(200)
    takeUp(harness)
    await harness.clock.advance(1000)
    await expect(harness.resume(0)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
  })
})

describe('a process that can no longer say that it lives', () => {
  it('lets go of all models, and its readers come back to whoever goes on', async () => {
    const harness = new ServiceHarness([written, [says('五'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(700)
    harness.service.letGoOfAll()
    await harness.clock.advance(10_000)
    await reader.ended
    expect(reader.text).toBe('一二三')
    expect(reader.last).toMatchObject(AWAY)
    expect(harness.model.released).toBe(1)
    expect(harness.model.requests).toHaveLength(1)

    harness.store.restart()
    const back = await harness.resume(reader.lastSeq)
    await harness.clock.advance(1000)
    expect(back.text).toBe('一二三五')
    expect(back.last).toMatchObject({ type: 'done' })
    expect(harness.model.requests).toHaveLength(2)
  })

  it('keeps what is over already', async () => {
    const harness = new ServiceHarness([[says('一'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'done' })
    harness.service.letGoOfAll()
    const back = await harness.resume(0)
    await harness.clock.advance(1)
    expect(back.last).toMatchObject({ type: 'done' })
  })
})

describe('an answer that is taken up where several processes write', () => {
  it('is given whole to whoever saw more than was written down, and its numbers go on beyond that', async () => {
    const harness = new ServiceHarness([written, [says('五'), finishes()]], { takeUpLeap: 1000 })
    const reader = await harness.ask()
    await harness.clock.advance(700)
    harness.restart()
    const back = await harness.resume(reader.lastSeq + 300)
    await harness.clock.advance(1000)
    expect(back.frames[0]).toMatchObject({ type: 'snapshot', full_content: '一二三' })
    const [first] = back.frames
    expect(first && 'seq' in first ? first.seq : 0).toBeGreaterThanOrEqual(reader.lastSeq + 1000)
    expect(back.text).toBe('一二三五')
    expect(back.last).toMatchObject({ type: 'done' })
  })
})
