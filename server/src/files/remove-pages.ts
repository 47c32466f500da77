import * as v from 'valibot'
import { StoreAway } from '../errors/store-away'
import { HopelessJob, type JobHandler } from '../jobs/job'
import type { Logger } from '../tracing/logger'
import type { FileStorage } from './file-storage'

/** Milliseconds until pages are tried again whose store is away. */
const LATER = 10 * 60 * 1000
/** Pages that are removed side by side: a conversation has dozens, an account thousands. */
const AT_ONCE = 16

const pagesSchema = v.object({ ids: v.array(v.string()) })

/**
 * Removes the bytes of pages whose rows are gone, as far as that can be done now. What cannot is left to the job that went with their
 * rows, which says why: nothing else of a deletion is to wait for it. Gives how many were removed.
 */
export async function removePages(
  storage: Pick<FileStorage, 'remove'>,
  ids: readonly string[],
): Promise<number> {
  let removed = 0
  try {
    await removeAll(storage, ids, () => {
      removed += 1
    })
  } catch {
    // That job does it again.
  }
  return removed
}

/** Tells of each that was there. Rejects with the first failure, and begins nothing more then. */
async function removeAll(
  storage: Pick<FileStorage, 'remove'>,
  ids: readonly string[],
  removed: () => void = () => undefined,
): Promise<void> {
  const remove = async (id: string) => {
    if (await storage.remove(id)) removed()
  }
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await Promise.all(ids.slice(from, from + AT_ONCE).map(remove))
  }
}

/** Removes them once more, which leaves nothing of what {@link removePages} could not, or was killed at. */
export function removePagesJob(parts: {
  storage: Pick<FileStorage, 'remove'>
  logger: Pick<Logger, 'warn'>
}): JobHandler {
  const { storage, logger } = parts
  return async (payload) => {
    const pages = v.safeParse(pagesSchema, payload)
    if (!pages.success) throw new HopelessJob('no pages')
    const { ids } = pages.output
    try {
      await removeAll(storage, ids)
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error
      logger.warn(
        { err: error, pages: ids.length },
        'removed pages could not be cleared; that is tried again',
      )
      return { again: LATER }
    }
    return {}
  }
}
