import fc from 'fast-check'
import { World } from '../support/world'

/** Something that happens to a link, a phone or a network; `amount` counts frames or milliseconds. */
const happenings = {
  open: (world: World) => world.open(),
  drop: (world: World) => world.drop(),
  lose: (world: World) => world.lose(),
  snapshot: (world: World) => world.snapshot(),
  keepalive: (world: World) => world.keepalive(),
  returned: (world: World) => world.network('returned'),
  recovered: (world: World) => world.network('recovered'),
  deliver: (world: World, amount: number) => world.deliver(amount % 6),
  repeat: (world: World, amount: number) => world.repeat(amount),
  wait: (world: World, amount: number) => world.clock.advance(amount % 3000),
  /** A socket that was given up opens, tells frames and closes. */
  late(world: World) {
    for (const wire of world.wires.slice(0, -1)) {
      world.open(wire)
      wire.handlers.message('{"type":"content","seq":1,"content":"wrong"}')
      world.drop(wire)
    }
  },
  shortRest(world: World, amount: number) {
    world.hide()
    world.clock.advance(amount % 5000)
    world.show()
  },
  longRest(world: World, amount: number) {
    world.hide()
    world.clock.advance(amount * 1000)
    world.show()
  },
}

type Happening = { name: keyof typeof happenings; amount: number }

const schedule = (maxLength: number): fc.Arbitrary<Happening[]> =>
  fc.array(
    fc.record({
      name: fc.constantFrom(...OFTEN, ...Object.keys(happenings).filter(isName)),
      amount: fc.nat({ max: 10000 }),
    }),
    { maxLength },
  )

/** Without these, little would ever arrive. */
const OFTEN: Happening['name'][] = ['open', 'open', 'open', 'deliver', 'deliver', 'deliver', 'wait']

function isName(name: string): name is Happening['name'] {
  return name in happenings
}

function apply(world: World, { name, amount }: Happening): void {
  happenings[name](world, amount)
}

const deltas = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }), { maxLength: 12 })

describe('whatever happens to links, frames and the phone', () => {
  test('an answer that the server has arrives whole, begun once, with nothing left behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        deltas,
        schedule(40),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        async (parts, faults, chance) => {
          const world = new World(parts, () => chance)
          // The server answers the first ask; what the network does to an ask that nobody heard is told elsewhere.
          world.open()
          for (const happening of faults) {
            apply(world, happening)
            expect(world.openWires).toBeLessThanOrEqual(1)
          }
          world.heal()
          expect((await world.stream.result).text).toBe(world.text)
          expect(world.shown).toBe(world.text)
          expect(world.begun.size).toBe(1)
          expect([world.openWires, world.clock.armed, world.listening]).toEqual([0, 0, 0])
          expect(world.events.filter(({ type }) => type === 'done')).toHaveLength(1)
          expect(world.events[world.events.length - 1]?.type).toBe('done')
        },
      ),
      { numRuns: 1500 },
    )
  })

  test('a stop at any moment settles, with what was shown, and reaches a server that was asked', async () => {
    await fc.assert(
      fc.asyncProperty(deltas, schedule(20), async (parts, faults) => {
        const world = new World(parts)
        for (const happening of faults) apply(world, happening)
        const ended = ['done', 'failed'].includes(world.stream.state)
        const { shown } = world
        const linked = world.openWires === 1
        world.stream.stop()
        world.clock.advance(3000)
        if (ended) return
        expect(await world.stream.result).toMatchObject({ text: shown, finishReason: 'stopped' })
        expect(world.shown).toBe(shown)
        expect(world.text.startsWith(shown)).toBe(true)
        // A server that was asked is told: over the link, or by what was left for the outbox.
        expect(world.stops.length > 0 || linked || world.begun.size === 0).toBe(true)
        expect([world.clock.armed, world.listening]).toEqual([0, 0])
      }),
      { numRuns: 500 },
    )
  })
})
