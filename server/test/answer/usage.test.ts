import type { ModelEvent } from '../../src/model/model'
import { finishes, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const complete: ModelEvent = { type: 'complete', finishReason: 'length' }
const soFar = { prompt_tokens: 0, completion_tokens: 4, total_tokens: 4 }
const whole: Step[] = [says('答'), wait(100), says('案', 4), wait(10), complete]

describe('a text that is whole while its usage is still to come', () => {
  it('is told at once, and saved with the usage when that is there', async () => {
    const harness = new ServiceHarness([[...whole, wait(2000), finishes('length')]])
    const reader = await harness.ask()
    await harness.clock.advance(500)
    expect(reader.last).toMatchObject({
      type: 'content_finished',
      full_content: '答案',
      finish_reason: 'length',
    })
    await harness.clock.advance(2000)
    await reader.ended
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'length', usage: { total_tokens: 12 } })
    expect(reader.frames.filter(({ type }) => type === 'content_finished')).toHaveLength(1)
    expect(harness.store.get('q1').usage).toMatchObject({ total_tokens: 12 })
  })

  it('is no model that is silent for too long', async () => {
    const harness = new ServiceHarness([[...whole, 'hang']], { modelSilenceTimeout: 1000 })
    const reader = await harness.ask()
    await harness.clock.advance(2000)
    await reader.ended
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'length', usage: soFar })
  })

  it('is not cut by a stop', async () => {
    const harness = new ServiceHarness([[...whole, 'hang']])
    const reader = await harness.ask()
    await harness.clock.advance(500)
    reader.attachment.stop()
    await harness.clock.advance(0)
    await reader.ended
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'length', usage: soFar })
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '答案' })
    expect(harness.model.released).toBe(1)
  })

  it('is saved by a server that goes down', async () => {
    const harness = new ServiceHarness([[...whole, 'hang']])
    const reader = await harness.ask()
    await harness.clock.advance(500)
    await Promise.all([harness.service.drain(100), harness.clock.advance(100)])
    await reader.ended
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'length' })
  })

  it('is given to no model again after a kill, only saved', async () => {
    const harness = new ServiceHarness([[...whole, 'hang']])
    await harness.ask()
    await harness.clock.advance(500)
    harness.restart()
    await harness.service.recover()
    await harness.clock.advance(500)
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '答案', finishReason: 'length' })
    expect(harness.model.requests).toHaveLength(1)
  })
})

describe('a character that two deltas tear apart', () => {
  const torn: Step[] = [
    says('好\ud83d'),
    wait(200),
    says('\ude00，'),
    wait(200),
    says('\ud83d'),
    wait(200),
    says('\ude00'),
  ]

  it('is sent and kept whole', async () => {
    const harness = new ServiceHarness([[...torn, finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    expect([reader.text, harness.store.get('q1').content]).toEqual(['好', '好'])
    await harness.clock.advance(1000)
    await reader.ended
    expect(reader.text).toBe('好😀，😀')
    for (const frame of reader.frames) {
      if (frame.type === 'content') expect(frame.content).not.toMatch(/\p{Surrogate}/u)
    }
  })

  it('and whose half never comes is no part of the text', async () => {
    const harness = new ServiceHarness([[says('好\ud83d'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    expect(reader.text).toBe('好')
    const other = new ServiceHarness([[says('\ude00好'), says('\ud83d！'), finishes()]])
    const second = await other.ask()
    await other.clock.advance(100)
    expect(second.text).toBe('\ufffd好\ufffd！')
  })
})
