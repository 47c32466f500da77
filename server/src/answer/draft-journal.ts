import type { AnswerStore, DraftAppend } from './answer-store'
import { type Clock, sleep } from './clock'
import type { Logger } from './logger'

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

const APPEND_ATTEMPTS = 3
const APPEND_RETRY_DELAY = 50

/**
 * Writes down what is about to be sent, in one grouped append a joining interval for all answers together, so
 * that no delta costs database work of its own and a killed server still has every character a student saw.
 */
export class DraftJournal {
  private readonly later = new Set<DraftSource>()
  private readonly urgent = new Set<DraftSource>()
  private flushes: Flush[] = []
  private joining = false
  private writing = false
  /** Pieces that could not be written: the next append carries them, or a restored text would have a hole. */
  private owed: DraftAppend[] = []
  /** The same for the answers that were refused while others were taken: they go alone, so that they harm nobody else. */
  private readonly refused = new Map<string, DraftAppend[]>()

  /** `joinInterval`: milliseconds for which deltas are joined. */
  constructor(
    private readonly store: Pick<AnswerStore, 'appendDrafts'>,
    private readonly clock: Clock,
    private readonly joinInterval: number,
    private readonly logger: Logger,
  ) {}

  /** The source has something that may wait for the others. */
  join(source: DraftSource): void {
    if (this.urgent.has(source)) return
    this.later.add(source)
    if (this.joining) return
    this.joining = true
    this.clock.after(this.joinInterval, () => {
      this.joining = false
      for (const waiting of this.later) this.urgent.add(waiting)
      this.later.clear()
      this.start()
    })
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
    this.owed = this.owed.filter((draft) => draft.questionId !== questionId)
    this.refused.delete(questionId)
  }

  private start(): void {
    if (this.writing) return
    this.writing = true
    this.write().catch((error: unknown) => {
      this.writing = false
      this.logger.error({ err: error }, 'publishing failed')
    })
  }

  private async write(): Promise<void> {
    while (this.urgent.size > 0) {
      // One microtask, so that what becomes urgent in the same turn goes into the same append.
      await Promise.resolve()
      const sources = [...this.urgent]
      const flushes = this.flushes
      this.urgent.clear()
      this.flushes = []
      await this.append(sources.flatMap((source) => source.seal() ?? []))
      for (const source of sources) source.publish()
      for (const { resolve } of flushes) resolve()
    }
    this.writing = false
  }

  /** Never rejects: after a few attempts the text is sent all the same, since a student waits for it. */
  private async append(sealed: DraftAppend[]): Promise<void> {
    const alone = sealed.filter(({ questionId }) => this.refused.has(questionId))
    const together = [...this.owed, ...sealed.filter(({ questionId }) => !this.refused.has(questionId))]
    this.owed = []
    await this.appendTogether(together)
    await this.appendAlone(alone)
  }

  private async appendTogether(drafts: DraftAppend[]): Promise<void> {
    if (drafts.length === 0) return
    for (let attempt = 1; ; attempt += 1) {
      const failure = await this.failureOf(drafts)
      if (failure === undefined || (await this.separate(drafts))) return
      if (attempt === APPEND_ATTEMPTS) {
        this.owed = drafts
        this.logger.error({ err: failure, drafts: drafts.length }, 'drafts could not be written')
        return
      }
      await sleep(this.clock, APPEND_RETRY_DELAY * attempt)
    }
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
      this.refused.set(questionId, pieces)
      this.logger.error({ err: failure, questionId }, 'the drafts of an answer were refused')
    }
    return true
  }

  private async appendAlone(sealed: readonly DraftAppend[]): Promise<void> {
    for (const [questionId, pieces] of byAnswer(sealed)) {
      const all = [...(this.refused.get(questionId) ?? []), ...pieces]
      const failure = await this.failureOf(all)
      if (failure === undefined) this.refused.delete(questionId)
      else this.refused.set(questionId, all)
    }
  }

  /** What went wrong, if anything did. */
  private async failureOf(drafts: readonly DraftAppend[]): Promise<unknown> {
    try {
      await this.store.appendDrafts(drafts)
      return undefined
    } catch (error) {
      return error ?? new Error('the append failed without a reason')
    }
  }
}

function byAnswer(drafts: readonly DraftAppend[]): Map<string, DraftAppend[]> {
  const pieces = new Map<string, DraftAppend[]>()
  for (const draft of drafts) pieces.set(draft.questionId, [...(pieces.get(draft.questionId) ?? []), draft])
  return pieces
}
