import fc from 'fast-check'
import { StopOutbox } from '../../miniprogram/stream/stop-outbox'
import { MemoryStore, settle } from '../conversation/fakes'
import { FakeLifecycle } from '../mistakes/fakes'
import { ManualClock } from '../support/manual-clock'
import { silent } from '../support/silent'

const one = fc.tuple(fc.constantFrom('hold', 'hold', 'hold', 'leave', 'withdraw'), fc.nat(60))

describe('Stops that wait', () => {
  test('are listened for exactly while one waits that is to be sent, however many are held beside it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 60, maxLength: 90 }), async (steps) => {
        let listening = 0
        const listens = () => {
          listening += 1
          return () => {
            listening -= 1
          }
        }
        const store = new MemoryStore()
        const sent = new Set<string>()
        let isThere = false
        const outbox = new StopOutbox({
          storage: store,
          clock: new ManualClock(),
          lifecycle: { onHide: () => () => undefined, onShow: listens, onNetworkChange: listens },
          logger: silent,
          deliver: async ({ requestId }) => {
            sent.add(requestId)
            return isThere
          },
        })
        /** Those that are to be sent, the ones that gave way left out. */
        const left = new Set<string>()
        const isKept = (requestId: string) =>
          JSON.stringify(store.get('stops-to-deliver') ?? []).includes(`"${requestId}"`)
        for (const [does, at] of steps) {
          const requestId = `r${at}`
          if (does === 'hold') outbox.hold({ requestId, address: 'o' })
          if (does === 'leave') outbox.leave({ requestId, address: 'o' })
          if (does === 'withdraw') outbox.withdraw(requestId)
          if (does === 'leave') left.add(requestId)
          else left.delete(requestId)
          await settle()
          for (const each of left) if (!isKept(each)) left.delete(each)
        }
        outbox.flush()
        await settle()
        expect(listening > 0).toBe(left.size > 0)
        isThere = true
        sent.clear()
        outbox.flush()
        await settle()
        expect(sent).toEqual(left)
        expect(listening).toBe(0)
      }),
    )
  })

  test('are sent when the network returns, though as many as there is room for are held', async () => {
    const lifecycle = new FakeLifecycle()
    let isThere = false
    const told: string[] = []
    const outbox = new StopOutbox({
      storage: new MemoryStore(),
      clock: new ManualClock(),
      lifecycle,
      logger: silent,
      deliver: async ({ requestId }) => {
        if (isThere) told.push(requestId)
        return isThere
      },
    })
    for (let at = 0; at < 20; at += 1) outbox.hold({ requestId: `held ${at}`, address: 'o' })
    outbox.leave({ requestId: 'left', address: 'o' })
    await settle()
    isThere = true
    lifecycle.networkIs('returned')
    await settle()
    expect(told).toEqual(['left'])
  })

  test('go out once at a time, and two that fail together are tried again together', async () => {
    const clock = new ManualClock()
    const answers: ((delivered: boolean) => void)[] = []
    const told: string[] = []
    const outbox = new StopOutbox({
      storage: new MemoryStore(),
      clock,
      lifecycle: new FakeLifecycle(),
      logger: silent,
      deliver: ({ requestId }) => {
        told.push(requestId)
        return new Promise((resolve) => answers.push(resolve))
      },
    })
    const failAll = async () => {
      for (const answer of answers.splice(0)) answer(false)
      await settle()
    }
    outbox.leave({ requestId: 'one', address: 'o' })
    outbox.leave({ requestId: 'two', address: 'o' })
    outbox.flush()
    expect(told).toEqual(['one', 'two'])
    await failAll()
    expect(clock.armed).toBe(1)
    clock.advance(2000)
    expect(told).toEqual(['one', 'two', 'one', 'two'])
  })

  test('are twenty at the most, the youngest', async () => {
    const store = new MemoryStore()
    const outbox = new StopOutbox({
      storage: store,
      clock: new ManualClock(),
      lifecycle: new FakeLifecycle(),
      logger: silent,
      deliver: async () => false,
    })
    const names = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, at) => ({ requestId: `r${from + at}`, address: 'o' }))
    for (const stop of names(1, 20)) outbox.leave(stop)
    await settle()
    expect(store.get('stops-to-deliver')).toEqual(names(1, 20))
    outbox.leave({ requestId: 'r21', address: 'o' })
    await settle()
    expect(store.get('stops-to-deliver')).toEqual(names(2, 21))
  })

  test('are not tried again where they were told another way while they were on their way', async () => {
    const clock = new ManualClock()
    let answer = (_delivered: boolean): void => undefined
    const outbox = new StopOutbox({
      storage: new MemoryStore(),
      clock,
      lifecycle: new FakeLifecycle(),
      logger: silent,
      deliver: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    })
    outbox.leave({ requestId: 'one', address: 'o' })
    outbox.withdraw('one')
    answer(false)
    await settle()
    expect(clock.armed).toBe(0)
  })

  test('are not sent when the network is lost', async () => {
    const lifecycle = new FakeLifecycle()
    const told: string[] = []
    const outbox = new StopOutbox({
      storage: new MemoryStore(),
      clock: new ManualClock(),
      lifecycle,
      logger: silent,
      deliver: async ({ requestId }) => {
        told.push(requestId)
        return false
      },
    })
    outbox.leave({ requestId: 'one', address: 'o' })
    await settle()
    lifecycle.networkIs('lost')
    expect(told).toEqual(['one'])
    lifecycle.networkIs('returned')
    expect(told).toEqual(['one', 'one'])
  })
})
