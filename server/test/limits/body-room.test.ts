import fc from 'fast-check'
import type { HttpError } from '../../src/errors/http-error'
import { type BodyPlace, BodyRoom, LARGEST_BODY } from '../../src/limits/body-room'

const MB = 1024 * 1024
const overloaded = expect.objectContaining({ code: 'OVERLOADED' })
const limited = expect.objectContaining({ code: 'RATE_LIMITED' })

/** A body that has arrived whole. */
function whole(room: BodyRoom, user: string, bytes: number): BodyPlace {
  const place = room.enter(user)
  place.take(bytes)
  place.complete()
  return place
}

test('a user has room for one body of the largest, and another user for one beside it', () => {
  const room = new BodyRoom()
  const first = whole(room, 'anna', LARGEST_BODY)
  expect(() => room.check('anna', 2 * MB)).toThrow(limited)
  whole(room, 'ben', LARGEST_BODY)
  expect(() => room.check('carl', 2 * MB)).toThrow(overloaded)
  expect(() => room.enter('carl').take(2 * MB)).toThrow(overloaded)
  first.leave()
  first.leave()
  expect(() => room.check('carl', LARGEST_BODY)).not.toThrow()
  expect(() => room.check('anna', LARGEST_BODY)).not.toThrow()
})

test('two users who hold all of it while their bodies arrive give way to a third, the larger one first', () => {
  const room = new BodyRoom()
  const refused: string[] = []
  const greedy = (user: string, bytes: number) => room.enter(user, () => refused.push(user)).take(bytes)
  greedy('anna', LARGEST_BODY)
  greedy('ben', LARGEST_BODY - MB)
  expect(() => room.check('carl', 5 * MB)).not.toThrow()
  expect(refused).toEqual([])
  room.enter('carl').take(5 * MB)
  expect(refused).toEqual(['anna'])
  greedy('anna', LARGEST_BODY - 5 * MB)
  // Whoever would hold most is the one who waits.
  expect(() => room.enter('anna').take(6 * MB)).toThrow(overloaded)
  expect(refused).toEqual(['anna'])
})

test('a body that gave way takes nothing any more, and leaves nothing behind', () => {
  const room = new BodyRoom()
  const first = room.enter('anna')
  first.take(LARGEST_BODY)
  whole(room, 'ben', 140 * MB)
  whole(room, 'carl', 20 * MB)
  first.take(MB)
  first.leave()
  whole(room, 'dora', 140 * MB)
  expect(() => room.check('emil', 2 * MB)).toThrow(overloaded)
})

test('bodies of up to a megabyte need no room, but of one user not more than 32 of them', () => {
  const room = new BodyRoom()
  whole(room, 'carl', LARGEST_BODY)
  whole(room, 'dora', LARGEST_BODY)
  const places = Array.from({ length: 32 }, () => whole(room, 'anna', MB))
  expect(() => room.enter('anna').take(1)).toThrow(limited)
  expect(() => room.enter('ben').take(MB)).not.toThrow()
  places[0]?.leave()
  expect(() => room.enter('anna').take(MB)).not.toThrow()
})

test('who fills the room of small bodies with others gives way to who has less, and is told so', () => {
  const room = new BodyRoom({ small: { ofOne: 3 * MB, inAll: 4 * MB }, large: { ofOne: MB, inAll: MB } })
  const refused: HttpError[] = []
  const held = ['anna', 'anna', 'anna', 'ben'].map((user) => {
    const place = room.enter(user, (refusal) => refused.push(refusal))
    place.take(MB)
    return place
  })
  held[0]?.complete()
  room.enter('carl').take(MB / 4)
  expect(refused).toEqual([expect.objectContaining({ code: 'OVERLOADED', retryAfterMs: 1000 })])
  expect(held.map((place) => place.held)).toEqual([MB, 0, MB, MB])
  expect(room.held).toBe(3.25 * MB)
})

test('whatever comes, nobody is refused while another holds more that may give way, and the room is never overfull', () => {
  const steps = fc.array(
    fc.record({
      user: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      megabytes: fc.integer({ min: 2, max: 80 }),
      what: fc.constantFrom('begin', 'more', 'complete', 'leave'),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(steps, (all) => {
      const room = new BodyRoom()
      const bodies: { user: string; place: BodyPlace }[] = []
      const of = (user: string) => bodies.filter((body) => body.user === user)
      const held = (user: string) => of(user).reduce((sum, { place }) => sum + place.held, 0)
      for (const { user, megabytes, what } of all) {
        const [known] = of(user)
        if (what === 'complete') known?.place.complete()
        else if (what === 'leave') known?.place.leave()
        else {
          const body = what === 'more' && known?.place.mayGiveWay ? known : { user, place: room.enter(user) }
          if (body !== known) bodies.push(body)
          const wanted = held(user) + megabytes * MB
          try {
            body.place.take(megabytes * MB)
          } catch (error) {
            const others = bodies.filter((other) => other.user !== user && other.place.mayGiveWay)
            const more = others.some((other) => held(other.user) > wanted)
            expect([error, more]).toEqual([wanted > LARGEST_BODY + MB ? limited : overloaded, false])
            body.place.leave()
          }
        }
        const taken = bodies.reduce((sum, { place }) => sum + place.held, 0)
        expect(taken).toBeLessThanOrEqual(2 * LARGEST_BODY)
      }
    }),
  )
})
