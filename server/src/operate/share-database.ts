import type { Parts } from '../parts'
import { followClock } from '../store/identifiers'
import { LEASE_HELD, LEASE_RENEWAL, LEASE_RETRY, OwnerLease } from '../store/owner-lease'
import { followFormerRuns } from './former-runs'

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
  followClock(await lease.begin(answers.owner))
  const life = new SharedLife(parts, lease)
  life.begin()
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

/**
 * Says again and again that this server lives. Where that does not come through in time, or came too late, it lets go of its
 * answers before anybody else may take them up, and goes on as another run: it may take them up itself.
 */
class SharedLife {
  /** When the last sign of life that came through was begun, by this process's own clock. */
  private since = performance.now()
  private letGo = false
  private round: Promise<void> | undefined
  private next: NodeJS.Timeout | undefined
  private watch: NodeJS.Timeout | undefined

  constructor(
    private readonly parts: Sharing,
    private readonly lease: OwnerLease,
  ) {}

  begin(): void {
    this.since = performance.now()
    this.watch = setInterval(() => {
      if (!this.letGo && performance.now() - this.since >= LEASE_HELD) this.loseAnswers()
    }, LEASE_RETRY)
    this.after(LEASE_RENEWAL)
  }

  async end(): Promise<void> {
    clearInterval(this.watch)
    clearTimeout(this.next)
    await this.round
    clearTimeout(this.next)
  }

  private after(delay: number): void {
    this.next = setTimeout(() => {
      this.round = this.live()
    }, delay)
  }

  private async live(): Promise<void> {
    let delay = LEASE_RETRY
    try {
      await this.renew()
      delay = LEASE_RENEWAL
      await this.parts.answerService.recover()
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'the sign of life could not be written')
    }
    this.after(delay)
  }

  private async renew(): Promise<void> {
    const { answers } = this.parts
    const begun = performance.now()
    const now = this.letGo ? undefined : await this.lease.renew(answers.owner)
    if (now !== undefined) {
      followClock(now)
      this.since = begun
      return
    }
    if (!this.letGo) this.loseAnswers()
    const former = answers.owner
    answers.beginAnew()
    followClock(await this.lease.begin(answers.owner))
    await this.lease.end(former)
    this.since = begun
    this.letGo = false
  }

  private loseAnswers(): void {
    this.letGo = true
    this.parts.answerService.letGoOfAll()
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
