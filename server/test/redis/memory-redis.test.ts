import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { Redis } from 'ioredis'
import { APPEND, KEEP_SEAT, LEAVE_SEAT, SCRIPTS, SEAT } from '../../src/redis/scripts'
import { MemoryRedis } from '../support/memory-redis'
import { engines } from './engines'

const frames = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }).map((places) => {
  return [...new Set(places)].sort((one, other) => one - other).flatMap((place) => [place, `frame ${place}`])
})
const append = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 1 }), frames)
  .map(([fence, there, told]) => ({ script: APPEND, args: [fence, 'a channel', 600_000, there, ...told] }))
const NOW = Date.now()
const sitting = fc
  .tuple(
    fc.constantFrom(SEAT, KEEP_SEAT, LEAVE_SEAT),
    fc.nat({ max: 9 }),
    fc.nat({ max: 2 }),
    fc.nat({ max: 3 }),
    fc.boolean(),
    fc.constantFrom('', ' a:1', ' a:2', ' b:2'),
  )
  .map(([script, who, seat, minutes, isTold, link]) => {
    // Far enough apart for two clocks that are read one after the other.
    const age = minutes * 60_000
    const opened = isTold ? NOW - age : ''
    return {
      script,
      args: [`client ${who}`, `server ${seat}${link}`, 8, 30_000, isTold ? 0 : age, 10_000, opened],
    }
  })

;(engines === undefined ? describe.skip : describe)('the Redis of the simulation', () => {
  let redis: Redis
  const hashes = new Map<string, string>()

  beforeAll(async () => {
    redis = new Redis(engines?.redisUrl ?? '')
    for (const { name, lua } of SCRIPTS) hashes.set(name, String(await redis.script('LOAD', lua)))
  })

  afterAll(() => redis.disconnect())

  test.each([
    ['frames', append],
    ['seats', sitting],
  ] as const)('says of %s what the real one says, in any order of calls', async (_what, call) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.nat({ max: 1 }), call }), { maxLength: 25 }),
        async (calls) => {
          const own = randomUUID()
          const memory = new MemoryRedis(Date.now, () => 0)
          const keys = [`${own} 0`, `${own} 1`]
          for (const { key, call: of } of calls) {
            const name = keys[key] ?? ''
            const real = await redis.evalsha(hashes.get(of.script.name) ?? '', 1, name, ...of.args)
            expect(memory.run(of.script.name, name, of.args)).toBe(real)
          }
          if (call === append) {
            for (const name of keys) {
              const entries = await redis.xrange(name, '(1-3', '+')
              expect(memory.entriesAfter(name, '1-3', 100)).toEqual(
                entries.map(([id, [, text]]) => ({ id, text })),
              )
            }
          }
          await redis.del(...keys)
        },
      ),
      { numRuns: 150 },
    )
  })
})
