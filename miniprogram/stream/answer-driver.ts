import type { ResumeCause } from '../../typings/protocol'
import type { Cancel } from '../platform/ports'
import type { AnswerDeps, AnswerSettings } from './answer-deps'
import { AnswerErrors } from './answer-errors'
import { AnswerKeeping } from './answer-keeping'
import { AnswerMeter } from './answer-meter'
import { AnswerOutlet } from './answer-outlet'
import { AnswerRecord } from './answer-record'
import { AnswerStop } from './answer-stop'
import { AnswerTimers } from './answer-timers'
import type { Answer, AnswerEvent } from './answer-types'
import type { Exchange } from './backend'
import { Backoff } from './backoff'
import { Connection } from './connection'
import type { Deadline } from './deadlines'
import { FrameIntake, type IntakeHandlers } from './frame-intake'
import type { DoneIn, ErrorIn } from './frames'
import type { LearningError } from './learning-error'
import type { LossReason } from './link'
import { StateMachine } from './state-machine'
import type { AnswerState, Condition, Effect, Signal } from './states'
import { MAX_ATTEMPTS, ROOM_DELAY } from './tiers'

/** What a signal brings with it. */
interface Details {
  error?: LearningError
  retryAfterMs?: number | undefined
  done?: DoneIn
}

/**
 * Carries out one answer's transitions: the table in `transitions.ts` decides, this does. What it knows lies in the record (what
 * was received), the connection (the present link) and the timers.
 */
export class AnswerDriver {
  private subscriptions: Cancel[] = []
  private readonly record: AnswerRecord
  private readonly errors: AnswerErrors
  private readonly exchange: Exchange
  private readonly connection: Connection
  private readonly timers: AnswerTimers
  private readonly backoff: Backoff
  private readonly machine: StateMachine<Details>
  private readonly outlet: AnswerOutlet
  private readonly meter: AnswerMeter
  private readonly stopping: AnswerStop
  private readonly keeping: AnswerKeeping
  private readonly deps: AnswerDeps
  private readonly settings: AnswerSettings

  constructor(deps: AnswerDeps, settings: AnswerSettings, listener: (event: AnswerEvent) => void) {
    this.deps = deps
    this.settings = settings
    this.outlet = new AnswerOutlet(listener, deps.logger)
    this.meter = new AnswerMeter(deps, settings.requestId)
    this.machine = new StateMachine({
      conditions: this.conditions,
      effects: this.effects,
      entered: (state) => this.tell({ type: 'state', state }),
    })
    this.record = new AnswerRecord(settings.requestId, settings.held)
    this.errors = new AnswerErrors(this.record)
    this.keeping = new AnswerKeeping(deps.keeper, this.record, settings.input)
    this.stopping = new AnswerStop(deps.stops, settings.requestId)
    this.backoff = new Backoff(deps.random)
    this.timers = new AnswerTimers(deps.clock, this.record, (deadline) => this.due[deadline]())
    const intake = new FrameIntake(this.record, deps.logger, this.intakeHandlers())
    this.exchange = settings.backend.begin(settings, deps)
    this.connection = new Connection(this.exchange, {
      opened: () => this.timers.opened(),
      frame: (frame) => intake.frame(frame),
      lost: (reason) => this.lost(reason),
      refused: (error) => this.signal('refused', { error: this.errors.refused(error) }),
    })
  }

  get result(): Promise<Answer> {
    return this.outlet.result
  }

  get requestId(): string {
    return this.record.requestId
  }

  get state(): AnswerState {
    return this.machine.state
  }

  get text(): string {
    return this.record.text
  }

  /** Begins, or fails at once where there is a `problem`. Called once. */
  start(problem: LearningError | undefined): void {
    if (problem === undefined) {
      this.keeping.note(this.repeatable)
      this.subscribe()
      this.timers.begin(this.settings.maxDuration)
      this.meter.begin()
      this.signal('start')
    } else {
      this.signal('refused', { error: problem })
    }
  }

  stop(): void {
    this.signal('stop')
  }

  private subscribe(): void {
    const { lifecycle } = this.deps
    this.subscriptions = [
      lifecycle.onHide(() => this.signal('hidden')),
      lifecycle.onShow(() => this.signal('shown')),
      lifecycle.onNetworkChange((change) => {
        if (change === 'returned') this.signal('network_returned')
        else if (change === 'recovered') this.signal('network_recovered')
      }),
    ]
  }

  private signal(signal: Signal, details: Details = {}): void {
    this.meter.signal(signal)
    this.machine.signal(signal, details)
  }

  private readonly conditions: Record<Condition, () => boolean> = {
    resumable: () => this.resumable,
    only_link: () => this.connection.asked && !this.repeatable,
    finished: () => this.record.finishReason !== undefined,
    attempts_left: () =>
      (this.repeatable || !this.connection.asked) &&
      (this.record.putOff || this.connection.attempts < MAX_ATTEMPTS),
    waiting: () => this.connection.stage === 'none',
    stop_answered: () =>
      (this.connection.stage === 'open' || this.connection.stage === 'proven') && this.exchange.stopAnswered,
    link_usable: () => this.connection.stage !== 'none' && (!this.repeatable || this.timers.shortlyRested),
    link_proven: () => this.connection.stage === 'proven',
  }

  private readonly effects: Record<Effect, (details: Details) => void> = {
    connect: () => this.connect(),
    reset_backoff: () => this.backoff.reset(),
    retry_later: ({ retryAfterMs }) => {
      this.dropLink()
      this.timers.retryIn(this.backoff.next(retryAfterMs))
    },
    drop_link: () => this.dropLink(),
    doubt_link: () => this.timers.doubtLink(),
    await_done: () => {
      this.deps.logger.info('[WebSocket] 内容接收完成，等待后端处理...')
      this.timers.restartTier()
    },
    await_content: () => this.timers.restartTier(),
    rest: () => {
      this.keeping.flush()
      this.timers.rest()
    },
    wake: () => this.timers.wake(),
    wake_anew: () => {
      this.connection.forgive()
      this.timers.wakeAnew()
    },
    send_stop: () => {
      this.timers.stopping()
      if (!this.connection.sendStop()) this.leaveStop()
      else if (this.stoppable) this.stopping.sent()
    },
    leave_stop: () => this.leaveStop(),
    succeed: ({ done }) => this.succeed('done', this.record.answer(done), done),
    confirm_stop: () => this.stopping.needless(),
    settle_stopped: ({ done }) =>
      this.succeed('stopped', { ...this.record.answer(done), finishReason: 'stopped' }, done),
    fail: ({ error = this.errors.own('WS_CLOSED') }) => {
      this.release(error.code, this.errors.isLastWord(error) ? 'end' : 'lose')
      this.outlet.reject(error)
    },
  }

  private readonly due: Record<Deadline, () => void> = {
    ceiling: () => this.signal('deadline', { error: this.errors.own('WS_DEADLINE') }),
    tier: () => {
      this.deps.logger.warn('[WebSocket] 消息超时')
      this.signal('tier_expired', { error: this.errors.tierExpired() })
    },
    connect: () => this.lost({ kind: 'closed', detail: 'it did not open in time' }, 'unopened'),
    watchdog: () => this.lost({ kind: 'closed', detail: 'it was silent for too long' }, 'silent'),
    retry: () => this.signal('retry_due'),
    stop: () => this.signal('stop_expired'),
  }

  private intakeHandlers(): IntakeHandlers {
    return {
      met: () => {
        this.keeping.keep(this.repeatable)
        this.connection.proven()
        this.signal('frame')
        return this.state !== 'stopped'
      },
      alive: (ofTheAnswer, fresh) => {
        // Else reconnecting alone would hold a dead answer open.
        this.timers.alive(ofTheAnswer || !this.connection.returns)
        this.meter.frame(this.record.text !== '' && !this.settings.continued)
        if (fresh) this.progressed()
      },
      event: (event) => this.tell(event),
      gap: () =>
        this.lost({ kind: 'closed', detail: `a frame after seq ${this.record.after} is missing` }, 'gap'),
      finished: () => this.signal('content_finished'),
      continued: () => this.signal('content_resumed'),
      done: (frame) => {
        this.deps.logger.info('[WebSocket] 收到done事件, chunk数据:', frame.raw)
        this.signal('done', { done: frame })
      },
      error: (frame) => this.refused(frame),
    }
  }

  private progressed(): void {
    this.backoff.reset()
    this.exchange.progressed()
    this.keeping.note(this.repeatable)
  }

  /** Another link can go on after what was received, or the question may go out again. */
  private get repeatable(): boolean {
    return this.exchange.repeatable || this.resumable
  }

  private get resumable(): boolean {
    return this.exchange.resumable(this.record.after)
  }

  private refused(frame: ErrorIn): void {
    if (frame.code === 'SHUTTING_DOWN' && frame.retryable && this.exchange.waits(this.record.after)) {
      // From here on only the tier ends the attempts: a restart takes longer than four of them.
      this.record.putOffBy(frame)
      this.lost({ kind: 'closed', detail: frame.code, retryAfterMs: frame.retryAfterMs }, 'put_off')
    } else if (frame.code === 'AUTH_EXPIRED' && this.exchange.renew()) {
      this.connection.uncount()
      this.signal('token_expired')
    } else {
      this.signal('refused', { error: this.errors.refused(frame) })
    }
  }

  private lost(reason: LossReason, cause: ResumeCause = 'closed'): void {
    const isFull = reason.kind === 'full'
    if (isFull) this.meter.unlinked()
    else this.meter.lost(cause)
    this.deps.logger.debug('[WebSocket] 连接断开', reason.detail)
    const error = this.errors.linkLost(reason, this.state)
    // Room is looked for again and again, so that the back-off does not grow: the network was not even tried.
    this.signal('link_lost', { error, retryAfterMs: isFull ? ROOM_DELAY : reason.retryAfterMs })
  }

  private connect(): void {
    this.dropLink()
    this.timers.connecting()
    this.meter.connecting()
    const resume = this.settings.continued || this.resumable
    this.connection.connect(resume ? this.record.after : undefined)
  }

  private dropLink(): void {
    this.connection.drop()
    this.timers.linkGone()
  }

  /** An answer that no server was asked for, or that no server would know again, cannot be stopped from outside. */
  private get stoppable(): boolean {
    return (this.connection.asked || this.settings.continued) && this.exchange.stoppable
  }

  private leaveStop(): void {
    if (this.stoppable) this.stopping.leave()
    else this.stopping.needless()
  }

  private succeed(outcome: 'done' | 'stopped', answer: Answer, done: DoneIn | undefined): void {
    this.release(outcome)
    if (done !== undefined) this.tell({ type: 'done', answer })
    this.outlet.resolve(answer)
  }

  /** Nothing is left behind: no timer, no listener, no link. */
  private release(outcome: string, keeping: 'end' | 'lose' = 'end'): void {
    this.connection.drop()
    this.timers.end()
    for (const cancel of this.subscriptions) cancel()
    this.keeping.leave(keeping)
    this.meter.end(outcome)
  }

  /** After a stop no content is shown any more. */
  private tell(event: AnswerEvent): void {
    if (this.state !== 'stopped' || event.type === 'state' || event.type === 'done') this.outlet.tell(event)
  }
}
