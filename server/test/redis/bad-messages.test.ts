import { EventEmitter } from 'node:events'
import { Calls } from '../../src/redis/calls'
import { serverChannel } from '../../src/redis/names'
import { RedisLink } from '../../src/redis/redis-link'
import { FakeClock } from '../support/fake-clock'

/** What a client is told of, by the listeners it has given to the second connection, which only hears. */
const clients: FakeRedis[] = []
class FakeRedis extends EventEmitter {
  readonly status = 'ready'
  constructor() {
    super()
    clients.push(this)
  }
  ping = async () => 'PONG'
  script = async () => 'hash'
  subscribe = async () => 1
  unsubscribe = async () => 1
  publish = async () => 2
  disconnect = () => undefined
}
jest.mock('../../src/redis/client', () => ({ Redis: FakeRedis }))

describe('what anybody says on a channel of Redis', () => {
  test.each(['x', '', '{', 'null', '[]', '{"call":"one"}', '1 x'])(
    'is no reason to end, or to hear nothing more: %j',
    async (nonsense) => {
      clients.length = 0
      const logged: string[] = []
      const log = (_fields: object, message: string) => void logged.push(message)
      const link = await RedisLink.open('redis://nowhere', { debug: log, info: log, warn: log, error: log })
      const [, ears] = clients
      const heard: string[] = []
      const calls = new Calls(link, 'one', new FakeClock(), (seat) => void heard.push(seat))
      link.hear(serverChannel('one'), (message) => void heard.push(message))
      const say = (message: string) => ears?.emit('message', serverChannel('one'), message)
      expect(() => say(nonsense)).not.toThrow()
      expect(heard).toEqual([nonsense])
      say('{"superseded":"a seat"}')
      expect(heard).toEqual([nonsense, 'a seat', '{"superseded":"a seat"}'])
      const asked = calls.anyDid({ ask: 'stop', userId: 'u1', requestId: 'r1' }, 500)
      await new Promise(setImmediate)
      say('{"call":1,"answer":{"reply":"done"}}')
      expect(await asked).toBe(true)
      link.close()
    },
  )
})
