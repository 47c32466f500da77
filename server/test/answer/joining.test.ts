import { finishes, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const steady = (deltas: number) => Array.from({ length: deltas }, () => [wait(10), says('字')]).flat()

describe('deltas that are joined to frames', () => {
  it('leave the first one alone, then come often, and after a second half as often', async () => {
    const harness = new ServiceHarness([[...steady(300), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(2900)
    const [first, ...later] = reader.items.flatMap(({ frame, at }) =>
      frame !== 'keepalive' && frame.type === 'content' ? [{ at, text: frame.content }] : [],
    )
    expect(first?.text).toBe('字')
    const gaps = later.slice(1).map(({ at }, index) => ({ at, gap: at - (later[index]?.at ?? at) }))
    const begun = first?.at ?? 0
    const between = (from: number, to: number) =>
      gaps.filter(({ at }) => at - begun > from && at - begun <= to).map(({ gap }) => gap)
    expect(Math.max(...between(0, 1000))).toBeLessThanOrEqual(60)
    expect(Math.min(...between(1200, 2900))).toBeGreaterThanOrEqual(80)
    expect(Math.max(...between(1200, 2900))).toBeLessThanOrEqual(100)
  })

  it('are all there, in their order', async () => {
    const words = Array.from({ length: 120 }, (_, index) => `${index} `)
    const harness = new ServiceHarness([[...words.flatMap((word) => [wait(17), says(word)]), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(10_000)
    const deltas = reader.frames.flatMap((frame) => (frame.type === 'content' ? [frame.content] : []))
    expect(deltas.join('')).toBe(words.join(''))
    expect(reader.last).toMatchObject({ type: 'done' })
  })
})
