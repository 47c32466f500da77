import type { LinkName } from '../../src/answer/live-answers'
import { ReaderSeats } from '../../src/redis/reader-seats'
import type { SharedFrames } from '../../src/redis/redis-link'
import { FakeClock } from '../support/fake-clock'
import { MemoryRedis } from '../support/memory-redis'

/** By how much Redis's clock is ahead of the servers' own. */
const AHEAD = 1_700_000_000_000

/** Two servers and their Redis; what one of them says may be held up on its way. */
class Seating {
  readonly clock = new FakeClock()
  private readonly redis: MemoryRedis
  private readonly servers = new Map<string, ReaderSeats>()
  /** What is said from now on leaves, or arrives, only then. */
  way: Promise<void> = Promise.resolve()

  constructor() {
    this.redis = new MemoryRedis(
      () => this.clock.now() + AHEAD,
      (channel, message) => {
        const { superseded }: { superseded: string } = JSON.parse(message)
        this.servers.get(channel.split(':').at(-1) ?? '')?.superseded(superseded)
        return 1
      },
    )
    for (const name of ['one', 'two']) this.servers.set(name, new ReaderSeats(this.link(), name, this.clock))
  }

  async take(server: string, openedAt: number, name?: LinkName) {
    const reader = { kind: 'client' as const, id: 'phone', openedAt, ...(name === undefined ? {} : { name }) }
    const seat = await this.servers.get(server)?.take({ userId: 'u1', requestId: 'r1', reader })
    if (seat === undefined) throw new Error(`there is no server ${server}`)
    return seat.over(endless())
  }

  private link(): SharedFrames {
    const unused = () => Promise.reject(new Error('no seat needs this'))
    return {
      isThere: true,
      onBack: () => undefined,
      time: async () => this.clock.now() + AHEAD,
      run: async ({ name }, { key, args }) => {
        await this.way
        return this.redis.run(name, key, args)
      },
      runAll: unused,
      entriesAfter: unused,
      lastEntry: unused,
      remove: unused,
      publish: unused,
      hear: () => () => undefined,
    }
  }
}

/** An answer that is still being written. */
function endless() {
  return {
    next: () => new Promise<never>(() => undefined),
    return: async () => ({ done: true as const, value: undefined }),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

describe('a seat that is asked for', () => {
  test('does not go to an older link whose question was held up on its way until there was a newer one', async () => {
    const seating = new Seating()
    await seating.clock.advance(1000)
    let arrive = (): void => undefined
    seating.way = new Promise((resolve) => {
      arrive = resolve
    })
    const late = seating.take('one', seating.clock.now() - 100).then(
      () => 'seated',
      ({ code }: { code: string }) => code,
    )
    await seating.clock.advance(15_000)
    seating.way = Promise.resolve()
    const frames = await seating.take('two', seating.clock.now() - 50)
    const next = frames.next()
    arrive()
    expect(await late).toBe('SUPERSEDED')
    expect(await Promise.race([next, 'reads on'])).toBe('reads on')
  })

  test('goes to the newer link as its client counts them, whichever a server saw first', async () => {
    const seating = new Seating()
    await seating.clock.advance(1000)
    const now = seating.clock.now()
    const frames = await seating.take('one', now - 60, { run: 'a', number: 2 })
    const next = frames.next()
    await expect(seating.take('two', now, { run: 'a', number: 1 })).rejects.toMatchObject({
      code: 'SUPERSEDED',
    })
    expect(await Promise.race([next, 'reads on'])).toBe('reads on')
    // Another run of the program has counted from the beginning.
    await seating.take('two', now + 5000, { run: 'b', number: 1 })
    expect(await next).toMatchObject({ value: { type: 'error', code: 'SUPERSEDED' } })
  })

  test('goes to a newer link, whichever server it is at', async () => {
    const seating = new Seating()
    await seating.clock.advance(1000)
    const frames = await seating.take('one', seating.clock.now())
    const next = frames.next()
    await seating.clock.advance(5000)
    await seating.take('two', seating.clock.now())
    expect(await next).toMatchObject({ value: { type: 'error', code: 'SUPERSEDED' } })
  })
})
