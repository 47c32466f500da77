import { says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const counted = Array.from({ length: 40 }, () => [wait(50), says('字')]).flat()

describe('an answer whose drafts the database refuses', () => {
  it('costs no other answer its drafts, nor a moment of waiting', async () => {
    const harness = new ServiceHarness([[...counted, 'hang']])
    const { store } = harness
    const take = store.appendDrafts.bind(store)
    store.appendDrafts = async (drafts) => {
      if (drafts.some(({ questionId }) => questionId === 'q1')) throw new Error('integer out of range')
      return take(drafts)
    }
    const bad = await harness.ask('bad')
    const good = await harness.ask('good')
    await harness.clock.advance(1000)
    expect(store.get('q2').content).toBe(good.text)
    const before = store.get('q2').content.length
    await harness.clock.advance(1000)
    expect(store.get('q2').content).toBe(good.text)
    expect(store.get('q2').content.length - before).toBeGreaterThanOrEqual(19)
    const times = good.items.map(({ at }) => at)
    const gaps = times.slice(-15).map((at, index, last) => at - (last[index - 1] ?? at))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(100)
    // A student waits for it all the same.
    expect(bad.text).toBe(good.text)
  })

  it('has no hole in its own text once it is taken again', async () => {
    const harness = new ServiceHarness([[...counted, 'hang']])
    const { store } = harness
    const take = store.appendDrafts.bind(store)
    let refusing = true
    store.appendDrafts = async (drafts) => {
      if (refusing && drafts.some(({ questionId }) => questionId === 'q1')) throw new Error('refused')
      return take(drafts)
    }
    await harness.ask('bad')
    await harness.ask('good')
    await harness.clock.advance(1000)
    refusing = false
    await harness.clock.advance(1500)
    expect(store.get('q1').content).toBe('字'.repeat(40))
  })
})
