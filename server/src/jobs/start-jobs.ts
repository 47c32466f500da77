import type { JobQueue } from '../store/job-queue'
import type { JobRunner } from './job-runner'

/** What is done again and again, by one of all servers: each makes itself due once more. */
const recurring = ['tidy'] as const

/** Sees to it that recurring jobs are there, and begins to do jobs. */
export async function startJobs({ queue, jobs }: { queue: JobQueue; jobs: JobRunner }): Promise<void> {
  await queue.releaseOrphans()
  for (const kind of recurring) await queue.add({ kind, payload: null, name: kind })
  jobs.start()
}
