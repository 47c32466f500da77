import { StoreAway } from '../../src/errors/store-away'
import { HopelessJob, type JobHandler } from '../../src/jobs/job'
import { type JobLimits, JobRunner } from '../../src/jobs/job-runner'
import { JobOverview } from '../../src/store/job-overview'
import { JobQueue } from '../../src/store/job-queue'
import { embedded } from '../store/backends'
import { createTestStore, type TestStore } from '../store/test-store'
import { FakeClock } from '../support/fake-clock'

/** By the database's own clock, what failed is due at once. What is added here is told: nothing waits for a look. */
const LIMITS: Partial<JobLimits> = { interval: 3_600_000, lease: 60_000, delays: [0, 0] }

describe('The job runner', () => {
  let store: TestStore
  let queue: JobQueue
  let overview: JobOverview
  let clock: FakeClock
  const logged: { message: string; fields: object }[] = []
  const runners: JobRunner[] = []

  beforeEach(async () => {
    store = await createTestStore(embedded.create)
    queue = new JobQueue(store.database)
    overview = new JobOverview(store.database)
    clock = new FakeClock()
    logged.length = 0
  })

  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.end(60_000)))
    await store.remove()
  })

  function run(handlers: Record<string, JobHandler>, limits: Partial<JobLimits> = {}): JobRunner {
    const note = (fields: object, message: string) => void logged.push({ fields, message })
    const logger = { debug: note, info: note, warn: note, error: note }
    const runner = new JobRunner({ queue, handlers, clock, logger }, { ...LIMITS, ...limits })
    runners.push(runner)
    return runner
  }

  /** Lets time go by until it is so. */
  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isSo())) await clock.advance(100)
  }

  const isEmpty = async () => (await overview.counts()).length === 0

  test('does what was added before it began and what is added then, never more at once than it may', async () => {
    let atOnce = 0
    let most = 0
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const done: unknown[] = []
    const runner = run(
      {
        count: async (payload) => {
          atOnce += 1
          most = Math.max(most, atOnce)
          await held
          atOnce -= 1
          done.push(payload)
          return {}
        },
      },
      { atOnce: 3 },
    )
    for (let number = 0; number < 10; number++) await queue.add({ kind: 'count', payload: number })
    runner.start()
    for (let number = 10; number < 20; number++) {
      await queue.add({ kind: 'count', payload: number })
      runner.wake()
    }
    expect(atOnce).toBe(3)
    letGo()
    await until(isEmpty)
    expect(done.map(Number).sort((one, other) => one - other)).toEqual([...Array(20).keys()])
    expect(most).toBe(3)
  })

  test('tries a failed job again, and gives one up that goes on failing or is hopeless: the others are done', async () => {
    const attempts: Record<string, number> = {}
    const failing = (kind: string, error: Error, times: number): JobHandler => {
      return async () => {
        attempts[kind] = (attempts[kind] ?? 0) + 1
        if (attempts[kind] <= times) throw error
        return {}
      }
    }
    const runner = run({
      recovering: failing('recovering', new Error('busy'), 2),
      poisoned: failing('poisoned', new Error('never'), Number.POSITIVE_INFINITY),
      hopeless: failing('hopeless', new HopelessJob('no such thing'), Number.POSITIVE_INFINITY),
    })
    for (const kind of ['poisoned', 'hopeless', 'recovering']) await queue.add({ kind, payload: null })
    runner.start()
    await until(async () => (await overview.counts()).every(({ waiting }) => waiting === 0))
    expect(attempts).toEqual({ recovering: 3, poisoned: 3, hopeless: 1 })
    expect((await overview.dead()).map(({ kind, error }) => [kind, error]).sort()).toEqual([
      ['hopeless', 'HopelessJob: no such thing'],
      ['poisoned', 'Error: never'],
    ])
    expect(logged.filter(({ message }) => message === 'job given up')).toHaveLength(2)
  })

  test('tells a job to give up when the server ends, and gives it back for the next one', async () => {
    let isUnderWay = false
    const patient: JobHandler = (_payload, { signal }) => {
      isUnderWay = true
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
    const runner = run({ patient })
    await queue.add({ kind: 'patient', payload: null })
    runner.start()
    await until(() => isUnderWay)
    await runner.end(60_000)
    expect(await queue.claim(['patient'], 1, 1000)).toEqual([expect.objectContaining({ failures: 0 })])
  })

  test('writes what an attempt leaves however it ends: done, failed, given up, or given back at the end', async () => {
    const written: string[] = []
    const leaving = (attempt: JobHandler): JobHandler => {
      return (payload, context) => {
        context.leaves(async () => void written.push(String(payload)))
        return attempt(payload, context)
      }
    }
    const failing = (error: Error): JobHandler => leaving(() => Promise.reject(error))
    const endless = leaving(
      (_payload, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    const runner = run({
      done: leaving(async () => ({})),
      busy: failing(new Error('busy')),
      hopeless: failing(new HopelessJob('no such thing')),
      endless,
    })
    for (const kind of ['done', 'busy', 'hopeless', 'endless']) await queue.add({ kind, payload: kind })
    runner.start()
    await until(async () => (await overview.dead()).length === 2 && (await overview.counts()).length === 3)
    expect(written.sort()).toEqual(['busy', 'busy', 'busy', 'done', 'hopeless'])
    await runner.end(60_000)
    expect(written).toContain('endless')
  })

  test('does a job once whose end the database takes only when it is back, and one that failed meanwhile again', async () => {
    const ends = { finish: 2, fail: 2 }
    const away = (end: keyof typeof ends) => {
      ends[end] -= 1
      if (ends[end] >= 0) throw new StoreAway(new Error('the connection is gone'))
    }
    jest.spyOn(queue, 'finish').mockImplementation(async (...job) => {
      away('finish')
      return JobQueue.prototype.finish.apply(queue, job)
    })
    jest.spyOn(queue, 'fail').mockImplementation(async (...job) => {
      away('fail')
      return JobQueue.prototype.fail.apply(queue, job)
    })
    const attempts: Record<string, number> = {}
    const counted = (kind: string, failures: number): JobHandler => {
      return async () => {
        attempts[kind] = (attempts[kind] ?? 0) + 1
        if (attempts[kind] <= failures) throw new Error('busy')
        return {}
      }
    }
    const runner = run({ paid: counted('paid', 0), failing: counted('failing', 1) })
    for (const kind of ['paid', 'failing']) await queue.add({ kind, payload: null })
    runner.start()
    await until(isEmpty)
    expect(attempts).toEqual({ paid: 1, failing: 2 })
  })

  test('takes no job after its end, nor before its beginning', async () => {
    const handler = jest.fn(async () => ({}))
    const runner = run({ count: handler })
    await queue.add({ kind: 'count', payload: null })
    runner.wake()
    await runner.end(0)
    runner.start()
    runner.wake()
    expect(await queue.claim(['count'], 1, 1000)).toHaveLength(1)
    expect(handler).not.toHaveBeenCalled()
  })

  test('goes on looking when the database was away', async () => {
    let failures = 2
    const claim: JobQueue['claim'] = (...asked) => {
      failures -= 1
      return failures < 0 ? queue.claim(...asked) : Promise.reject(new Error('away'))
    }
    const note = () => {}
    const parts = {
      queue: {
        claim,
        renew: queue.renew.bind(queue),
        finish: queue.finish.bind(queue),
        fail: queue.fail.bind(queue),
        release: queue.release.bind(queue),
      },
      handlers: { count: async () => ({}) },
      clock,
      logger: { debug: note, info: note, warn: note, error: note },
    }
    const runner = new JobRunner(parts, { ...LIMITS, interval: 5000 })
    runners.push(runner)
    await queue.add({ kind: 'count', payload: null })
    runner.start()
    await until(isEmpty)
  })

  test('a job whose lease another server took is told so', async () => {
    let isUnderWay = false
    let reason: unknown
    const patient: JobHandler = (_payload, { signal }) =>
      new Promise((resolve) => {
        isUnderWay = true
        signal.addEventListener('abort', () => {
          reason = signal.reason
          resolve({})
        })
      })
    const runner = run({ patient })
    await queue.add({ kind: 'patient', payload: null })
    runner.start()
    await until(() => isUnderWay)
    await store.database.main
      .updateTable('job')
      .set({ claim: 'somebody else', claimed_until: 9e15 })
      .execute()
    await until(() => reason !== undefined)
    await runner.end(60_000)
    expect(await overview.counts()).toEqual([expect.objectContaining({ waiting: 1 })])
  })
})
