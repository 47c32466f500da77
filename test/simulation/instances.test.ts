import * as fc from 'fast-check'
import { instanceSchedules } from './instance-faults'
import { simulate } from './world'

/** The large run, which draws others each time, is `npm run simulate -- --instances 3`; these are the same ones each time. */
const SCHEDULES = 40
const SEED = 1

describe('An answer, whatever happens to one of three servers or to what they share', () => {
  test('is written by one at a time, ends once, whole or marked as cut, and loses or doubles no word', async () => {
    const property = fc.asyncProperty(instanceSchedules(3), async (schedule) => {
      expect((await simulate(schedule)).violations).toEqual([])
    })
    await fc.assert(property, { numRuns: SCHEDULES, seed: SEED })
  }, 120_000)
})
