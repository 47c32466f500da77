import { Calls } from '../../src/redis/calls'
import { FakeClock } from '../support/fake-clock'

describe('a server that asks the others', () => {
  test('while Redis goes away has its client come back, and ends no answer', async () => {
    const link = {
      hear: () => () => undefined,
      publish: () => Promise.reject(new Error('the connection was closed')),
    }
    const calls = new Calls(link, 'one', new FakeClock(), () => undefined)
    const asked = calls.anyDid({ ask: 'stop', userId: 'u1', requestId: 'r1' }, 500)
    await expect(asked).rejects.toMatchObject({ code: 'SHUTTING_DOWN', retryable: true })
  })
})
