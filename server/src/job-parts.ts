import type { Bell } from './extras/bell'
import { makeExtrasJob } from './extras/extras-job'
import type { FileLookup } from './files/file-lookup'
import type { FileStorage } from './files/file-storage'
import { removePagesJob } from './files/remove-pages'
import { countUsageJob } from './jobs/count-usage'
import { defaultJobLimits, JobRunner } from './jobs/job-runner'
import { scrubJob } from './jobs/scrub'
import type { LocalTutor } from './model/local-tutor'
import type { TutorModel } from './model/model'
import { jobMetrics } from './operate/job-metrics'
import type { Metrics } from './operate/metrics'
import { tidyUpJob } from './operate/tidy-up'
import type { Repositories } from './repositories'
import type { CheckContent } from './safety/content-safety'
import type { Database } from './store/database'
import { REMOVE_PAGES } from './store/unused-files'
import { systemClock } from './time/clock'
import type { Logger } from './tracing/logger'
import { SCRUB } from './users/erase-account'

/** What jobs are made of. */
interface JobFoundations extends Pick<Repositories, 'queue' | 'jobOverview' | 'files' | 'logins' | 'extras'> {
  logger: Logger
  model: TutorModel
  /** Asked in this order where `model` fails. */
  otherModels?: readonly TutorModel[]
  tutor?: LocalTutor
  database: Database
  metrics: Metrics
  storage: FileStorage
  /** Rings when extras were made. */
  extrasBell: Bell
  fileLookup: FileLookup
  checkContent: CheckContent
}

/** What carries jobs out, each kind by what does it. It has not begun. */
export function createJobs(parts: JobFoundations): JobRunner {
  const { queue, metrics, files, storage, logins, extras, extrasBell, fileLookup, checkContent } = parts
  const { logger, model, otherModels = [], tutor, database, jobOverview } = parts
  const handlers = {
    usage: countUsageJob,
    tidy: tidyUpJob({ files, storage, logins }),
    [SCRUB]: scrubJob(database),
    [REMOVE_PAGES]: removePagesJob({ storage, logger }),
    extras: makeExtrasJob({
      extras,
      models: [model, ...otherModels],
      tutor,
      files: fileLookup,
      checkContent,
      logger,
      mostFailures: defaultJobLimits.delays.length,
    }),
  }
  const count = jobMetrics(metrics.registry, jobOverview)
  const ended: typeof count = (kind, end, duration) => {
    count(kind, end, duration)
    if (kind === 'extras') extrasBell.ring()
  }
  return new JobRunner({ queue, handlers, clock: systemClock, logger, ended })
}
