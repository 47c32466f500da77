import type { AnswerService } from '../answer/answer-service'
import type { AnswerRepository } from '../store/answer-repository'
import { LEASE_HELD, LEASE_RENEWAL, LEASE_RETRY, type OwnerLease } from '../store/owner-lease'
import { type Clock, every } from '../time/clock'
import type { Logger } from '../tracing/logger'

interface SharedLifeParts {
  /** Which run of the server this is. */
  answers: Pick<AnswerRepository, 'owner' | 'beginAnew'>
  answerService: Pick<AnswerService, 'recover' | 'letGoOfAll' | 'ownWhile'>
  lease: Pick<OwnerLease, 'begin' | 'renew' | 'end'>
  clock: Clock
  logger: Logger
  /** Told of the database's time. */
  follow: (now: number) => void
}

/**
 * Says again and again that this server lives. Where that does not come through in time, or came too late, it lets go of its
 * answers before anybody else may take them up, and goes on as another run: it may take them up itself.
 */
export class SharedLife {
  /** When the last sign of life that came through was begun, by this process's own clock. */
  private since: number
  private letGo = false
  private round: Promise<void> | undefined
  private cancelNext = (): void => undefined
  private cancelWatch = (): void => undefined

  constructor(private readonly parts: SharedLifeParts) {
    this.since = parts.clock.now()
  }

  /** Resolves when it is known to live; until then it takes no answers. Rejects where the database does not answer. */
  async begin(): Promise<void> {
    const { answers, lease, clock, answerService, follow } = this.parts
    // Before it is asked for: a process may stand still until the reply is read.
    const begun = clock.now()
    follow(await lease.begin(answers.owner))
    this.since = begun
    answerService.ownWhile(() => this.isLiving)
    this.cancelWatch = every(clock, LEASE_RETRY, () => {
      if (!this.letGo && !this.isLiving) this.loseAnswers()
    })
    this.after(LEASE_RENEWAL)
  }

  async end(): Promise<void> {
    this.cancelWatch()
    this.cancelNext()
    await this.round
    this.cancelNext()
  }

  /** Whether what it has is certainly nobody else's. */
  private get isLiving(): boolean {
    return !this.letGo && this.parts.clock.now() - this.since < LEASE_HELD
  }

  private after(delay: number): void {
    this.cancelNext = this.parts.clock.after(delay, () => {
      this.round = this.live()
    })
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
    const { answers, lease, clock, follow } = this.parts
    const begun = clock.now()
    const now = this.letGo ? undefined : await lease.renew(answers.owner)
    if (now !== undefined) {
      follow(now)
      this.since = begun
      return
    }
    if (!this.letGo) this.loseAnswers()
    const former = answers.owner
    answers.beginAnew()
    follow(await lease.begin(answers.owner))
    await lease.end(former)
    this.since = begun
    this.letGo = false
  }

  private loseAnswers(): void {
    this.letGo = true
    this.parts.answerService.letGoOfAll()
  }
}
