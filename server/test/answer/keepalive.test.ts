import fc from 'fast-check'
import { KEEPALIVE, withKeepalive } from '../../src/answer/keepalive'
import { SilenceWheel } from '../../src/answer/silence-wheel'
import { Channel } from '../support/channel'
import { FakeClock, settled } from '../support/fake-clock'

const interval = 5000
const grain = 50

function setUp<T>() {
  const clock = new FakeClock()
  const channel = new Channel<T>()
  const stream = withKeepalive(channel, interval, new SilenceWheel(clock, grain))
  return { clock, channel, stream }
}

/** Reads to the end; what came, and when. */
function collect<T>(stream: AsyncIterable<T>, clock: FakeClock) {
  const items: { item: T; at: number }[] = []
  const start = clock.now()
  const end = (async () => {
    for await (const item of stream) items.push({ item, at: clock.now() - start })
  })()
  return { items, end }
}

describe('test_keepalive_mechanism: the server', () => {
  it('gives a keepalive whenever the source was silent for the interval', async () => {
    const { clock, channel, stream } = setUp<string>()
    const { items, end } = collect(stream, clock)
    await clock.advance(12_000)
    channel.push('delta')
    await clock.advance(4900)
    expect(items.map(({ item }) => item)).toEqual([KEEPALIVE, KEEPALIVE, 'delta'])
    await clock.advance(200)
    expect(items.map(({ at }) => at)).toEqual([5000, 10_000, 12_000, 17_000])
    channel.end()
    await end
    expect(clock.pending).toBe(0)
  })

  it('is never silent for longer than the interval and a grain, for any source', async () => {
    const pause = fc.integer({ min: 0, max: 20_000 })
    await fc.assert(
      fc.asyncProperty(fc.array(pause, { maxLength: 20 }), async (pauses) => {
        const { clock, channel, stream } = setUp<number>()
        const { items, end } = collect(stream, clock)
        for (const [index, milliseconds] of pauses.entries()) {
          await clock.advance(milliseconds)
          channel.push(index)
          await settled()
        }
        channel.end()
        await end
        const times = [0, ...items.map(({ at }) => at)]
        const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
        expect(Math.max(0, ...gaps)).toBeLessThanOrEqual(interval + grain)
        const early = items.filter(({ item }, index) => item === KEEPALIVE && (gaps[index] ?? 0) < interval)
        expect(early).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('loses, reorders and doubles nothing, however items, silence and reading fall', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('push' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ do: fc.constant('pass' as const), time: fc.integer({ min: 0, max: 12_000 }) }),
      fc.record({ do: fc.constant('read' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, fails) => {
        const { clock, channel, stream } = setUp<number>()
        const got: unknown[] = []
        let reading: Promise<void> | undefined
        let pushed = 0
        for (const action of steps) {
          if (action.do === 'pass') await clock.advance(action.time)
          else if (action.do === 'push') {
            for (let count = 0; count < action.count; count += 1) channel.push(pushed++)
          } else if (!reading) {
            reading = stream.next().then(({ value }) => {
              if (value !== KEEPALIVE) got.push(value)
              reading = undefined
            })
          }
          await settled()
        }
        if (fails) channel.fail(new Error('broken'))
        else channel.end()
        await reading?.catch(() => undefined)
        const rest = await drain(stream)
        const items = [...got, ...rest.items].filter((item) => item !== undefined)
        expect(items).toEqual(Array.from({ length: pushed }, (_, index) => index))
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('ends at once while it waits, and releases the source', async () => {
    const { clock, channel, stream } = setUp<string>()
    const waiting = stream.next()
    await settled()
    await stream.return()
    await expect(waiting).resolves.toEqual({ done: true, value: undefined })
    expect(channel.returned).toBe(1)
    expect(clock.pending).toBe(0)
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined })
  })

  it('ends at once while a generator that it wraps is stuck', async () => {
    const clock = new FakeClock()
    async function* stuck(): AsyncGenerator<string> {
      await new Promise(() => undefined)
      yield 'never'
    }
    const stream = withKeepalive(stuck(), interval, new SilenceWheel(clock, grain))
    const waiting = stream.next()
    await stream.return()
    await expect(waiting).resolves.toEqual({ done: true, value: undefined })
  })

  it('releases the source when its reader leaves the loop or throws', async () => {
    for (const leave of [
      () => true,
      () => {
        throw new Error('the reader failed')
      },
    ]) {
      const { clock, channel, stream } = setUp<string>()
      channel.push('one')
      const read = async () => {
        for await (const item of stream) if (item === 'one' && leave()) break
      }
      await read().catch(() => undefined)
      expect(channel.returned).toBe(1)
      expect(clock.pending).toBe(0)
    }
  })

  it("hands on the source's error after the items before it", async () => {
    const { clock, channel, stream } = setUp<string>()
    channel.push('one')
    channel.fail(new Error('broken'))
    await expect(stream.next()).resolves.toEqual({ done: false, value: 'one' })
    await expect(stream.next()).rejects.toThrow('broken')
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined })
    expect(clock.pending).toBe(0)
  })

  it('refuses a second reader rather than to split the items between two', async () => {
    const { channel, stream } = setUp<string>()
    const first = stream.next()
    await expect(stream.next()).rejects.toThrow('one reader')
    channel.push('one')
    await expect(first).resolves.toEqual({ done: false, value: 'one' })
    await stream.return()
  })

  it('needs one timer for any number of streams, and none for a frame', async () => {
    const clock = new FakeClock()
    const wheel = new SilenceWheel(clock, grain)
    const streams = Array.from({ length: 500 }, () => {
      const channel = new Channel<number>()
      return { channel, ...collect(withKeepalive(channel, interval, wheel), clock) }
    })
    await clock.advance(100)
    expect(clock.pending).toBe(1)
    for (const { channel } of streams) for (let item = 0; item < 20; item += 1) channel.push(item)
    await settled()
    expect(clock.pending).toBe(1)
    await clock.advance(5100)
    expect(streams.every(({ items }) => items.at(-1)?.item === KEEPALIVE && items.length === 21)).toBe(true)
    for (const { channel } of streams) channel.end()
    await settled()
    expect(clock.pending).toBe(0)
  })
})

async function drain(stream: AsyncIterable<unknown>): Promise<{ items: unknown[] }> {
  const items: unknown[] = []
  try {
    for await (const item of stream) if (item !== KEEPALIVE) items.push(item)
  } catch {
    // The error of the source, after everything before it.
  }
  return { items }
}
