import type { Cancel, Clock, Logger } from '../../platform/ports'
import type { Typesetter } from '../../render/typesetter'
import { Backoff } from '../../stream/backoff'

/** What it is brought by. */
export interface LateTypesetterDeps {
  /** Brings it; rejects where it cannot be had now. */
  load(): Promise<Typesetter>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
  /** A number in [0, 1). */
  random(): number
}

/**
 * A typesetter that comes later than the program: until it is there, formulas are shown as their source, and then typeset in
 * one go. What could not be loaded is asked for again as long as an answer waits that shows a formula.
 */
export class LateTypesetter {
  private present: Typesetter | undefined
  private loading: Promise<void> | undefined
  private retry: Cancel | undefined
  private readonly backoff: Backoff
  /** The answers that show a formula's source. */
  private readonly waiting = new Set<() => void>()

  constructor(private readonly deps: LateTypesetterDeps) {
    this.backoff = new Backoff(() => deps.random())
  }

  /**
   * For one answer. Loading begins with the first, so that it is mostly done before the first formula.
   * @param ready is called when formulas that had no layout can be tried again
   */
  forAnswer(ready: () => void): Typesetter {
    this.load()
    return {
      typeset: (tex, display) => {
        if (this.present !== undefined) return this.present.typeset(tex, display)
        this.waiting.add(ready)
        this.load()
        return undefined
      },
      speak: (tex) => this.present?.speak(tex),
      words: (tex) => this.present?.words(tex),
      plain: (tex) => {
        if (this.present !== undefined) return this.present.plain(tex)
        this.waiting.add(ready)
        this.load()
        return undefined
      },
    }
  }

  /** The answer that `ready` was given for is gone. */
  leave(ready: () => void): void {
    this.waiting.delete(ready)
    if (this.waiting.size > 0) return
    this.retry?.()
    this.retry = undefined
  }

  /** Resolves when formulas can be read, or when they cannot be for now. */
  settled(): Promise<void> {
    this.load()
    return this.loading ?? Promise.resolve()
  }

  private load(): void {
    if (this.present !== undefined || this.loading !== undefined || this.retry !== undefined) return
    this.loading = this.deps.load().then(
      (loaded) => this.arrived(loaded),
      (reason: unknown) => this.failed(reason),
    )
  }

  private arrived(loaded: Typesetter): void {
    this.present = loaded
    const answers = [...this.waiting]
    this.waiting.clear()
    for (const ready of answers) ready()
  }

  /** Formulas stay readable as their source. */
  private failed(reason: unknown): void {
    this.loading = undefined
    this.deps.logger.warn('the typesetter could not be loaded', reason)
    if (this.waiting.size === 0) return
    this.retry = this.deps.clock.setTimer(() => {
      this.retry = undefined
      this.load()
    }, this.backoff.next())
  }
}
