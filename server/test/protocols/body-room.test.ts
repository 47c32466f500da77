import { BodyRoom, LARGEST_BODY } from '../../src/protocols/body-room'

const MB = 1024 * 1024

test('a user has room for one body of the largest, and another user for one beside it', () => {
  const room = new BodyRoom()
  const first = room.enter('anna')
  first.take(LARGEST_BODY)
  expect(() => room.check('anna', 2 * MB)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }))
  room.enter('ben').take(LARGEST_BODY)
  expect(() => room.check('carl', 2 * MB)).toThrow(expect.objectContaining({ code: 'OVERLOADED' }))
  first.leave()
  first.leave()
  expect(() => room.check('carl', LARGEST_BODY)).not.toThrow()
  expect(() => room.check('anna', LARGEST_BODY)).not.toThrow()
})

test('bodies of up to a megabyte need no room, however many they are', () => {
  const room = new BodyRoom()
  for (let body = 0; body < 1000; body += 1) room.enter('anna').take(MB)
  expect(() => room.check('anna', LARGEST_BODY)).not.toThrow()
})
