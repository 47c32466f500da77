import { finishes, says } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const wanted = { userId: 'u1', requestId: 'r1', afterSeq: 0, again: false }
const reader = { kind: 'client', id: '' } as const

describe('an answer that is asked for by another process', () => {
  it('is not given where it failed and the database knows: another one may go on with it since', async () => {
    const harness = new ServiceHarness([[says('一'), 'break']])
    const asked = await harness.ask()
    await harness.clock.advance(1000)
    expect(asked.last).toMatchObject({ type: 'error', code: 'GENERATION_INTERRUPTED' })
    expect(await harness.service.held.attach({ ...wanted, reader })).toBeUndefined()
    expect(await harness.service.held.attend(wanted)).toBe(false)
  })

  it('is saved first where that had failed, and its model is not asked again', async () => {
    for (const come of ['attach', 'attend'] as const) {
      const harness = new ServiceHarness([[says('答案'), finishes()]])
      harness.store.failing.save = 7
      await harness.ask()
      await harness.clock.advance(30_000)
      expect(harness.store.get('q1')).toMatchObject({ status: 'generating' })
      const coming = harness.service.held[come]({ ...wanted, reader })
      await harness.clock.advance(100)
      await coming
      expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '答案' })
      expect(harness.model.requests).toHaveLength(1)
    }
  })
})
