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
  /** Pieces whose append failed: the next one carries them, or a restored text would have a hole. */
  private owed: DraftAppend[] = []

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
    const drafts = [...this.owed, ...sealed]
    this.owed = []
    if (drafts.length === 0) return
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.store.appendDrafts(drafts)
      } catch (error) {
        if (attempt === APPEND_ATTEMPTS) {
          this.owed = drafts
          this.logger.error({ err: error, drafts: drafts.length }, 'drafts could not be written')
          return
        }
        await sleep(this.clock, APPEND_RETRY_DELAY * attempt)
      }
    }
  }
}
