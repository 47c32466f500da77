import { SharedLife } from '../../src/operate/shared-life'
import { LEASE_HELD } from '../../src/store/owner-lease'
import { FakeClock } from '../support/fake-clock'

const silentLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

describe('a server among others', () => {
  test.each([
    ['soon', LEASE_HELD - 1, true],
    ['only when its first sign of life is over', LEASE_HELD, false],
  ])(
    'that reads the reply to its first sign of life %s counts from when it was begun',
    async (_when, delay, takes) => {
      const clock = new FakeClock()
      let mayOwn = () => true
      const life = new SharedLife({
        answers: { owner: 'one', beginAnew: () => {} },
        answerService: {
          recover: async () => {},
          letGoOfAll: () => {},
          ownWhile: (holds) => {
            mayOwn = holds
          },
        },
        lease: {
          begin: () => new Promise((resolve) => clock.after(delay, () => resolve(clock.now()))),
          renew: async () => clock.now(),
          end: async () => {},
        },
        clock,
        logger: silentLogger,
        follow: () => {},
      })
      const begun = life.begin()
      await clock.advance(delay)
      await begun
      expect(mayOwn()).toBe(takes)
      await life.end()
    },
  )
})
