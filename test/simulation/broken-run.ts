import * as fc from 'fast-check'
import { instanceSchedules } from './instance-faults'
import { simulate } from './world'

/** `node … SCHEDULES SEED`: runs schedules of three servers, and prints the number of the first that fails and what was broken, as JSON. */
const [, , schedules = '', seed = ''] = process.argv

async function main(): Promise<void> {
  let run = 0
  const property = fc.asyncProperty(instanceSchedules(3), async (schedule) => {
    run += 1
    const { violations } = await simulate(schedule)
    if (violations.length > 0) throw new Error(violations.join('; '))
  })
  const { failed, errorInstance } = await fc.check(property, {
    numRuns: Number(schedules),
    seed: Number(seed),
    endOnFailure: true,
  })
  const seen = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  console.log(JSON.stringify(failed ? { run, seen } : {}))
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
