import type { Parts } from '../parts'
import { followFormerRuns } from '../store/former-runs'
import { followClock } from '../store/identifiers'
import { OwnerLease } from '../store/owner-lease'
import { systemClock } from '../time/clock'
import { SharedLife } from './shared-life'

/** A place among the servers of one database. */
export interface SharedDatabase {
  /** These runs of servers are known to be dead: what they left is taken up at once. */
  takeOver(owners: readonly string[]): Promise<void>
  leave(): Promise<void>
}

type Sharing = Pick<Parts, 'config' | 'database' | 'answers' | 'answerService' | 'logger'>

/**
 * Lives beside other servers on one database: says again and again that this one does, and takes up what one that died
 * has left.
 */
export async function shareDatabase(parts: Sharing): Promise<SharedDatabase> {
  const { database, answers, answerService } = parts
  const lease = new OwnerLease(database)
  const life = new SharedLife({ ...parts, lease, clock: systemClock, follow: followClock })
  await life.begin()
  return {
    takeOver: async (owners) => {
      for (const owner of owners) await lease.end(owner)
      await answerService.recover()
    },
    leave: async () => {
      await life.end()
      await lease.end(answers.owner)
    },
  }
}

/** The same for a server that is no worker: it follows the one that had its data folder before. Gives what ends it. */
export async function shareDatabaseAlone(parts: Sharing): Promise<() => Promise<void>> {
  const { former, note, unlock } = await followFormerRuns(parts.config.dataDirectory)
  try {
    const lease = new OwnerLease(parts.database)
    for (const owner of former) await lease.end(owner)
    const shared = await shareDatabase(parts)
    await note([parts.answers.owner])
    return async () => {
      await shared.leave()
      unlock()
    }
  } catch (error) {
    unlock()
    throw error
  }
}
