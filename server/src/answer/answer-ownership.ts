import type { Admission } from './admission'
import type { Answer } from './answer'
import { AnswerError, OwnedElsewhere, shuttingDown } from './answer-error'
import type { AnswerRegistry, Entry } from './answer-registry'
import type { AnswerRunner } from './answer-runner'
import type { StoredAnswer, TakenUp } from './answer-store'
import type { DraftJournal } from './draft-journal'
import type { GenerationParts } from './generation'
import { isLeft } from './held-answers'
import { loadAnswer } from './stored-answer'

interface AnswerOwnershipParts extends Pick<GenerationParts, 'store' | 'model' | 'logger'> {
  registry: AnswerRegistry
  runner: AnswerRunner
  journal: DraftJournal
  admission: Admission
  /** Frames of an answer that are kept in memory. */
  mostFrames: number
  /** How far numbers leap where an answer is taken up. */
  takeUpLeap: number
  /** Other processes share the database, and may take up what failed here. */
  isShared: boolean
}

/** Which answers this process writes: those that it takes up from the database, for as long as they are its own. */
export class AnswerOwnership {
  private ended = false
  private mayOwn = (): boolean => true
  /** What was written, by question, of answers that this process let go of unasked: the database may have less of it. */
  private readonly leftWith = new Map<string, TakenUp>()

  constructor(private readonly parts: AnswerOwnershipParts) {}

  /** Whether what it has is certainly nobody else's. */
  get holds(): boolean {
    return this.mayOwn()
  }

  get hasEnded(): boolean {
    return this.ended
  }

  /** Whether it may begin an answer, or take one up. */
  get takesAnswers(): boolean {
    return !this.ended && this.mayOwn()
  }

  /** Takes none any more: the process goes down. */
  end(): void {
    this.ended = true
  }

  /** From now on it takes answers only while this holds. */
  ownWhile(mayOwn: () => boolean): void {
    this.mayOwn = mayOwn
  }

  /**
   * Takes up every answer that nobody is writing. Rejects where the database does not answer. After it let go of some it takes only those,
   * and what others left with the next call: where the database was away for everybody, each knows more of its own than is written there.
   */
  async recover(): Promise<void> {
    const held = this.notOver().map(({ answer }) => answer.questionId)
    const unfinished = await this.parts.store.unfinished(held)
    const own = unfinished.filter(({ questionId }) => this.leftWith.has(questionId))
    const taken = own.length > 0 ? own : unfinished
    await Promise.all(taken.map((stored) => this.recoverOne(stored)))
    // What the database calls finished, or another's, is not to be had any more.
    if (this.takesAnswers) this.leftWith.clear()
    if (taken.length > 0) {
      this.parts.logger.info({ answers: taken.length }, 'unfinished answers taken up')
    }
  }

  private recoverOne(stored: StoredAnswer): Promise<void> {
    const { userId, requestId } = stored
    const { registry } = this.parts
    return registry.exclusively(userId, requestId, async () => {
      if (!this.takesAnswers || registry.get(userId, requestId)) return
      await this.claim(stored)
    })
  }

  /** Those of this process whose end the database does not know: few beside all that are kept in memory for who comes back. */
  private notOver(): Entry[] {
    return this.parts.registry.all().filter(({ answer }) => !answer.isSettled)
  }

  /** Lets go of every answer that is not over; what it has of them it keeps until it may take them up again. */
  letGoOfAll(): void {
    const unfinished = this.notOver()
    for (const entry of unfinished) {
      this.leftWith.set(entry.answer.questionId, writtenOf(entry.answer))
      this.letGo(entry)
    }
    if (unfinished.length > 0) {
      this.parts.logger.warn({ answers: unfinished.length }, 'answers are let go, others may take them up')
    }
  }

  /** Somebody else has taken up the answer to this question, if this process has one. */
  overtaken(questionId: string): void {
    const { registry, logger } = this.parts
    const entry = registry.all().find(({ answer }) => answer.questionId === questionId)
    if (entry === undefined) return
    logger.warn({ question_id: questionId }, 'another server has, or may have, this answer: it is let go')
    this.letGo(entry)
  }

  /** Its readers find it where it is now. */
  private letGo(entry: Entry): void {
    const { registry, runner, journal } = this.parts
    registry.drop(entry)
    runner.letGo(entry)
    journal.settle(entry.answer.questionId)
    entry.answer.letGo(shuttingDown())
  }

  /** Rejects with `STREAM_NOT_FOUND` where there is no such answer, with {@link OwnedElsewhere} where it is another process's. */
  async known(userId: string, requestId: string): Promise<Entry> {
    const entry = await this.find(userId, requestId)
    if (!entry) throw new AnswerError('STREAM_NOT_FOUND')
    return entry
  }

  /** The same; `undefined` where there is none. */
  async find(userId: string, requestId: string): Promise<Entry | undefined> {
    const { registry, store, isShared } = this.parts
    const entry = registry.get(userId, requestId)
    // Another process may have taken up one that failed.
    if (entry && !(isShared && isLeft(entry))) return entry
    const stored = await store.find(userId, requestId)
    return stored && this.adopt(stored)
  }

  /** Brings an answer from the database to memory. One without an owner is taken up at once. */
  async adopt(stored: StoredAnswer): Promise<Entry> {
    const { registry } = this.parts
    if (stored.status !== 'generating') {
      const entry = registry.add(this.load(stored))
      registry.retire(entry)
      return entry
    }
    const entry = this.takesAnswers ? await this.claim(stored) : undefined
    if (entry === undefined) throw new OwnedElsewhere(stored)
    return entry
  }

  load(stored: StoredAnswer): Answer {
    return loadAnswer(stored, this.parts.journal, this.parts.mostFrames)
  }

  /**
   * Takes over an answer that is not here: of another process that died, or its own, where the database's word that it may write it was
   * lost. `undefined` where it is not to be had.
   */
  private async claim(found: StoredAnswer): Promise<Entry | undefined> {
    const { store, registry, runner, takeUpLeap } = this.parts
    const left = this.leftWith.get(found.questionId)
    // The same fence: nobody has had it since, and its readers were shown what is not in the database yet.
    const stored = left?.fence === found.fence ? { ...found, ...left } : found
    const answer = this.load(stored)
    const anew = answer.hasOnlyReasoned
    const fence = await store.reopen(stored, anew)
    if (fence === undefined) return undefined
    if (anew) answer.log.restart()
    answer.own(fence, takeUpLeap)
    const entry = registry.add(answer)
    runner.recover(entry)
    return entry
  }

  /** Goes on with an answer that failed, where that makes sense. */
  async takeUp(entry: Entry): Promise<void> {
    const { answer } = entry
    if (!answer.failure?.retryable) return
    if (!this.takesAnswers) throw shuttingDown()
    const place = this.parts.admission.enter(answer.userId)
    try {
      if (answer.phase === 'failed') await this.reopen(entry)
      this.parts.runner.goOn(entry, place)
    } catch (error) {
      place.leave()
      throw error
    }
  }

  private async reopen(entry: Entry): Promise<void> {
    const { answer } = entry
    const { model, store, registry, takeUpLeap } = this.parts
    const anew = answer.hasOnlyReasoned || (answer.log.content !== '' && !model.canContinue)
    const fence = answer.isSettled ? await store.reopen(unfinished(answer), anew) : answer.fence
    if (fence === undefined) {
      registry.drop(entry)
      throw new OwnedElsewhere()
    }
    if (anew) answer.log.restart()
    if (fence !== answer.fence) answer.own(fence, takeUpLeap)
  }
}

function unfinished({ questionId, fence, log }: Answer): TakenUp {
  const { content, reasoning, lastSeq } = log
  return { questionId, fence, content, reasoning, lastSeq, finishReason: null, usage: null }
}

/** All of it, what still waits to be sent as well: a text that is whole must not lack its last words. */
function writtenOf(answer: Answer): TakenUp {
  answer.seal()
  const { finish } = answer
  if (finish === undefined) return unfinished(answer)
  return {
    ...unfinished(answer),
    finishReason: finish.reason,
    usage: finish.usage,
    model: finish.model ?? null,
  }
}
