import type { JobQueue } from '../store/job-queue'
import { type Clock, every } from '../time/clock'
import type { Logger } from '../tracing/logger'
import type { JobRunner } from './job-runner'

/** What is done again and again, by one of all servers: each makes itself due once more. */
const recurring = ['tidy'] as const

/** Milliseconds until one that was given up is begun anew, at the latest. */
const DAY = 24 * 60 * 60 * 1000

interface StartJobsParts {
  queue: Pick<JobQueue, 'add' | 'releaseOrphans'>
  jobs: Pick<JobRunner, 'start' | 'wake'>
  clock: Clock
  logger: Pick<Logger, 'warn'>
}

/**
 * Sees to it that recurring jobs are there, now and each day: what made one fail for minutes ends none for ever. Begins to do jobs. What it
 * returns ends that seeing to.
 */
export async function startJobs({ queue, jobs, clock, logger }: StartJobsParts): Promise<() => void> {
  const plan = async () => {
    for (const kind of recurring) await queue.add({ kind, payload: null, name: kind })
  }
  await queue.releaseOrphans()
  await plan()
  jobs.start()
  return every(clock, DAY, () => {
    plan().then(
      () => jobs.wake(),
      (error: unknown) =>
        logger.warn({ err: error }, 'recurring jobs could not be planned; the next day does it'),
    )
  })
}
