import type { ResumeCause } from '../../typings/protocol'
import type { Clock, Logger } from '../platform/ports'
import { unharmed } from '../platform/unharmed'
import type { AnswerDeps, ReportAnswer } from './answer-deps'
import type { Signal } from './states'

/** Why the next link is opened, where a signal alone tells it; a lost link tells its own cause. */
const CAUSES: { [signal in Signal]?: ResumeCause } = {
  token_expired: 'token',
  network_returned: 'network',
  network_recovered: 'network',
  shown: 'shown',
}

/** How one answer was for the student, as the phone measured it: for a report to those who operate the service. */
export class AnswerMeter {
  private begunAt: number | undefined
  private firstContent: number | undefined
  private lastSign = 0
  private longestGap = 0
  private cause: ResumeCause = 'closed'
  /** Why the present link was opened. */
  private counted: ResumeCause = 'closed'
  private links = 0
  private readonly resumes: { [cause in ResumeCause]?: number } = {}
  private readonly clock: Clock
  private readonly requestId: string
  private readonly logger: Logger
  private readonly tell: ReportAnswer | undefined

  constructor({ clock, logger, report }: AnswerDeps, requestId: string) {
    this.clock = clock
    this.logger = logger
    this.requestId = requestId
    this.tell = report
  }

  begin(): void {
    this.begunAt = this.clock.now()
    this.lastSign = this.begunAt
  }

  signal(signal: Signal): void {
    this.cause = CAUSES[signal] ?? this.cause
    // What is missed in the background is no gap that anybody sees.
    if (signal === 'shown') this.lastSign = this.clock.now()
  }

  lost(cause: ResumeCause): void {
    this.cause = cause
  }

  /** A link is opened; the first one resumes nothing. */
  connecting(): void {
    this.links += 1
    this.count(1)
  }

  /** The link that was to be opened found no room on the phone, and was none. */
  unlinked(): void {
    this.count(-1)
    this.links -= 1
  }

  private count(one: 1 | -1): void {
    if (one > 0) this.counted = this.cause
    if (this.links > 1) this.resumes[this.counted] = (this.resumes[this.counted] ?? 0) + one
  }

  /** A sign of life came; `begun`: there is text of the answer by now, the first of which this run of the program saw come. */
  frame(begun: boolean): void {
    const now = this.clock.now()
    this.longestGap = Math.max(this.longestGap, now - this.lastSign)
    this.lastSign = now
    if (begun) this.firstContent ??= now - (this.begunAt ?? now)
  }

  /** `outcome`: `done`, `stopped` or an error's code. Of an answer that was never asked for nothing is told. */
  end(outcome: string): void {
    if (this.begunAt === undefined) return
    const report = {
      request_id: this.requestId,
      outcome,
      first_content_ms: this.firstContent === undefined ? null : Math.round(this.firstContent),
      longest_gap_ms: Math.round(Math.max(this.longestGap, this.clock.now() - this.lastSign)),
      resumes: this.resumes,
    }
    unharmed(
      () => this.tell?.(report),
      (error) => this.logger.error('[WebSocket] a report threw', error),
    )
  }
}
