import type { Database } from '../store/database'
import type { JobHandler } from './job'

/** Leaves nothing of what was deleted on the disk, where that could not be done at once. */
export function scrubJob(database: Pick<Database, 'scrub'>): JobHandler {
  return async () => {
    await database.scrub()
    return {}
  }
}
