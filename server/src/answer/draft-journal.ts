import { type Clock, sleep, within } from '../time/clock'
import type { Logger } from '../tracing/logger'
import type { AnswerStore, DraftAppend } from './answer-store'
import { grainOf, intervalAt, type Joining } from './joining'

/** An answer with frames that are not sent yet. */
export interface DraftSource {
  /** Turns what is waiting into frames; gives what has to be written down before they are published. */
  seal(): DraftAppend | undefined
  /** What was sealed may be sent now. */
  publish(): void
}

interface Flush {
  source: DraftSource
  resolve: () => void
}

/** Attempts, and milliseconds, after which a text that waits to be written down is sent all the same. */
const APPEND_ATTEMPTS = 3
const APPEND_PATIENCE = 4000
const PATIENCE_STEP = 500
/** Milliseconds until the next attempt: this, once more after each failure, but not longer than the other. */
const APPEND_RETRY_DELAY = 50
const LONGEST_RETRY_DELAY = 1000

/**
 * Writes down what is about to be sent, in grouped appends for all answers together, so
 * that no delta costs database work of its own and a killed server still has every character a student saw. While the
 * database takes nothing, deltas do not wait for it: they are owed, and written down when it is back.
 */
export class DraftJournal {
  /** Who waits, and from when on no longer. */
  private readonly later = new Map<DraftSource, number>()
  private readonly urgent = new Set<DraftSource>()
  private flushes: Flush[] = []
  /** When something of each was last sealed. */
  private readonly sealedAt = new WeakMap<DraftSource, number>()
  /** The next look at who has waited long enough, and when the last one was. */
  private look: { at: number; cancel: () => void } | undefined
  private lookedAt = Number.NEGATIVE_INFINITY
  private publishingSince: number | undefined
  /** Pieces that are not written yet, in their order: the next append carries them, or a restored text would have a hole. */
  private owed: DraftAppend[] = []
  /** Those of them that the append under way carries. */
  private appending: DraftAppend[] = []
  private writing = false
  /** Whether the database has taken nothing for so long that nobody waits for it. */
  private away = false
  /** Who waits for what is owed. */
  private release = (): void => undefined
  /** The same for the answers that were refused while others were taken: they go alone, so that they harm nobody else. */
  private readonly refused = new Map<string, Refused>()

  constructor(
    private readonly store: Pick<AnswerStore, 'appendDrafts'>,
    private readonly clock: Clock,
    private readonly joining: Joining,
    private readonly logger: Logger,
    /** Told of a question that somebody else has taken up: nothing of it was written, and nothing more will be. */
    private readonly overtaken: (questionId: string) => void,
  ) {}

  /** Milliseconds, from any beginning. */
  now(): number {
    return this.clock.now()
  }

  /** The source, whose text began at that time of {@link now}, has something that may wait for the others and for more of its own. */
  join(source: DraftSource, begunAt: number): void {
    if (this.urgent.has(source) || this.later.has(source)) return
    const now = this.clock.now()
    const sealedAt = this.sealedAt.get(source) ?? Number.NEGATIVE_INFINITY
    const due = Math.max(now, sealedAt + intervalAt(now - begunAt, this.joining))
    this.later.set(source, due)
    this.lookAt(due, now)
  }

  /** The source has something to be sent at once. */
  hurry(source: DraftSource): void {
    this.later.delete(source)
    this.urgent.add(source)
    this.start()
  }

  /** Resolves when everything that the source has now is published. */
  flush(source: DraftSource): Promise<void> {
    return new Promise((resolve) => {
      this.flushes.push({ source, resolve })
      this.hurry(source)
    })
  }

  /** This answer is in the database as a whole: nothing of it is owed any more. */
  settle(questionId: string): void {
    const others = (draft: DraftAppend) => draft.questionId !== questionId
    this.owed = this.owed.filter(others)
    this.appending = this.appending.filter(others)
    this.refused.delete(questionId)
  }

  /** Not sooner after the one before than the grain: many answers are written down together then. */
  private lookAt(due: number, now: number): void {
    const at = Math.max(due, this.lookedAt + grainOf(this.joining))
    if (this.look !== undefined && this.look.at <= at) return
    this.look?.cancel()
    this.look = { at, cancel: this.clock.after(at - now, () => this.letGo()) }
  }

  /** Lets those go who have waited long enough, or nearly so. */
  private letGo(): void {
    const now = this.clock.now()
    this.look = undefined
    this.lookedAt = now
    const until = now + grainOf(this.joining) / 2
    let next = Number.POSITIVE_INFINITY
    for (const [source, due] of this.later) {
      if (due > until) next = Math.min(next, due)
      else {
        this.later.delete(source)
        this.urgent.add(source)
      }
    }
    if (this.urgent.size > 0) this.start()
    if (next < Number.POSITIVE_INFINITY) this.lookAt(next, now)
  }

  /** Milliseconds by which the oldest delta that is not sent is late. */
  overdue(): number {
    const due = Math.min(this.publishingSince ?? Number.POSITIVE_INFINITY, ...this.later.values())
    return Math.max(0, this.clock.now() - due)
  }

  private start(): void {
    if (this.publishingSince !== undefined) return
    this.publishingSince = this.clock.now()
    this.publish().catch((error: unknown) => {
      this.publishingSince = undefined
      this.logger.error({ err: error }, 'publishing failed')
    })
  }

  private async publish(): Promise<void> {
    while (this.urgent.size > 0) {
      // One microtask, so that what becomes urgent in the same turn goes into the same append.
      await Promise.resolve()
      this.publishingSince = this.clock.now()
      const sources = [...this.urgent]
      for (const source of sources) this.sealedAt.set(source, this.publishingSince)
      const flushes = this.flushes
      this.urgent.clear()
      this.flushes = []
      await this.keep(sources.flatMap((source) => source.seal() ?? []))
      for (const source of sources) source.publish()
      for (const { resolve } of flushes) resolve()
    }
    this.publishingSince = undefined
  }

  /** Resolves when it is written down, or need not be waited for. Never rejects. */
  private async keep(sealed: readonly DraftAppend[]): Promise<void> {
    for (const draft of sealed) {
      const refused = this.refused.get(draft.questionId)
      if (refused === undefined) this.owed.push(draft)
      else refused.pieces.push(draft)
    }
    for (const [questionId, refused] of this.refused) this.appendAlone(questionId, refused)
    if (this.owed.length === 0) return
    const written = new Promise<void>((resolve) => {
      this.release = resolve
    })
    this.write()
    if (this.away) return
    for (let left = APPEND_PATIENCE; left > 0 && this.writing; ) {
      const begun = this.clock.now()
      await within(this.clock, PATIENCE_STEP, written)
      // A process that stood still has not waited for the database.
      if (this.clock.now() - begun < 2 * PATIENCE_STEP) left -= PATIENCE_STEP
    }
    if (this.writing) this.leave(new Error('the append takes too long'))
  }

  private write(): void {
    if (this.writing) return
    this.writing = true
    this.appendOwed().catch((error: unknown) => this.logger.error({ err: error }, 'writing drafts failed'))
  }

  /** Until nothing is owed. */
  private async appendOwed(): Promise<void> {
    let failures = 0
    let isBack = false
    while (this.owed.length > 0) {
      this.appending = this.owed
      this.owed = []
      const failure = await this.failureOf(this.appending)
      const over = failure === undefined || this.appending.length === 0
      const isParted = !over && (await this.separate(this.appending))
      isBack = failure === undefined || isParted
      if (over || isParted) failures = 0
      else {
        this.owed = [...this.appending, ...this.owed]
        failures += 1
        if (failures >= APPEND_ATTEMPTS) this.leave(failure)
        await sleep(this.clock, Math.min(APPEND_RETRY_DELAY * failures, LONGEST_RETRY_DELAY))
      }
      this.appending = []
    }
    // Else nothing is owed any more, since those whose it was are let go.
    if (this.away && isBack) this.logger.info({}, 'drafts are written again')
    this.away = false
    this.writing = false
    this.release()
  }

  /** From here on nothing waits for the database until it has taken everything that is owed. */
  private leave(failure: unknown): void {
    if (!this.away) this.logger.error({ err: failure }, 'drafts could not be written')
    this.away = true
    this.release()
  }

  /**
   * An append is taken as a whole or not at all, so that one piece which the database refuses would cost every other
   * answer its drafts: each answer is written by itself. False where none is taken: then it is not a piece that is bad.
   */
  private async separate(drafts: readonly DraftAppend[]): Promise<boolean> {
    const answers = [...byAnswer(drafts)]
    if (answers.length === 1) return false
    const outcomes = await Promise.all(
      answers.map(async ([questionId, pieces]) => ({
        questionId,
        pieces,
        failure: await this.failureOf(pieces),
      })),
    )
    const failed = outcomes.filter(({ failure }) => failure !== undefined)
    if (failed.length === outcomes.length) return false
    for (const { questionId, pieces, failure } of failed) {
      const later = this.owed.filter((draft) => draft.questionId === questionId)
      this.owed = this.owed.filter((draft) => draft.questionId !== questionId)
      this.refused.set(questionId, { pieces: [...pieces, ...later], writing: false })
      this.logger.error({ err: failure, questionId }, 'the drafts of an answer were refused')
    }
    return true
  }

  /** Nobody waits for it. */
  private appendAlone(questionId: string, refused: Refused): void {
    if (refused.writing) return
    refused.writing = true
    const pieces = [...refused.pieces]
    this.failureOf(pieces).then((failure) => {
      refused.writing = false
      if (failure === undefined) refused.pieces.splice(0, pieces.length)
      if (refused.pieces.length === 0 && this.refused.get(questionId) === refused) {
        this.refused.delete(questionId)
      }
    }, undefined)
  }

  /** What went wrong, if anything did. */
  private async failureOf(drafts: readonly DraftAppend[]): Promise<unknown> {
    try {
      for (const questionId of await this.store.appendDrafts(drafts)) {
        this.settle(questionId)
        this.overtaken(questionId)
      }
      return undefined
    } catch (error) {
      return error ?? new Error('the append failed without a reason')
    }
  }
}

/** Of one answer: what the database has refused, and whether it is being asked again. */
interface Refused {
  pieces: DraftAppend[]
  writing: boolean
}

function byAnswer(drafts: readonly DraftAppend[]): Map<string, DraftAppend[]> {
  const pieces = new Map<string, DraftAppend[]>()
  for (const draft of drafts) pieces.set(draft.questionId, [...(pieces.get(draft.questionId) ?? []), draft])
  return pieces
}
