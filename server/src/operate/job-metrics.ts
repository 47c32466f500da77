import { Gauge, Histogram, type Registry } from 'prom-client'
import type { JobEnd } from '../jobs/job-runner'
import type { JobOverview } from '../store/job-overview'

const jobSeconds = [0.01, 0.05, 0.25, 1, 5, 20, 60, 180]

/**
 * What waits and what was given up, asked of the database with each scrape, and the time of attempts. Where the database
 * does not answer the gauges keep what they had: that it is away is told elsewhere.
 */
export function jobMetrics(
  registry: Registry,
  overview: Pick<JobOverview, 'counts'>,
): (kind: string, end: JobEnd, duration: number) => void {
  const registers = [registry]
  const oldest = new Gauge({
    name: 'tutor_job_oldest_seconds',
    help: 'Time since the oldest job that waits was due',
    labelNames: ['kind'],
    registers,
    // Of the database, which all processes see: not one more for each of them.
    aggregator: 'max',
  })
  new Gauge({
    name: 'tutor_jobs',
    help: 'Jobs that wait (or are being done) and that were given up',
    labelNames: ['kind', 'state'],
    registers,
    aggregator: 'max',
    async collect() {
      const counts = await overview.counts().catch(() => undefined)
      if (counts === undefined) return
      this.reset()
      oldest.reset()
      for (const { kind, waiting, dead, age } of counts) {
        this.set({ kind, state: 'waiting' }, waiting)
        this.set({ kind, state: 'dead' }, dead)
        oldest.set({ kind }, age / 1000)
      }
    },
  })
  const attempts = new Histogram({
    name: 'tutor_job_seconds',
    help: 'Time of attempts at jobs by how they ended',
    labelNames: ['kind', 'end'],
    buckets: jobSeconds,
    registers,
  })
  return (kind, end, duration) => attempts.observe({ kind, end }, duration / 1000)
}
