import * as fc from 'fast-check'
import { schedules } from './schedule'
import { simulate } from './world'

/** The large run is `npm run simulate`; this one draws other schedules each time, and names the seed where one fails. */
const SCHEDULES = 400

describe('An answer, whatever happens to phone, network and server', () => {
  test('settles once, whole or marked as cut, begun once, and leaves nothing behind', async () => {
    const property = fc.asyncProperty(schedules, async (schedule) => {
      expect((await simulate(schedule)).violations).toEqual([])
    })
    await fc.assert(property, { numRuns: SCHEDULES })
  }, 120_000)
})
