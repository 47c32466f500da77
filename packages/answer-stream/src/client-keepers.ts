import type { Calendar, Clock, KeyValueStore, Lifecycle, Logger } from '../../../miniprogram/platform/ports'
import { forgivingStorage } from '../../../miniprogram/platform/wx-storage'
import type { AnswerKeeper } from '../../../miniprogram/stream/answer-deps'
import { AnswerJournal, type Unfinished } from '../../../miniprogram/stream/answer-journal'
import type { StopKeeper } from '../../../miniprogram/stream/answer-stop'
import type { Backend } from '../../../miniprogram/stream/backend'
import { StopOutbox } from '../../../miniprogram/stream/stop-outbox'
import { type Followers, OpenAnswers } from './open-answers'

/** What a client keeps its things with. */
export interface KeeperParts {
  /** What it throws is logged, and breaks nothing. */
  storage: KeyValueStore
  clock: Clock & Calendar
  lifecycle: Lifecycle
  logger: Logger
  /** Who follows what, over all clients of this run of the program. */
  followers: Followers
  /** Tells the server; whether it has been told, or cannot be told ever. */
  tellStop(requestId: string): Promise<boolean>
}

const silent = (): void => undefined

/** Of a backend that cannot resume nothing is kept. */
const forgetful: AnswerKeeper = { begin: silent, note: silent, flush: silent, end: silent, lose: silent }
/** A backend that cannot be told of a stop is told of none. */
const deaf: StopKeeper = { hold: silent, leave: silent, withdraw: silent }

/** What outlives the program of one client's answers and stops, as far as its backend can make use of it. */
export class ClientKeepers {
  readonly keeper: AnswerKeeper
  private readonly storage: KeyValueStore
  private readonly journal: AnswerJournal
  private readonly open: OpenAnswers
  private readonly prefix: string
  private opened: StopKeeper | undefined

  constructor(
    private readonly backend: Backend,
    private readonly parts: KeeperParts,
  ) {
    this.prefix = `wuhao-answer ${backend.kind} ${backend.url}`
    this.storage = forgivingStorage(parts.storage, parts.logger)
    const key = `${this.prefix} under-way`
    this.journal = new AnswerJournal(this.storage, parts.clock, key)
    this.open = new OpenAnswers(parts.followers, key)
    this.keeper = backend.capabilities.resumable === false ? forgetful : this.open.keeper(this.journal)
  }

  /** Answers that nobody follows in this run of the program and that can be gone on with, newest first. */
  unfinished(): Unfinished[] {
    if (this.backend.capabilities.resumable === false) return []
    return this.journal.unfinished().filter((left) => !this.open.has(left.requestId) && this.goesOn(left))
  }

  /** One that was left is not gone on with any more. One that is followed is not touched. */
  forget(requestId: string): void {
    if (!this.open.has(requestId)) this.journal.forget(requestId)
  }

  /** Whether the backend can go on with it: from its position, or by asking the same once more. */
  goesOn({ after, shortened }: Unfinished): boolean {
    const { resumable, idempotent } = this.backend.capabilities
    return resumable !== false && (after !== '' || (idempotent && shortened === undefined))
  }

  /** Stops that could not be told at once wait in storage and go out when there is a network; those that wait go out now. */
  get stops(): StopKeeper {
    this.opened ??= this.backend.capabilities.stoppable ? this.openStops() : deaf
    return this.opened
  }

  private openStops(): StopKeeper {
    const { storage } = this
    const { clock, lifecycle, logger, tellStop } = this.parts
    const deliver = ({ requestId }: { requestId: string }) => tellStop(requestId)
    const outbox = new StopOutbox({ storage, key: `${this.prefix} stops`, clock, lifecycle, logger, deliver })
    outbox.flush()
    const waiting = (requestId: string) => ({ requestId, address: this.backend.url })
    return {
      hold: (requestId) => outbox.hold(waiting(requestId)),
      leave: (requestId) => outbox.leave(waiting(requestId)),
      withdraw: (requestId) => outbox.withdraw(requestId),
    }
  }
}
