import { StoreAway } from '../errors/store-away'
import { errorInALine } from '../errors/told-error'
import type { ClaimedJob, JobQueue, WriteJob } from '../store/job-queue'
import type { Clock } from '../time/clock'
import { sleep, within } from '../time/clock'
import type { Logger } from '../tracing/logger'
import { beginSpan, contextOf, SpanKind } from '../tracing/spans'
import { traceField } from '../tracing/traceparent'
import { HopelessJob, type JobHandler } from './job'

/** How an attempt ended. */
export type JobEnd = 'done' | 'again' | 'dead' | 'lost'

interface JobRunnerParts {
  queue: Pick<JobQueue, 'claim' | 'renew' | 'finish' | 'fail' | 'release'>
  /** By kind. Jobs of other kinds are left to servers that know them. */
  handlers: Readonly<Record<string, JobHandler>>
  clock: Clock
  logger: Logger
  /** Told of each attempt, with its milliseconds. */
  ended?: (kind: string, end: JobEnd, duration: number) => void
}

/** Times are in milliseconds. */
export interface JobLimits {
  /** Jobs that this server does at once. */
  atOnce: number
  /** Between two looks for jobs of other servers, and for those whose time has come. */
  interval: number
  /** For which a job is this server's; it is renewed while the job is done. */
  lease: number
  /** Waits after each failed attempt; the job is given up after one attempt more. */
  delays: readonly number[]
}

/** As a server runs jobs where nothing else is said. */
export const defaultJobLimits: JobLimits = {
  atOnce: 4,
  interval: 5000,
  lease: 60_000,
  delays: [2000, 4000, 8000, 16_000, 32_000],
}

/** Does the jobs of the database, a few at once, beside whatever else the server does. */
export class JobRunner {
  private readonly limits: JobLimits
  private readonly kinds: string[]
  private readonly running = new Set<Promise<void>>()
  private readonly ending = new AbortController()
  private cancelLook: (() => void) | undefined
  private looking: Promise<void> | undefined
  private readonly cancelWakes = new Set<() => void>()
  private isWanted = false
  private isStarted = false

  constructor(
    private readonly parts: JobRunnerParts,
    limits: Partial<JobLimits> = {},
  ) {
    this.limits = { ...defaultJobLimits, ...limits }
    this.kinds = Object.keys(parts.handlers)
  }

  start(): void {
    this.isStarted = true
    this.wake()
  }

  /** Looks for jobs now, since one was added here. Does nothing before the start and after the end. */
  wake(): void {
    if (!this.isStarted || this.ending.signal.aborted) return
    this.isWanted = true
    this.looking ??= this.look().finally(() => {
      this.looking = undefined
    })
  }

  /**
   * Takes no more jobs, and lets those under way end for up to `patience` milliseconds; what is not over then is told to
   * give up, and done by another server, or after the next start.
   */
  async end(patience: number): Promise<void> {
    this.ending.abort()
    this.cancelLook?.()
    for (const cancel of this.cancelWakes) cancel()
    await this.looking
    await within(this.parts.clock, patience, Promise.all(this.running))
  }

  private async look(): Promise<void> {
    this.cancelLook?.()
    const { queue, logger, clock } = this.parts
    const { atOnce, lease, interval } = this.limits
    try {
      while (this.isWanted && this.running.size < atOnce && !this.ending.signal.aborted) {
        this.isWanted = false
        const most = atOnce - this.running.size
        const jobs = await queue.claim(this.kinds, most, lease)
        // There may be more than were asked for.
        if (jobs.length === most) this.isWanted = true
        for (const job of jobs) this.begin(job)
      }
    } catch (error) {
      logger.warn({ err: error }, 'the jobs could not be looked for; that is tried again')
    }
    if (!this.ending.signal.aborted) this.cancelLook = clock.after(interval, () => this.wake())
  }

  private begin(job: ClaimedJob): void {
    const work = this.work(job).finally(() => {
      this.running.delete(work)
      if (this.isWanted) this.wake()
    })
    this.running.add(work)
  }

  /** Never rejects. */
  private async work(job: ClaimedJob): Promise<void> {
    const { clock, logger, ended } = this.parts
    const begun = clock.now()
    const fields = { job: job.id, kind: job.kind, ...traceField(job.traceparent) }
    const span = beginSpan(
      `job ${job.kind}`,
      contextOf(job.traceparent),
      { 'tutor.job_id': job.id, 'tutor.failures': job.failures },
      SpanKind.CONSUMER,
    )
    let end: JobEnd = 'lost'
    try {
      end = await this.attempt(job)
    } catch (error) {
      // Its lease lapses, and it is done again.
      logger.warn({ ...fields, err: error }, 'the end of a job could not be written')
    }
    span.set({ 'tutor.end': end })
    span.end(end === 'done' ? undefined : end)
    ended?.(job.kind, end, clock.now() - begun)
    logger.debug({ ...fields, end }, 'job ended')
  }

  private async attempt(job: ClaimedJob): Promise<JobEnd> {
    const { queue, handlers } = this.parts
    const lost = new AbortController()
    const signal = AbortSignal.any([lost.signal, this.ending.signal])
    const stopRenewing = this.keep(job, () => lost.abort())
    const left: WriteJob[] = []
    const writing =
      (write?: WriteJob): WriteJob =>
      async (transaction) => {
        await write?.(transaction)
        for (const each of left) await each(transaction)
      }
    try {
      const { userId, failures } = job
      const handler = handlers[job.kind]
      if (handler === undefined) throw new HopelessJob('there is no handler')
      const leaves = (write: WriteJob): void => void left.push(write)
      const { write, again } = await handler(job.payload, { userId, failures, signal, leaves })
      return (await this.whenThere(() => queue.finish(job, writing(write), again))) ? 'done' : 'lost'
    } catch (error) {
      return await this.failed(job, error, writing())
    } finally {
      stopRenewing()
    }
  }

  private async failed(job: ClaimedJob, error: unknown, write: WriteJob): Promise<JobEnd> {
    const { queue, logger } = this.parts
    if (this.ending.signal.aborted) {
      await queue.release(job, write)
      return 'lost'
    }
    const delay = error instanceof HopelessJob ? undefined : this.limits.delays[job.failures]
    const reason = errorInALine(error)
    const fields = {
      job: job.id,
      kind: job.kind,
      failures: job.failures + 1,
      ...traceField(job.traceparent),
    }
    await this.whenThere(() => queue.fail(job, reason.slice(0, mostReason), delay, write))
    if (delay !== undefined) this.wakeAfter(delay)
    if (delay === undefined) logger.error({ ...fields, err: error }, 'job given up')
    else logger.warn({ ...fields, err: error, retry_in: delay }, 'job failed, it will be tried again')
    return delay === undefined ? 'dead' : 'again'
  }

  /**
   * What came of a job is written when a database that is away is back, so that nothing is made, and paid for, a second time; at the
   * latest when the job may be somebody else's. What came through without a word changes nothing when it is said again.
   */
  private async whenThere<T>(write: () => Promise<T>): Promise<T> {
    const { clock } = this.parts
    const until = clock.now() + this.limits.lease
    for (;;) {
      try {
        return await write()
      } catch (error) {
        const isHopeless = this.ending.signal.aborted || clock.now() >= until
        if (isHopeless || !(error instanceof StoreAway)) throw error
      }
      await sleep(clock, RETRY)
    }
  }

  /** Its time comes sooner than the next look at all jobs. */
  private wakeAfter(delay: number): void {
    const cancel = this.parts.clock.after(delay + CLOCKS_APART, () => {
      this.cancelWakes.delete(cancel)
      this.wake()
    })
    this.cancelWakes.add(cancel)
  }

  /** Renews the lease while a job is done. */
  private keep(job: ClaimedJob, lost: () => void): () => void {
    const { clock, queue, logger } = this.parts
    const { lease } = this.limits
    let over = false
    let cancel = () => {}
    const next = () => {
      cancel = clock.after(lease / 3, () => void renew())
    }
    const renew = async () => {
      try {
        if (!(await queue.renew(job, lease))) return lost()
      } catch (error) {
        logger.warn({ job: job.id, err: error }, 'the lease of a job could not be renewed')
      }
      if (!over) next()
    }
    next()
    return () => {
      over = true
      cancel()
    }
  }
}

/** Milliseconds by which the database's clock may be behind this process's. */
const CLOCKS_APART = 25

/** Milliseconds between two attempts to write what came of a job. */
const RETRY = 500

/** Characters kept of what went wrong. */
const mostReason = 500
