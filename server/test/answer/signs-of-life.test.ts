import type { ModelEvent } from '../../src/model/model'
import { finishes, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const alive: ModelEvent = { type: 'alive' }
const keptAlive: Step[] = Array.from({ length: 6 }, () => [wait(100_000), alive]).flat()

describe('a model that has nothing to say yet', () => {
  it('is waited for as long as anything moves', async () => {
    const harness = new ServiceHarness([[...keptAlive, says('答案'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(601_000)
    expect(reader.last).toMatchObject({ type: 'done' })
    expect(reader.text).toBe('答案')
  })

  it('is given up 120 s after the last sign of life', async () => {
    const harness = new ServiceHarness([[...keptAlive, 'hang']])
    const reader = await harness.ask()
    await harness.clock.advance(719_000)
    expect(reader.last?.type).toBe('status')
    await harness.clock.advance(2000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'MODEL_TIMEOUT' })
  })

  it('and says something to operators is heard by them alone', async () => {
    const notice: ModelEvent = { type: 'notice', message: 'asked without stream_options from now on' }
    const harness = new ServiceHarness([[notice, says('答案'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.frames.map(({ type }) => type)).not.toContain('notice')
    expect(harness.logger.lines).toContainEqual({
      level: 'warn',
      fields: { request_id: 'r1', question_id: 'q1', trace_id: expect.any(String) },
      message: 'asked without stream_options from now on',
    })
  })
})

describe('an answer of blanks', () => {
  it('is no answer, and nobody is shown blanks', async () => {
    const harness = new ServiceHarness([[says(' \n'), says('\u200b'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'MODEL_UNAVAILABLE', retryable: true })
    expect(reader.text).toBe('')
    expect(harness.store.statistics).toBe(0)
  })

  it('is one as soon as a word comes, with its blanks', async () => {
    const harness = new ServiceHarness([[says('\n    '), wait(100), says('一'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.text).toBe('\n    一')
  })

  it.each(['SAFETY', 'sensitive', 'content_filter'])('by %s is a refusal', async (reason) => {
    const harness = new ServiceHarness([[says('\n'), finishes(reason)]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'CONTENT_REJECTED', retryable: false })
  })
})
