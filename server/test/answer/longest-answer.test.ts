import * as fc from 'fast-check'
import { finishes, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const pieces = fc.array(fc.stringMatching(/^(?:[字a]|😀){1,6}$/), { minLength: 1, maxLength: 20 })

describe('an answer has a longest length', () => {
  it('and ends there with `length`, whole and saved; one that fits ends as the model says', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 2, max: 40 }), async (deltas, mostCharacters) => {
        const whole = deltas.join('')
        const script = [...deltas.flatMap((delta) => [wait(10), says(delta)]), finishes()]
        const harness = new ServiceHarness([script], { mostCharacters })
        const reader = await harness.ask()
        await harness.clock.advance(5000)
        const fits = whole.length <= mostCharacters
        expect(reader.last).toMatchObject({ type: 'done', finish_reason: fits ? 'stop' : 'length' })
        expect(whole.startsWith(reader.text)).toBe(true)
        expect(reader.text.length).toBeGreaterThanOrEqual(Math.min(whole.length, mostCharacters - 1))
        expect(reader.text.length).toBeLessThanOrEqual(mostCharacters)
        expect(reader.text).not.toMatch(/\p{Surrogate}/u)
        expect(harness.store.get('q1')).toMatchObject({ content: reader.text, status: 'done' })
      }),
      { numRuns: 60 },
    )
  })

  it('its model is let go of, and what an earlier process wrote counts', async () => {
    const endless = Array.from({ length: 1000 }, () => [wait(10), says('一二三四五')]).flat()
    const harness = new ServiceHarness([endless, endless], { mostCharacters: 100 })
    await harness.ask()
    await harness.clock.advance(100)
    harness.restart()
    await harness.service.recover()
    await harness.clock.advance(1000)
    expect(harness.store.get('q1')).toMatchObject({ finishReason: 'length', status: 'done' })
    expect(harness.store.get('q1').content).toHaveLength(100)
    expect(harness.model.requests.every(({ signal }) => signal.aborted)).toBe(true)
  })

  it('so has its reasoning', async () => {
    const endless = Array.from({ length: 1000 }, () => [
      wait(10),
      { type: 'reasoning' as const, delta: '想想' },
    ])
    const harness = new ServiceHarness([endless.flat()], { mostCharacters: 50 })
    const reader = await harness.ask()
    await harness.clock.advance(2000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'MODEL_UNAVAILABLE', retryable: true })
    expect(harness.store.get('q1').reasoning).toHaveLength(50)
  })
})
