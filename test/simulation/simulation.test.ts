import * as fc from 'fast-check'
import { KINDS } from './kinds'
import { schedules } from './schedule'
import { simulate } from './world'

/** The large run is `npm run simulate`; this one draws other schedules each time, and names the seed where one fails. */
const SCHEDULES = 250

describe('An answer, whatever happens to phone, network and server', () => {
  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    'settles once, whole or marked as cut, begun once, and leaves nothing behind: %s',
    async (kind) => {
      const property = fc.asyncProperty(schedules, async (schedule) => {
        expect((await simulate(schedule, kind)).violations).toEqual([])
      })
      await fc.assert(property, { numRuns: SCHEDULES })
    },
    120_000,
  )
})
