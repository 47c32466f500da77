import { startJobs } from '../../src/jobs/start-jobs'
import { JobOverview } from '../../src/store/job-overview'
import { JobQueue } from '../../src/store/job-queue'
import { embedded } from '../store/backends'
import { createTestStore, type TestStore } from '../store/test-store'
import { FakeClock } from '../support/fake-clock'

const DAY = 24 * 60 * 60 * 1000

describe('The daily tidying that was given up', () => {
  let store: TestStore
  let queue: JobQueue
  let overview: JobOverview
  let clock: FakeClock
  const ends: (() => void)[] = []
  let woken: Promise<void>
  let wake: () => void

  beforeEach(async () => {
    store = await createTestStore(embedded.create)
    queue = new JobQueue(store.database)
    overview = new JobOverview(store.database)
    clock = new FakeClock()
    woken = new Promise((resolve) => {
      wake = resolve
    })
    await start()
    const [job] = await queue.claim(['tidy'], 1, 1000)
    if (job === undefined) throw new Error('nothing to give up')
    await queue.fail(job, 'a disk that is full', undefined)
    expect(await queue.claim(['tidy'], 1, 1000)).toEqual([])
  })

  afterEach(async () => {
    for (const end of ends.splice(0)) end()
    await store.remove()
  })

  async function start(): Promise<void> {
    const jobs = { start: () => undefined, wake: () => wake() }
    ends.push(await startJobs({ queue, jobs, clock, logger: { warn: jest.fn() } }))
  }

  test('is begun anew by the next start', async () => {
    await start()
    expect(await queue.claim(['tidy'], 9, 1000)).toEqual([expect.objectContaining({ failures: 0 })])
  })

  test('is begun anew the next day, by a server that goes on', async () => {
    await clock.advance(DAY - 1)
    expect(await overview.dead()).toHaveLength(1)
    await clock.advance(1)
    await woken
    expect(await queue.claim(['tidy'], 9, 1000)).toEqual([expect.objectContaining({ failures: 0 })])
  })

  test('is left alone by a server that has ended', async () => {
    for (const end of ends) end()
    await clock.advance(DAY)
    expect(clock.pending).toBe(0)
    expect(await overview.dead()).toHaveLength(1)
  })
})
