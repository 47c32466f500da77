import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Parts } from '../parts'
import { DataInUse, lockData } from '../store/data-lock'
import { LEASE_RENEWAL, OwnerLease } from '../store/owner-lease'

/**
 * Lives beside other servers on one database: says again and again that this one does, and takes up what one that died
 * has left. What it returns ends that.
 */
export async function shareDatabase(
  parts: Pick<Parts, 'config' | 'database' | 'answers' | 'answerService' | 'logger'>,
): Promise<() => Promise<void>> {
  const { database, answers, answerService, logger, config } = parts
  const lease = new OwnerLease(database)
  await lease.renew(answers.owner)
  const unlock = await followFormerRun(config.dataDirectory, answers.owner, lease)
  let round: Promise<void> | undefined
  const live = async () => {
    try {
      await lease.renew(answers.owner)
      await answerService.recover()
    } catch (error) {
      logger.warn({ err: error }, 'the sign of life could not be written')
    }
    round = undefined
  }
  const timer = setInterval(() => {
    round ??= live()
  }, LEASE_RENEWAL)
  return async () => {
    clearInterval(timer)
    await round
    await lease.end(answers.owner)
    unlock()
  }
}

/**
 * Who can lock the data folder knows that the run which had it before is dead, so that nobody waits until it has been
 * silent for long enough. Servers that share a folder have to wait. Returns what gives the lock back.
 */
async function followFormerRun(dataDirectory: string, owner: string, lease: OwnerLease): Promise<() => void> {
  const unlock = lockUnlessShared(dataDirectory)
  if (unlock === undefined) return () => undefined
  const file = join(dataDirectory, 'last-run')
  try {
    const former = await readFile(file, { encoding: 'utf8', flag: 'a+' })
    if (former !== '') await lease.end(former)
    await writeFile(file, owner)
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

function lockUnlessShared(dataDirectory: string): (() => void) | undefined {
  try {
    return lockData(dataDirectory)
  } catch (error) {
    if (error instanceof DataInUse) return undefined
    throw error
  }
}
