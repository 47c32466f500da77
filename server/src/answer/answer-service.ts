import type { AskParams } from '../../../typings/protocol'
import { Admission } from './admission'
import type { Answer } from './answer'
import { AnswerError, OwnedElsewhere, shuttingDown, toAnswerError } from './answer-error'
import { harmlessMetrics } from './answer-metrics'
import { AnswerRegistry, type Entry } from './answer-registry'
import { AnswerRunner } from './answer-runner'
import type { AskRequest, StoredAnswer, TakenUp } from './answer-store'
import { type Attachment, attachmentOf } from './attachment'
import { within } from './clock'
import { DraftJournal } from './draft-journal'
import type { GenerationParts } from './generation'
import { HeldAnswers, isLeft } from './held-answers'
import { type AnswerLimits, defaultLimits } from './limits'
import { type AnswerReader, type LiveAnswer, type LiveRequest, NAMELESS } from './live-answers'
import { Load, type LoopProbe } from './load'
import { noOtherProcesses, type OtherProcesses } from './other-processes'
import { PageMemory } from './page-memory'
import { uncounted } from './place'
import { SilenceWheel } from './silence-wheel'
import { loadAnswer } from './stored-answer'
import { newTraceparent } from './traceparent'

/** What the service is made of. All of its time, chance and storage is handed in. */
export interface AnswerServiceParts
  extends Pick<
    GenerationParts,
    'clock' | 'store' | 'model' | 'otherModels' | 'files' | 'logger' | 'metrics'
  > {
  /** Feels how much the process has to do. */
  loopProbe: LoopProbe
  /** Rejects with {@link AnswerError} where a question may not be asked; without it each may. */
  checkQuestion?: (userId: string, params: AskParams) => Promise<void>
  /** A new id for an ask that has none. */
  newRequestId: () => string
  /** The answers of the other processes that share the database; missing where there are none. */
  elsewhere?: OtherProcesses
}

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
  private draining = false

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
    const overtaken = (questionId: string) => this.overtaken(questionId)
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
        tell: (answer) => this.elsewhere.tell(answer),
      },
      mostRecovering,
    )
    const { registry, runner } = this
    const takeUp = (entry: Entry) => this.takeUp(entry)
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
      const known = await this.lookUp(userId, requestId)
      if (known) await this.takeUp(known)
      const entry = known ?? (await this.begin(userId, requestId, request))
      return this.read(entry, { afterSeq: 0, reader, resumed: known !== undefined })
    }
    return this.open(userId, requestId, begin, (stored) =>
      this.attachElsewhere({ userId, requestId, afterSeq: 0, reader, again: true }, stored),
    )
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
      const known = await this.known(userId, requestId)
      if (known.answer.phase === 'unsaved') await this.takeUp(known)
      return this.read(known, { afterSeq, reader, resumed: true })
    }
    return this.open(userId, requestId, find, (stored) =>
      this.attachElsewhere({ userId, requestId, afterSeq, reader, again: false }, stored),
    )
  }

  /** Stops an answer, for a student who has no connection; one that has ended stays as it is. */
  stop(userId: string, requestId: string): Promise<void> {
    const stop = async () => this.runner.stop(await this.known(userId, requestId))
    return this.open(userId, requestId, stop, () => found(this.elsewhere.stop(userId, requestId)))
  }

  /** The same, and resolves when what was written is kept, or that takes too long. */
  end(userId: string, requestId: string): Promise<void> {
    const end = async () => {
      const known = await this.known(userId, requestId)
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
  async recover(): Promise<void> {
    const unfinished = await this.parts.store.unfinished()
    await Promise.all(unfinished.map((stored) => this.recoverOne(stored)))
    if (unfinished.length > 0) {
      this.parts.logger.info({ answers: unfinished.length }, 'unfinished answers taken up')
    }
  }

  private recoverOne(stored: StoredAnswer): Promise<void> {
    const { userId, requestId } = stored
    return this.registry.exclusively(userId, requestId, async () => {
      if (this.draining || this.registry.get(userId, requestId)) return
      await this.claim(stored)
    })
  }

  /**
   * Lets go of every answer that is not over: this process can no longer say that it lives, and others may take them up. Their
   * readers come back soon, to whoever has them then.
   */
  letGoOfAll(): void {
    const unfinished = this.registry.all().filter(({ answer }) => !answer.isSettled)
    for (const entry of unfinished) this.letGo(entry)
    if (unfinished.length > 0) {
      this.parts.logger.warn({ answers: unfinished.length }, 'answers are let go, others may take them up')
    }
  }

  /**
   * Takes no new answers, lets those under way finish for up to `patience` milliseconds, then sends everybody away
   * with `SHUTTING_DOWN`. What is not finished stays in the drafts for the next process.
   */
  async drain(patience: number): Promise<void> {
    this.draining = true
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
    if (this.draining) throw shuttingDown()
    const { thread, traceparent = newTraceparent() } = request
    const params = typeof request.params === 'function' ? await request.params() : request.params
    const question = { userId, requestId, params, thread, traceparent }
    await this.parts.checkQuestion?.(userId, params)
    const place = this.admission.enter(userId)
    try {
      const { created, answer: stored } = await this.parts.store.begin(question)
      if (!created) {
        place.leave()
        return await this.adopt(stored)
      }
      const entry = this.registry.add(this.load(stored))
      this.runner.begin(entry, place)
      return entry
    } catch (error) {
      place.leave()
      throw error
    }
  }

  private async known(userId: string, requestId: string): Promise<Entry> {
    const entry = await this.lookUp(userId, requestId)
    if (!entry) throw new AnswerError('STREAM_NOT_FOUND')
    return entry
  }

  private async lookUp(userId: string, requestId: string): Promise<Entry | undefined> {
    const entry = this.registry.get(userId, requestId)
    // Another process may have taken up one that failed.
    if (entry && !(this.parts.elsewhere !== undefined && isLeft(entry))) return entry
    const stored = await this.parts.store.find(userId, requestId)
    return stored && this.adopt(stored)
  }

  /** Brings an answer from the database to memory. One without an owner is taken up at once. */
  private async adopt(stored: StoredAnswer): Promise<Entry> {
    if (stored.status !== 'generating') {
      const entry = this.registry.add(this.load(stored))
      this.registry.retire(entry)
      return entry
    }
    const entry = this.draining ? undefined : await this.claim(stored)
    if (entry === undefined) throw new OwnedElsewhere(stored)
    return entry
  }

  /** Takes over an answer that another process was writing; `undefined` where it is not to be had. */
  private async claim(stored: StoredAnswer): Promise<Entry | undefined> {
    const answer = this.load(stored)
    const anew = answer.hasOnlyReasoned
    const fence = await this.parts.store.reopen(stored, anew)
    if (fence === undefined) return undefined
    if (anew) answer.log.restart()
    answer.own(fence, this.limits.takeUpLeap)
    const entry = this.registry.add(answer)
    this.runner.recover(entry)
    return entry
  }

  private load(stored: StoredAnswer): Answer {
    return loadAnswer(stored, this.journal, this.limits.mostFrames)
  }

  /** Goes on with an answer that failed, where that makes sense. */
  private async takeUp(entry: Entry): Promise<void> {
    const { answer } = entry
    if (!answer.failure?.retryable) return
    if (this.draining) throw shuttingDown()
    const place = this.admission.enter(answer.userId)
    try {
      if (answer.phase === 'failed') await this.reopen(entry)
      this.runner.goOn(entry, place)
    } catch (error) {
      place.leave()
      throw error
    }
  }

  private async reopen(entry: Entry): Promise<void> {
    const { answer } = entry
    const anew = answer.hasOnlyReasoned || (answer.log.content !== '' && !this.parts.model.canContinue)
    const fence = answer.failureWritten ? await this.parts.store.reopen(textOf(answer), anew) : answer.fence
    if (fence === undefined) {
      this.registry.drop(entry)
      throw new OwnedElsewhere()
    }
    if (anew) answer.log.restart()
    if (fence !== answer.fence) answer.own(fence, this.limits.takeUpLeap)
  }

  /** Somebody else has taken up the answer to this question, if this process has one. */
  overtaken(questionId: string): void {
    const entry = this.registry.all().find(({ answer }) => answer.questionId === questionId)
    if (entry === undefined) return
    this.parts.logger.warn(
      { question_id: questionId },
      'another server has taken this answer up, it is let go',
    )
    this.letGo(entry)
  }

  /** Its readers find it where it is now. */
  private letGo(entry: Entry): void {
    this.registry.drop(entry)
    this.runner.letGo(entry)
    this.journal.settle(entry.answer.questionId)
    entry.answer.letGo(shuttingDown())
  }

  /** The database would not take it when it was written, and nobody came back: it is offered once more. */
  private saveLate(entry: Entry): void {
    if (entry.answer.phase === 'unsaved' && !this.draining) this.runner.goOn(entry, uncounted())
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

function textOf({ questionId, fence, log }: Answer): TakenUp {
  const { content, reasoning, lastSeq } = log
  return { questionId, fence, content, reasoning, lastSeq, finishReason: null, usage: null }
}

async function found(isFound: Promise<boolean>): Promise<void> {
  if (!(await isFound)) throw shuttingDown()
}
