import { StoreAway } from '../../src/errors/store-away'
import { finishes, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const counted = Array.from({ length: 200 }, (_, index) => [wait(100), says(`${index} `)]).flat()

describe('while the database is away', () => {
  it('answers go on after one pause, and nothing is missing from what is written down when it is back', async () => {
    const harness = new ServiceHarness([
      [...counted, finishes()],
      [...counted, finishes()],
    ])
    const [one, other] = [await harness.ask('one'), await harness.ask('other')]
    await harness.clock.advance(1000)
    let answered = (): void => undefined
    harness.store.gate.appendDrafts = new Promise((resolve) => {
      answered = resolve
    })
    await harness.clock.advance(9000)
    const pauses = one.items.map(({ at }, index) => at - (one.items[index - 1]?.at ?? at))
    expect(pauses.filter((pause) => pause > 1000)).toHaveLength(1)
    expect(one.text).toBe(other.text)
    expect(one.text.split(' ').length).toBeGreaterThan(90)
    expect(harness.store.get('q1').content.split(' ').length).toBeLessThan(15)

    harness.store.gate = {}
    answered()
    await harness.clock.advance(1000)
    expect(harness.store.get('q1').content).toBe(one.text)
    await harness.clock.advance(20_000)
    expect(one.last).toMatchObject({ type: 'done', finish_reason: 'stop' })
    expect(other.text).toBe(one.text)
  })

  it('a process that stood still has not waited for it: nothing is shown before it is written down', async () => {
    const harness = new ServiceHarness([[says('一'), wait(500), says('二'), 'hang']])
    const reader = await harness.ask()
    await harness.clock.advance(400)
    let answered = (): void => undefined
    harness.store.gate.appendDrafts = new Promise((resolve) => {
      answered = resolve
    })
    await harness.clock.advance(300)
    harness.clock.standStill(4000)
    await harness.clock.advance(100)
    expect(reader.text).toBe('一')
    answered()
    await harness.clock.advance(100)
    expect([reader.text, harness.store.get('q1').content]).toEqual(['一二', '一二'])
  })

  it.each(['ask', 'resume', 'stop'] as const)(
    '%s is refused with SHUTTING_DOWN, to come back',
    async (call) => {
      const harness = new ServiceHarness([[says('一'), 'hang']])
      harness.store.find = () => Promise.reject(new StoreAway(new Error('silent')))
      harness.store.begin = () => Promise.reject(new StoreAway(new Error('silent')))
      const calls = {
        ask: () => harness.ask(),
        resume: () => harness.resume(0),
        stop: () => harness.service.stop('u1', 'r1'),
      }
      await expect(calls[call]()).rejects.toMatchObject({
        code: 'SHUTTING_DOWN',
        retryable: true,
        retryAfterMs: expect.any(Number),
      })
    },
  )

  it('a stop that it does not take is refused, to come again, and is kept when it does', async () => {
    const harness = new ServiceHarness([[says('一'), 'hang']])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    let back = (): void => undefined
    harness.store.gate.save = new Promise((resolve) => {
      back = resolve
    })
    const refused = expect(harness.service.stop('u1', 'r1')).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
      retryable: true,
    })
    await harness.clock.advance(10_000)
    await refused
    back()
    await harness.service.stop('u1', 'r1')
    expect(harness.store.get('q1')).toMatchObject({ status: 'stopped', content: '一' })
    await reader.ended
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
  })

  it('an answer that was just begun waits for it, and is written when it is back', async () => {
    const harness = new ServiceHarness([[says('一'), finishes()]])
    let away = true
    harness.store.history = async () => {
      if (away) throw new StoreAway(new Error('silent'))
      return []
    }
    const reader = await harness.ask()
    await harness.clock.advance(4000)
    expect(harness.model.requests).toHaveLength(0)
    away = false
    await harness.clock.advance(6000)
    expect(reader.last).toMatchObject({ type: 'done' })
    expect(harness.model.requests).toHaveLength(1)
  })
})
