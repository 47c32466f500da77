import type { Parts } from './parts'
import { LEASE_RENEWAL, OwnerLease } from './store/owner-lease'

/**
 * Lives beside other servers on one database: says again and again that this one does, and takes up what one that died
 * has left. What it returns ends that.
 */
export async function shareDatabase({
  database,
  answers,
  answerService,
  logger,
}: Pick<Parts, 'database' | 'answers' | 'answerService' | 'logger'>): Promise<() => Promise<void>> {
  const lease = new OwnerLease(database, answers.owner)
  await lease.renew()
  let round: Promise<void> | undefined
  const live = async () => {
    try {
      await lease.renew()
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
    await lease.end()
  }
}
