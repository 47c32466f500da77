import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { countUsageJob } from '../../src/jobs/count-usage'
import { JobOverview } from '../../src/store/job-overview'
import { type ClaimedJob, JobQueue } from '../../src/store/job-queue'
import { UsageRepository } from '../../src/store/usage-repository'
import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

const MINUTE = 60_000

describe.each(backends)('Jobs in $name', ({ create }) => {
  let store: TestStore
  let queue: JobQueue
  let overview: JobOverview

  beforeEach(async () => {
    store = await createTestStore(create)
    await sql`create table test_clock (time bigint)`.execute(store.database.main)
    await sql`insert into test_clock values (1000000)`.execute(store.database.main)
    const { main, shared } = store.database
    const parts = { main, shared, now: sql<number>`(select time from test_clock)` }
    queue = new JobQueue(parts)
    overview = new JobOverview(parts)
  })

  afterEach(() => store.remove())

  /** Puts the database's clock forward. */
  async function pass(milliseconds: number): Promise<void> {
    await sql`update test_clock set time = time + ${milliseconds}`.execute(store.database.main)
  }

  async function only(jobs: Promise<ClaimedJob[]>): Promise<ClaimedJob> {
    const [job, ...others] = await jobs
    if (job === undefined || others.length > 0) throw new Error('not one job')
    return job
  }

  test('fifty jobs that eight servers look for at once are done once each', async () => {
    for (let number = 0; number < 50; number++) await queue.add({ kind: 'count', payload: number })
    const done: unknown[] = []
    const server = async () => {
      for (let jobs = await queue.claim(['count'], 3, MINUTE); jobs.length > 0; ) {
        done.push(...jobs.map(({ payload }) => payload))
        jobs = await queue.claim(['count'], 3, MINUTE)
      }
    }
    await Promise.all(Array.from({ length: 8 }, server))
    expect(done.sort((one, other) => Number(one) - Number(other))).toEqual([...Array(50).keys()])
  })

  test('a job whose server died comes back when its time is over, and who comes late writes nothing', async () => {
    await queue.add({ kind: 'count', payload: null })
    const first = await only(queue.claim(['count'], 1, MINUTE))
    expect(await queue.claim(['count'], 1, MINUTE)).toEqual([])
    await pass(MINUTE)
    const second = await only(queue.claim(['count'], 1, MINUTE))
    const write = jest.fn(async () => {})
    expect(await queue.renew(first, MINUTE)).toBe(false)
    expect(await queue.finish(first, write)).toBe(false)
    expect(write).not.toHaveBeenCalled()
    expect(await queue.finish(second, write)).toBe(true)
    expect(write).toHaveBeenCalledTimes(1)
    expect(await overview.counts()).toEqual([])
  })

  test('a job that is renewed stays where it is', async () => {
    await queue.add({ kind: 'count', payload: null })
    const job = await only(queue.claim(['count'], 1, MINUTE))
    await pass(MINUTE - 1)
    expect(await queue.renew(job, MINUTE)).toBe(true)
    await pass(MINUTE - 1)
    expect(await queue.claim(['count'], 1, MINUTE)).toEqual([])
  })

  test('the effect of a job and its end are there together, or neither is', async () => {
    await queue.add({ kind: 'count', payload: null })
    const job = await only(queue.claim(['count'], 1, MINUTE))
    const failing = queue.finish(job, async (transaction) => {
      await transaction.updateTable('user_account').set({ name: '改了' }).execute()
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    const names = await store.database.main.selectFrom('user_account').select('name').execute()
    expect(names.map(({ name }) => name).sort()).toEqual(['stranger', 'student'])
    await pass(MINUTE)
    expect(await queue.claim(['count'], 1, MINUTE)).toHaveLength(1)
  })

  test('a failed job waits, one that is given up is listed until somebody brings it back or drops it', async () => {
    await queue.add({ kind: 'count', payload: { of: 7 }, userId: store.userId })
    await queue.fail(await only(queue.claim(['count'], 1, MINUTE)), 'busy', 2000)
    expect(await queue.claim(['count'], 1, MINUTE)).toEqual([])
    await pass(2000)
    await queue.fail(await only(queue.claim(['count'], 1, MINUTE)), 'hopeless', undefined)
    await pass(3_600_000)
    expect(await queue.claim(['count'], 1, MINUTE)).toEqual([])
    const [dead] = await overview.dead()
    expect(dead).toMatchObject({ kind: 'count', payload: '{"of":7}', failures: 2, error: 'hopeless' })
    expect(await overview.counts()).toEqual([{ kind: 'count', waiting: 0, dead: 1, age: 0 }])
    expect(await overview.revive(dead?.id ?? '')).toBe(true)
    const again = await only(queue.claim(['count'], 1, MINUTE))
    expect(again).toMatchObject({ failures: 0, payload: { of: 7 }, userId: store.userId })
    await queue.fail(again, 'hopeless', undefined)
    expect(await overview.drop(again.id)).toBe(true)
    expect(await overview.drop(again.id)).toBe(false)
    expect(await overview.dead()).toEqual([])
  })

  test('a job that is to be done again is due after its time, and there is one of its name', async () => {
    await queue.add({ kind: 'tidy', payload: null, name: 'tidy' })
    await queue.add({ kind: 'tidy', payload: null, name: 'tidy' })
    const job = await only(queue.claim(['tidy'], 9, MINUTE))
    await queue.finish(job, undefined, 1000)
    await queue.add({ kind: 'tidy', payload: null, name: 'tidy' })
    expect(await queue.claim(['tidy'], 9, MINUTE)).toEqual([])
    await pass(1500)
    expect(await overview.counts()).toEqual([{ kind: 'tidy', waiting: 1, dead: 0, age: 500 }])
    expect(await queue.claim(['tidy'], 9, MINUTE)).toHaveLength(1)
  })

  test('a job of a name that was given up keeps no later one away: that begins anew, as one that was just asked for', async () => {
    await queue.add({ kind: 'tidy', payload: 1, name: 'tidy' })
    for (const delay of [0, undefined]) {
      await queue.fail(await only(queue.claim(['tidy'], 9, MINUTE)), 'no such disk', delay)
    }
    const [before] = await overview.dead()
    await sleep(2)
    await queue.add({ kind: 'tidy', payload: 2, name: 'tidy' })
    expect(await overview.dead()).toEqual([])
    const again = await only(queue.claim(['tidy'], 9, MINUTE))
    expect(again).toMatchObject({ payload: 2, failures: 0 })
    await queue.fail(again, 'still none', undefined)
    const [after] = await overview.dead()
    expect(after).toMatchObject({ failures: 1, error: 'still none' })
    expect(Date.parse(after?.createdAt ?? '')).toBeGreaterThan(Date.parse(before?.createdAt ?? ''))
  })

  test('a job that this server does not know is left to one that does', async () => {
    await queue.add({ kind: 'of the future', payload: null })
    expect(await queue.claim(['count'], 9, MINUTE)).toEqual([])
  })

  test('jobs go with their account', async () => {
    await queue.add({ kind: 'count', payload: null, userId: store.userId })
    const job = await only(queue.claim(['count'], 1, MINUTE))
    await store.database.main.deleteFrom('user_account').where('id', '=', store.userId).execute()
    expect(await queue.finish(job)).toBe(false)
    expect(await overview.counts()).toEqual([])
  })

  test('what a failed attempt leaves is written once, by the server whose job it was', async () => {
    await queue.add({ kind: 'count', payload: null, userId: store.userId })
    const slept = await only(queue.claim(['count'], 1, MINUTE))
    await pass(2 * MINUTE)
    const job = await only(queue.claim(['count'], 1, MINUTE))
    const written: string[] = []
    const writing = (name: string) => async () => void written.push(name)
    await queue.fail(slept, 'busy', 0, writing('who slept'))
    await queue.release(slept, writing('who slept'))
    await queue.fail(job, 'busy', 0, writing('whose it is'))
    await queue.fail(job, 'busy', 0, writing('the same again'))
    expect(written).toEqual(['whose it is'])
  })

  test('an answer that is saved several times counts its tokens once', async () => {
    const { questionId } = await store.begin()
    const save = () => store.answers.save(finished(questionId, { model: 'qwen' }))
    await Promise.all([save(), save(), save()])
    await expectCountedOnce()
  })

  test('an answer of an earlier version, which left its tokens to a job, counts them once', async () => {
    const payload = { day: '2026-11-28', model: 'qwen', prompt_tokens: 3, completion_tokens: 4 }
    await queue.add({ kind: 'usage', payload, userId: store.userId })
    const job = await only(queue.claim(['usage'], 9, MINUTE))
    const { write } = await countUsageJob(job.payload, {
      userId: job.userId,
      failures: 0,
      signal: AbortSignal.timeout(1000),
      leaves: () => {},
    })
    await queue.finish(job, write)
    await queue.finish(job, write)
    await expectCountedOnce()
  })

  async function expectCountedOnce(): Promise<void> {
    const usage = new UsageRepository(store.database)
    const sums = { answers: 1, promptTokens: 3, completionTokens: 4 }
    expect(await usage.lines('2000-01-01', store.userId)).toEqual([
      expect.objectContaining({ model: 'qwen', ...sums }),
    ])
    expect(await usage.lines('2000-01-01', store.strangerId)).toEqual([])
    expect(await usage.users('2000-01-01', 10)).toEqual([{ userId: store.userId, name: 'student', ...sums }])
  }
})
