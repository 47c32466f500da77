import type { WriteJob } from '../store/job-queue'

/** What a handler is told beside the job's payload. */
export interface JobContext {
  /** Whose job it is, where it is somebody's. */
  userId: string | undefined
  /** Attempts that failed before this one. */
  failures: number
  /** Aborted when the job is somebody else's by now, or the server ends. */
  signal: AbortSignal
  /** Writes this with the attempt's end, however it ends: such as what was paid for in vain. */
  leaves(write: WriteJob): void
}

/** How a job ends. */
export interface JobOutcome {
  /** Its whole effect on the database, written in one transaction with its end. */
  write?: WriteJob
  /** Milliseconds until it is due again; without it the job is over. */
  again?: number
}

/**
 * Does the slow part of one kind of jobs and says what is to be written. It may run twice where a server dies, so whatever it
 * changes outside of `write` must bear that. What it throws is tried again, a {@link HopelessJob} is not.
 */
export type JobHandler = (payload: unknown, context: JobContext) => Promise<JobOutcome>

/** Another attempt would end in the same way: the job goes to those that were given up. */
export class HopelessJob extends Error {
  override readonly name = 'HopelessJob'
}
