import { within } from '../time/clock'
import { newTraceparent } from '../tracing/traceparent'
import { Admission } from './admission'
import { AnswerError, OwnedElsewhere, shuttingDown, toAnswerError } from './answer-error'
import { harmlessMetrics } from './answer-metrics'
import { AnswerOwnership } from './answer-ownership'
import { AnswerRegistry, type Entry } from './answer-registry'
import { AnswerRunner } from './answer-runner'
import { type AskRequest, StillAnswered, type StoredAnswer } from './answer-store'
import { type Attachment, attachmentOf } from './attachment'
import { DraftJournal } from './draft-journal'
import { FirstLook, type LookParts } from './first-look'
import type { GenerationParts } from './generation'
import { HeldAnswers } from './held-answers'
import { type AnswerLimits, defaultLimits } from './limits'
import { type AnswerReader, type LiveAnswer, type LiveRequest, NAMELESS } from './live-answers'
import { Load, type LoopProbe } from './load'
import { noOtherProcesses, type OtherProcesses } from './other-processes'
import { PageMemory } from './page-memory'
import { uncounted } from './place'
import { SilenceWheel } from './silence-wheel'

/** What the service is made of. All of its time, chance and storage is handed in. */
export interface AnswerServiceParts
  extends LookParts,
    Pick<GenerationParts, 'clock' | 'store' | 'model' | 'otherModels' | 'files' | 'logger' | 'metrics'> {
  /** Feels how much the process has to do. */
  loopProbe: LoopProbe
  /** A new id for an ask that has none. */
  newRequestId: () => string
  /** The answers of the other processes that share the database; missing where there are none. */
  elsewhere?: OtherProcesses
}

/** How often one that is begun finds another one in its place: as many as may begin at the same instant. */
const MOST_ENDED = 8

/**
 * All answers of this process. An answer is a task of the server's: it is written to its end whether or not
 * anybody is connected, and whoever comes back finds it. What a client asks for rejects with {@link AnswerError} only.
 */
export class AnswerService {
  /** What this process has in memory, for the others of this machine. */
  readonly held: HeldAnswers
  private readonly limits: AnswerLimits
  private readonly admission: Admission
  private readonly registry: AnswerRegistry
  private readonly wheel: SilenceWheel
  private readonly journal: DraftJournal
  private readonly runner: AnswerRunner
  private readonly elsewhere: OtherProcesses
  private readonly ownership: AnswerOwnership

  constructor(
    private readonly parts: AnswerServiceParts,
    limits: Partial<AnswerLimits> = {},
  ) {
    this.limits = { ...defaultLimits, ...limits }
    this.elsewhere = parts.elsewhere ?? noOtherProcesses
    const { clock, store, logger } = parts
    const { keepaliveInterval, joining, retention, mostRetained, mostRecovering } = this.limits
    this.registry = new AnswerRegistry(clock, retention, mostRetained, (entry) => this.saveLate(entry))
    this.wheel = new SilenceWheel(clock, Math.max(1, Math.min(50, keepaliveInterval / 10)))
    const overtaken = (questionId: string) => this.ownership.overtaken(questionId)
    this.journal = new DraftJournal(store, clock, joining, logger, overtaken)
    const { journal, wheel } = this
    const load = new Load(
      clock,
      parts.loopProbe,
      () => journal.overdue(),
      () => this.admission.look(),
    )
    this.admission = new Admission(this.limits, clock, load)
    const metrics = harmlessMetrics(parts.metrics, (error) => logger.warn({ err: error }, 'counting failed'))
    const pageMemory = new PageMemory(this.limits.mostPageBytes)
    this.runner = new AnswerRunner(
      this.registry,
      {
        ...parts,
        ...this.limits,
        metrics,
        journal,
        wheel,
        pageMemory,
        overtaken: ({ questionId }) => overtaken(questionId),
        mayOwn: () => this.ownership.holds,
        tell: (answer) => this.elsewhere.tell(answer),
      },
      mostRecovering,
    )
    const { registry, runner, admission } = this
    const { mostFrames, takeUpLeap } = this.limits
    const isShared = parts.elsewhere !== undefined
    const own = { store, model: parts.model, logger, registry, runner, journal, admission }
    this.ownership = new AnswerOwnership({ ...own, mostFrames, takeUpLeap, isShared })
    const takeUp = (entry: Entry) => this.ownership.takeUp(entry)
    this.held = new HeldAnswers({ registry, runner, keepaliveInterval, takeUp })
  }

  /**
   * Begins an answer, or attaches to the one that this user began with the same `requestId` and replays it from
   * its start. One that ended with a retryable error is taken up again, from the text that it has.
   */
  ask(userId: string, request: AskRequest, reader: AnswerReader = NAMELESS): Promise<Attachment> {
    const requestId = request.requestId ?? this.parts.newRequestId()
    const begin = async () => {
      this.elsewhere.check()
      const known = await this.ownership.find(userId, requestId)
      if (known) await this.ownership.takeUp(known)
      const entry = known ?? (await this.begin(userId, requestId, request))
      return this.read(entry, { afterSeq: 0, reader, resumed: known !== undefined })
    }
    return this.open(
      userId,
      requestId,
      () => this.alone(userId, begin),
      (stored) => this.attachElsewhere({ userId, requestId, afterSeq: 0, reader, again: true }, stored),
    )
  }

  /** A question has one answer under way: the newest. What still runs in its place is ended first, wherever that is. */
  private async alone<T>(userId: string, begin: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await begin()
      } catch (error) {
        if (!(error instanceof StillAnswered)) throw error
        // One that does not end, since the database does not take it, is waited for by the client.
        if (attempt > MOST_ENDED) throw shuttingDown()
        await Promise.all(error.requestIds.map((other) => this.end(userId, other)))
      }
    }
  }

  /** Every frame after `afterSeq`, then the live ones. Rejects with `STREAM_NOT_FOUND` where there is no such answer. */
  resume(
    userId: string,
    requestId: string,
    afterSeq: number,
    reader: AnswerReader = NAMELESS,
  ): Promise<Attachment> {
    const find = async () => {
      this.elsewhere.check()
      const known = await this.ownership.known(userId, requestId)
      if (known.answer.phase === 'unsaved') await this.ownership.takeUp(known)
      return this.read(known, { afterSeq, reader, resumed: true })
    }
    return this.open(userId, requestId, find, (stored) =>
      this.attachElsewhere({ userId, requestId, afterSeq, reader, again: false }, stored),
    )
  }

  /**
   * Stops an answer, for a student who has no connection; one that has ended stays as it is. Rejects with `SHUTTING_DOWN` where that could not
   * be kept: it has to be said again.
   */
  async stop(userId: string, requestId: string): Promise<void> {
    const stop = async () => {
      const known = await this.ownership.known(userId, requestId)
      return () => this.runner.stopForGood(known)
    }
    const stopElsewhere = async () => {
      const stopped = await this.elsewhere.stop(userId, requestId)
      return async () => stopped
    }
    const kept = await this.open(userId, requestId, stop, stopElsewhere)
    await found(kept())
  }

  /** The same, and resolves when what was written is kept, or that takes too long. */
  end(userId: string, requestId: string): Promise<void> {
    const end = async () => {
      const known = await this.ownership.known(userId, requestId)
      this.runner.stop(known)
      return () => this.runner.settled(known)
    }
    const endElsewhere = async () => {
      await found(this.elsewhere.end(userId, requestId))
      return async () => undefined
    }
    return this.open(userId, requestId, end, endElsewhere).then((settled) => settled())
  }

  /** A session is deleted, with these requests among others: nobody gets an answer of it from memory any more. */
  async forget(userId: string, sessionId: string, requestIds: readonly string[]): Promise<void> {
    await this.held.forget(userId, sessionId, requestIds)
    await this.elsewhere.forget(userId, sessionId, requestIds)
  }

  /** The same of a user who was erased: nobody can read on with a login that is gone. */
  async forgetUser(userId: string, requestIds: readonly string[]): Promise<void> {
    await this.held.forgetUser(userId, requestIds)
    await this.elsewhere.forgetUser(userId, requestIds)
  }

  /**
   * Takes up every answer that an earlier process left unfinished, also those that nobody comes back for. Rejects
   * where the database does not answer.
   */
  recover(): Promise<void> {
    return this.ownership.recover()
  }

  /** From now on it takes answers only while this holds: else another process might take the same ones at once. */
  ownWhile(mayOwn: () => boolean): void {
    this.ownership.ownWhile(mayOwn)
  }

  /**
   * Lets go of every answer that is not over: this process can no longer say that it lives, and others may take them up. Their
   * readers come back soon, to whoever has them then.
   */
  letGoOfAll(): void {
    this.ownership.letGoOfAll()
  }

  /** Somebody else has taken up the answer to this question, if this process has one. */
  overtaken(questionId: string): void {
    this.ownership.overtaken(questionId)
  }

  /**
   * Takes no new answers, lets those under way finish for up to `patience` milliseconds, then sends everybody away
   * with `SHUTTING_DOWN`. What is not finished stays in the drafts for the next process.
   */
  async drain(patience: number): Promise<void> {
    this.ownership.end()
    this.runner.emptyQueue()
    await within(this.parts.clock, patience, this.runner.idle())
    await this.runner.abandonAll()
    this.held.leave()
    this.elsewhere.leave()
    this.registry.clear()
  }

  /** `elsewhere`: what is done where another process has the answer. */
  private async open<T>(
    userId: string,
    requestId: string,
    action: () => Promise<T>,
    elsewhere: (stored: StoredAnswer | undefined) => Promise<T>,
  ): Promise<T> {
    const either = () =>
      action().catch((error: unknown) => {
        if (error instanceof OwnedElsewhere) return elsewhere(error.stored)
        throw error
      })
    try {
      return await this.registry.exclusively(userId, requestId, either)
    } catch (error) {
      const known = toAnswerError(error)
      if (known.code === 'INTERNAL')
        this.parts.logger.error({ request_id: requestId, err: error }, 'request failed')
      throw known
    }
  }

  private async begin(userId: string, requestId: string, request: AskRequest): Promise<Entry> {
    if (!this.ownership.takesAnswers) throw shuttingDown()
    const { thread, traceparent = newTraceparent() } = request
    const place = this.admission.enter(userId)
    const look = new FirstLook(userId, this.parts)
    try {
      const params = await look.paramsOf(request)
      const question = { userId, requestId, params, thread, traceparent }
      const { created, answer: stored } = await this.parts.store.begin(question)
      if (!created) {
        place.leave()
        return await this.ownership.adopt(stored)
      }
      const entry = this.registry.add(this.ownership.load(stored))
      this.runner.begin(entry, place)
      return entry
    } catch (error) {
      await look.unasked(error)
      place.leave()
      throw error
    }
  }

  /** The database would not take it when it was written, and nobody came back: it is offered once more. */
  private saveLate(entry: Entry): void {
    if (entry.answer.phase === 'unsaved' && !this.ownership.hasEnded) this.runner.goOn(entry, uncounted())
  }

  /** A reader here of an answer here. */
  private read(entry: Entry, how: Parameters<HeldAnswers['open']>[1]): Promise<Attachment> {
    const { userId, requestId } = entry.answer
    return this.attach({ userId, requestId, reader: how.reader }, async () => this.held.open(entry, how))
  }

  /** One link a client, and not too many readers, over all processes. */
  private async attach(
    sitting: Parameters<OtherProcesses['seat']>[0],
    open: () => Promise<LiveAnswer>,
  ): Promise<Attachment> {
    const { keepaliveInterval } = this.limits
    const { reader } = sitting
    if (reader.kind === 'client' && reader.isGone?.() === true) throw shuttingDown()
    const seat = await this.elsewhere.seat(sitting)
    try {
      const answer = await open()
      const frames = seat === undefined ? answer.frames : seat.over(answer.frames)
      return attachmentOf({ ...answer, frames }, keepaliveInterval, this.wheel)
    } catch (error) {
      seat?.leave()
      throw error
    }
  }

  /** Where nobody is left who has it, its owner may be going down: the client's next attempt finds out. */
  private attachElsewhere(request: LiveRequest, stored: StoredAnswer | undefined): Promise<Attachment> {
    return this.attach(request, async () => {
      const answer = await this.elsewhere.attach(request, stored)
      if (answer === undefined) throw shuttingDown()
      return answer
    })
  }
}

async function found(isFound: Promise<boolean>): Promise<void> {
  if (!(await isFound)) throw shuttingDown()
}
